"""auth: how to come by a token. Nobody is asked who they are."""

from flask import request

from app.api.calls import Alias, Call, Resource
from app.api.calls.scopes import NOBODY_IS_ASKED
from app.schemas.auth import AuthAnswer, Credentials, SsoQuery
from app.services.accounts.api_login import log_in

auth = Resource("auth", "/auth", body_name="credentials", access=NOBODY_IS_ASKED)


@auth.post("authenticateUser", below="/user", status=200, aliases=(Alias("/auth"),))
def authenticate_user(call: Call, body: Credentials) -> AuthAnswer:
    """Log in with an email address and a password. A tokenTTL is in milliseconds; 0 never ends."""
    login = log_in(
        body.email, body.password, request.remote_addr, body.requested_scopes, body.token_ttl or 0
    )
    return AuthAnswer(user_id=login.account.id, token=login.token)


@auth.get("ssoDomain", below="/ssoDomain")
def sso_domain(call: Call, query: SsoQuery) -> None:
    """Whether an address signs in elsewhere. None does here, so the answer is empty."""

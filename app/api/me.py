"""me: the account of whoever asks."""

from app.api.calls import Call, Resource
from app.api.calls.scopes import OF_ACCOUNTS
from app.errors import Forbidden
from app.schemas.account import AccountAnswer, AccountQuery
from app.schemas.auth import AuthAnswer
from app.services.accounts.api_login import issue_account_token
from app.services.applications.summary import account_summary

me = Resource("me", "/me", access=OF_ACCOUNTS)


@me.get()
def find(call: Call, query: AccountQuery) -> AccountAnswer:
    """Your profile, with counts of what is in all your applications."""
    counts = account_summary(call.account, query.summary_include, query.summary_exclude)
    return AccountAnswer.of(call.account, summary=counts)


@me.get("refreshToken", below="/refreshToken", reads=False, bounded=False)
def refresh_token(call: Call) -> AuthAnswer:
    """A new token with the scopes of the one you have, to last as long again."""
    if call.by.kind == "apiToken":
        raise Forbidden("Only a token that was logged in for can be refreshed")
    token = issue_account_token(call.account, sorted(call.scopes), call.ttl)
    return AuthAnswer(user_id=call.account.id, token=token)

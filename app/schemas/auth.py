"""Logging in to the API."""

from typing import Annotated

from pydantic import Field, StrictInt, StringConstraints

from app.schemas.answer import Answer, Id
from app.schemas.api_token import Scope
from app.schemas.base import Distinct, Maybe, Schema
from app.schemas.query import Query
from app.schemas.texts import EMAIL_LENGTH, Email, Password

CODE_LENGTH = 2048


class Credentials(Schema):
    """token_ttl: 0 never expires. two_factor_code: blank is none; nobody has one here."""

    email: Email
    password: Password
    two_factor_code: Maybe[Annotated[str, StringConstraints(max_length=CODE_LENGTH)]] = None
    requested_scopes: Distinct[Scope] = []
    token_ttl: Maybe[Annotated[StrictInt, Field(ge=0, le=10**12)]] = Field(None, alias="tokenTTL")


class AuthAnswer(Answer):
    user_id: Id
    token: str


class SsoQuery(Query):
    email: Annotated[str, StringConstraints(max_length=EMAIL_LENGTH)]


class WhitelabelAnswer(Answer):
    """app_url: the console. endpoint_domain: what follows a slug."""

    app_url: str
    endpoint_domain: str

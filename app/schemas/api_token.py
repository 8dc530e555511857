from typing import Literal

from app.schemas.answer import AuthorType, Collection, Id, Paged, Resource, Time, own_id
from app.schemas.base import Distinct, Maybe, Schema
from app.schemas.query import PagedQuery
from app.schemas.scopes import Scope as Scope
from app.schemas.texts import DateTime, Description, Name

OwnerType = Literal["application", "user"]
Status = Literal["active", "inactive"]


class ApiTokenPost(Schema):
    """Without a scope a token may do all that its owner may."""

    name: Name
    description: Maybe[Description] = None
    scope: Distinct[Scope] = []
    status: Status = "active"
    expiration_date: Maybe[DateTime] = None


class ApiTokenPatch(Schema):
    name: Maybe[Name] = None
    description: Maybe[Description] = None
    status: Maybe[Status] = None


class ApiTokenAnswer(Resource):
    """token: only when it is made."""

    api_token_id: Id = own_id()
    owner_id: Id
    owner_type: OwnerType
    creator_id: Id
    creator_type: AuthorType
    creator_name: str | None = None
    name: str
    description: str | None = None
    scope: list[str]
    status: Status
    expiration_date: Time | None = None
    token: str | None = None


class ApiTokenList(Paged, Collection[ApiTokenAnswer]):
    owner_id: Id
    owner_type: OwnerType


class ApiTokensQuery(PagedQuery):
    sort_field: Literal["name", "status", "id", "creationDate", "lastUpdated", "expirationDate"] = (
        "name"
    )
    filter_field: Literal["name", "status", ""] | None = None

import hashlib
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, computed_field

from app.schemas.advanced import UserQuery
from app.schemas.answer import Answer, Collection, Id, Paged, Resource, Time, Unblank, own_id
from app.schemas.base import Maybe, Schema
from app.schemas.query import IfSet, Json, PagedQuery
from app.schemas.texts import DateTime, Email, IdList, Password, PersonName, Tags

GroupChoice = Annotated[
    str, StringConstraints(pattern=r"^([A-Fa-f0-9]{24}|any|none)$", to_lower=True)
]
"""The id of a group; or `any`: in one at least; or `none`."""


class UserPost(Schema):
    email: Email
    password: Password
    first_name: PersonName = ""
    last_name: PersonName = ""
    user_tags: Tags = {}
    experience_group_ids: IdList = []
    token_cutoff: Maybe[DateTime] = None


class UserPatch(Schema):
    email: Maybe[Email] = None
    password: Maybe[Password] = None
    first_name: Maybe[PersonName] = None
    last_name: Maybe[PersonName] = None
    user_tags: Maybe[Tags] = None
    experience_group_ids: Maybe[IdList] = None
    token_cutoff: Maybe[DateTime] = None


class UserGroup(Answer):
    id: Id
    name: str
    parent_id: Id | None = None


class UserAnswer(Resource):
    experience_user_id: Id = own_id()
    application_id: Id
    email: str
    first_name: Unblank = None
    last_name: Unblank = None
    user_tags: Tags
    experience_groups: list[UserGroup] = Field(validation_alias="groups")
    token_cutoff: Time | None = None
    password_last_updated: Time | None = None
    last_login: Time | None = None

    @computed_field(json_schema_extra={"format": "uri"})  # type: ignore[prop-decorator]
    @property
    def avatar_url(self) -> str:
        return avatar_url(self.email)


class UserList(Paged, Collection[UserAnswer]):
    application_id: Id
    experience_group_id: str | None = None


class UsersQuery(PagedQuery):
    sort_field: Literal[
        "email", "firstName", "lastName", "id", "creationDate", "lastLogin", "lastUpdated"
    ] = "email"
    filter_field: Literal["firstName", "lastName", "email", ""] | None = None
    experience_group_id: GroupChoice | None = None
    include_ancestor_groups: IfSet = False
    query: Json[UserQuery] | None = None


def avatar_url(email: str) -> str:
    digest = hashlib.md5(email.strip().lower().encode(), usedforsecurity=False).hexdigest()
    return f"https://www.gravatar.com/avatar/{digest}?d=retro&s=240"

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StrictBool, StringConstraints

from app.schemas.answer import Answer, Authored, Collection, Id, Paged, Resource, own_id
from app.schemas.base import Maybe, Schema
from app.schemas.globals import GlobalJson, GlobalsList
from app.schemas.headers import ResponseHeaders
from app.schemas.query import PagedQuery
from app.schemas.reply import ReplyJson, ReplyObject
from app.schemas.texts import Description, IdList, Name, plain_text

ORIGINS = 100
ORIGIN_LENGTHS = (8, 270)

Origin = Annotated[
    str,
    StringConstraints(min_length=ORIGIN_LENGTHS[0], max_length=ORIGIN_LENGTHS[1]),
    AfterValidator(plain_text),
]
Origins = Annotated[list[Origin], Field(max_length=ORIGINS)]
VersionName = Name


class VersionSettings(Schema):
    """What a snapshot copies from develop, unless it is given."""

    endpoint_default_cors: Maybe[StrictBool] = None
    allowed_cors_origins: Maybe[Origins] = None
    globals: Maybe[GlobalsList] = None
    not_found_reply: ReplyObject | None = None
    unauthorized_reply: ReplyObject | None = None
    response_headers: Maybe[ResponseHeaders] = None


class VersionPost(VersionSettings):
    version: VersionName
    description: Maybe[Description] = None
    domain_ids: IdList = []
    slug_ids: IdList = []


class VersionPatch(VersionSettings):
    description: Maybe[Description] = None
    source_version_id_or_name: Maybe[VersionName] = None


class AttachedDomain(Answer):
    id: Id
    domain_name: str


class AttachedSlug(Answer):
    id: Id
    slug: str


class VersionAnswer(Authored, Resource):
    experience_version_id: Id = own_id()
    application_id: Id
    version: str = Field(validation_alias="name")
    description: str | None = None
    endpoint_default_cors: bool
    allowed_cors_origins: list[str]
    globals: list[GlobalJson]
    not_found_reply: ReplyJson | None = None
    unauthorized_reply: ReplyJson | None = None
    response_headers: dict[str, str]
    attached_domains: list[AttachedDomain]
    attached_slugs: list[AttachedSlug]


class VersionList(Paged, Collection[VersionAnswer]):
    application_id: Id


class VersionsQuery(PagedQuery):
    sort_field: Literal["version", "id", "creationDate", "lastUpdated"] = "version"
    filter_field: Literal["version", ""] | None = None

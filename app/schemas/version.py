from typing import Annotated

from pydantic import AfterValidator, Field, StrictBool, StringConstraints

from app.schemas.base import Maybe, Schema
from app.schemas.globals import GlobalsList
from app.schemas.headers import ResponseHeaders
from app.schemas.reply import ReplyObject
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

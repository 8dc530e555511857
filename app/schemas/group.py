from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from app.schemas.advanced import GroupQuery
from app.schemas.answer import Collection, Id, Paged, Resource, own_id
from app.schemas.base import Maybe, Schema
from app.schemas.query import Flag, Json, PagedQuery, Query
from app.schemas.texts import Description, Id24, IdList, Name, TagKey, Tags, TagValue, json_text

DEVICE_TAGS = 100
DEVICE_QUERY_LENGTH = 8192

DeviceQuery = Annotated[
    str, StringConstraints(max_length=DEVICE_QUERY_LENGTH), AfterValidator(json_text)
]


class DeviceTag(Schema):
    """A half that is missing matches anything."""

    key: Maybe[TagKey] = None
    value: Maybe[TagValue] = None


DeviceTags = Annotated[list[DeviceTag], Field(max_length=DEVICE_TAGS)]


class GroupPost(Schema):
    name: Name
    description: Maybe[Description] = None
    parent_id: Id24 | None = None
    group_tags: Tags = {}
    experience_user_ids: IdList = []
    experience_endpoint_ids: IdList = []
    device_ids: IdList = []
    device_tags: DeviceTags = []
    device_query_json: DeviceQuery | None = None


class GroupPatch(Schema):
    name: Maybe[Name] = None
    description: Maybe[Description] = None
    parent_id: Id24 | None = None
    group_tags: Maybe[Tags] = None
    experience_user_ids: Maybe[IdList] = None
    experience_endpoint_ids: Maybe[IdList] = None
    device_ids: Maybe[IdList] = None
    device_tags: Maybe[DeviceTags] = None
    device_query_json: DeviceQuery | None = None


class GroupAnswer(Resource):
    experience_group_id: Id = own_id()
    application_id: Id
    name: str
    description: str | None = None
    parent_id: Id | None = None
    ancestor_ids: list[Id]
    group_tags: Tags
    experience_user_ids: list[Id]
    experience_endpoint_ids: list[Id]
    device_ids: list[Id]
    device_tags: list[dict[str, str]]
    device_query_json: str | None = None
    direct_device_count: int | None = None
    total_device_count: int | None = None


class GroupList(Paged, Collection[GroupAnswer]):
    application_id: Id


class GroupDetails(Query):
    include_direct_device_count: Flag = False
    include_total_device_count: Flag = False


class GroupsQuery(PagedQuery):
    sort_field: Literal["name", "id", "creationDate", "lastUpdated"] = "name"
    filter_field: Literal["name", ""] | None = None
    query: Json[GroupQuery] | None = None

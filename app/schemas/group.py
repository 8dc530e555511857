from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from app.schemas.base import Maybe, Schema
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

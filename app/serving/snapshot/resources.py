"""Resources as templates and workflows see them: as on the wire, and defined there."""

from typing import Any

from sqlalchemy import Row

from app.schemas.answer import wire_time as wire_time
from app.schemas.endpoint import EndpointAnswer
from app.schemas.user import UserAnswer, UserGroup
from app.schemas.view import ViewAnswer

Resource = dict[str, Any]


def endpoint_resource(row: Row[Any], version: str, groups: list[Resource]) -> Resource:
    return EndpointAnswer.of(row, version=version, groups=groups).wire()


def view_resource(row: Row[Any], version: str, layout_name: str | None) -> Resource:
    """Without its body: a page has no use for its own source."""
    return ViewAnswer.of(row, version=version, layout_name=layout_name).wire("body")


def user_resource(row: Row[Any], groups: list[UserGroup]) -> Resource:
    return UserAnswer.of(row, groups=groups).wire()


def group_resource(id: str, name: str, parent_id: str | None) -> UserGroup:
    """As it stands among the groups of a user."""
    return UserGroup(id=id, name=name, parent_id=parent_id)

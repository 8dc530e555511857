from typing import Annotated, Literal

from pydantic import AfterValidator, Field, RootModel, StrictBool, StringConstraints
from pydantic_core import PydanticCustomError

from app.routing import RouteSyntaxError, parse_route
from app.schemas.answer import Answer, Authored, Collection, Id, Resource, Sorted, Time, own_id
from app.schemas.base import Maybe, Schema
from app.schemas.query import (
    FilterQuery,
    IfSet,
    Milliseconds,
    Query,
    Resolution,
    VersionQuery,
    Whole,
)
from app.schemas.reply import ReplyJson, ReplyObject
from app.schemas.texts import Description, Id24, IdList, Tags

ROUTE_LENGTH = 1024
DEVICE_ID_TEMPLATE_LENGTH = 255

Method = Literal["delete", "get", "options", "patch", "post", "put"]
Access = Literal["public", "authenticated", "group", "device"]
DeviceIdTemplate = Annotated[str, StringConstraints(max_length=DEVICE_ID_TEMPLATE_LENGTH)]


def _route(text: str) -> str:
    """The route as it is stored: a leading star of a wildcard moves behind its name."""
    try:
        return str(parse_route(text))
    except RouteSyntaxError as error:
        raise PydanticCustomError(
            "route",
            "`{route}` cannot be read: {reason}",
            {"route": error.route, "reason": error.reason, "position": error.position},
        ) from None


Route = Annotated[
    str, StringConstraints(min_length=1, max_length=ROUTE_LENGTH), AfterValidator(_route)
]


class EndpointPost(Schema):
    method: Method
    route: Route
    enabled: StrictBool = True
    access: Access = "public"
    device_id_template: Maybe[DeviceIdTemplate] = None
    description: Maybe[Description] = None
    endpoint_tags: Tags = {}
    experience_group_ids: IdList = []
    static_reply: ReplyObject | None = None
    unauthorized_reply: ReplyObject | None = None


class EndpointPatch(Schema):
    method: Maybe[Method] = None
    route: Maybe[Route] = None
    enabled: Maybe[StrictBool] = None
    access: Maybe[Access] = None
    device_id_template: Maybe[DeviceIdTemplate] = None
    description: Maybe[Description] = None
    endpoint_tags: Maybe[Tags] = None
    experience_group_ids: Maybe[IdList] = None
    static_reply: ReplyObject | None = None
    unauthorized_reply: ReplyObject | None = None


class GroupName(Answer):
    id: Id
    name: str


class EndpointAnswer(Authored, Resource):
    experience_endpoint_id: Id = own_id()
    application_id: Id
    version: str
    method: Method
    route: str
    enabled: bool
    access: Access
    device_id_template: str | None = None
    description: str | None = None
    endpoint_tags: Tags
    experience_groups: list[GroupName] = Field(validation_alias="groups")
    static_reply: ReplyJson | None = None
    unauthorized_reply: ReplyJson | None = None
    request_count: int | None = None


class EndpointList(Sorted, Collection[EndpointAnswer]):
    """Not paged. not_found_request_count: only when a duration was given."""

    application_id: Id
    version: str
    experience_group_id: Id | None = None
    not_found_request_count: int | None = None


class EndpointsQuery(FilterQuery, VersionQuery):
    sort_field: Literal[
        "order", "method", "route", "id", "creationDate", "requestCount", "lastUpdated"
    ] = "order"
    filter_field: Literal["method", "route", ""] | None = None
    experience_group_id: Id24 | None = None
    request_count_duration: Milliseconds | None = None


class EndpointDeletion(Query):
    include_workflows: IfSet = False


class EndpointStatsQuery(Query):
    """Times in milliseconds; an end of 0 is now."""

    stat_grouping: Literal["statusCode", "endpointId", "version", "domain"] = "statusCode"
    duration: Milliseconds = 86_400_000
    end: Milliseconds = 0
    resolution: Resolution = 3_600_000
    version_filter: str | None = None
    domain_filter: str | None = None
    status_code_filter: Whole | None = None
    endpoint_id_filter: str | None = None


class StatsPoint(Answer):
    time: Time
    count: int


class StatsAnswer(RootModel[dict[str, list[StatsPoint]]]):
    """For each value of the grouping, how often in each stretch of the resolution."""

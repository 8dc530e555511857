from typing import Annotated, Literal

from pydantic import AfterValidator, StrictBool, StringConstraints
from pydantic_core import PydanticCustomError

from app.routing import RouteSyntaxError, parse_route
from app.schemas.base import Maybe, Schema
from app.schemas.reply import ReplyObject
from app.schemas.texts import Description, IdList, Tags

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

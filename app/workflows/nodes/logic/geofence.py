from typing import Any, Literal

from pydantic import Field

from app.rendering.helpers.gps import Point, distance, is_inside
from app.workflows.config import NodeConfig, PayloadPath, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.node import Out, node
from app.workflows.nodes.logic.places import read_place
from app.workflows.values import Payload

MOST_CORNERS = 5_000
OUTSIDE, INSIDE = 0, 1


class Config(NodeConfig):
    check_type: Literal["radius", "polygonCoords", "polygon"] = Field(
        default="radius",
        title="Area",
        description="Around a place; or within the corners here, or those on the payload",
        json_schema_extra={
            "labels": {
                "radius": "Around a place",
                "polygonCoords": "Within corners",
                "polygon": "Within corners on the payload",
            }
        },
    )
    gps_check: Template = Field(
        default=Template(""),
        title="Place",
        description="As in 47.37,8.54; or an NMEA sentence GLL or GGA",
    )
    gps_center: Template = Field(
        default=Template(""), title="Centre", json_schema_extra={"when": {"checkType": ["radius"]}}
    )
    radius: Template = Field(
        default=Template(""),
        title="Radius",
        description="Metres",
        json_schema_extra={"when": {"checkType": ["radius"]}},
    )
    polygon_coords: Template = Field(
        default=Template(""),
        title="Corners",
        description="One place on each line",
        json_schema_extra={
            "when": {"checkType": ["polygonCoords"]},
            "contentMediaType": "text/plain",
        },
    )
    polygon_path: PayloadPath = Field(
        default=PayloadPath(""),
        title="Corners path",
        description="A list of places",
        json_schema_extra={"when": {"checkType": ["polygon"]}},
    )
    result_path: ResultPath = Field(
        default=ResultPath(""),
        title="Result path",
        description="How far it is from the centre, in metres; of corners whether it is inside",
    )
    branch_path: ResultPath = Field(default=ResultPath(""), title="Path: whether it is inside")


@node("GeofenceNode", label="Geofence", outputs=("outside", "inside"))
def geofence(config: Config, payload: Payload, ctx: RunContext) -> Out:
    """Tell whether a place is inside of an area. What is no place is outside."""
    place = read_place(ctx.value(config.gps_check))
    result, inside = (
        _around(config, place, ctx)
        if config.check_type == "radius"
        else (_within(config, place, ctx))
    )
    if result is not None:
        ctx.put(config.result_path, result)
    ctx.put(config.branch_path, inside)
    return Out(payload, INSIDE if inside else OUTSIDE)


def _around(config: Config, place: Point | None, ctx: RunContext) -> tuple[Any, bool]:
    """The result, None if it cannot be told; whether it is inside."""
    radius = ctx.number(config.radius, "Radius")
    center = read_place(ctx.value(config.gps_center))
    if place is None or center is None:
        return None, False
    metres = distance(place, center)
    return metres, metres <= radius


def _within(config: Config, place: Point | None, ctx: RunContext) -> tuple[Any, bool]:
    corners = [read_place(corner) for corner in _corners(config, ctx)]
    known = [corner for corner in corners if corner is not None]
    if place is None or len(known) < max(len(corners), 3):
        return None, False
    inside = is_inside(place, known)
    return inside, inside


def _corners(config: Config, ctx: RunContext) -> list[Any]:
    if config.check_type == "polygonCoords":
        lines = ctx.text(config.polygon_coords).splitlines()
        found: Any = [line for line in lines if line.strip()]
    else:
        found = ctx.get(config.polygon_path)
    if not isinstance(found, list):
        return []
    if len(found) > MOST_CORNERS:
        raise NodeError(f"There are {MOST_CORNERS:,} corners at most", "ValidationError")
    return found

"""Places on Earth: "lat,lon" in decimal degrees or degrees, minutes, seconds; or an object."""

import math
import re
from collections.abc import Mapping
from typing import Any

from app.rendering.helpers.table import helper
from app.rendering.printing import plain_text
from app.rendering.state import Scope
from app.rendering.values import LISTS, number

EARTH_RADIUS = 6_371_008.8  # metres, mean
PART = re.compile(r"([+-]?\d{1,3}(?:\.\d{1,12})?)")
Point = tuple[float, float]


def point_of(value: Any) -> Point | None:
    """(latitude, longitude) in degrees, None if it cannot be read."""
    if isinstance(value, Mapping):
        lat = value.get("latitude", value.get("lat"))
        lon = value.get("longitude", value.get("lon", value.get("lng")))
        return valid(number(lat), number(lon)) if lat is not None and lon is not None else None
    if isinstance(value, LISTS):
        return valid(number(value[0]), number(value[1])) if len(value) == 2 else None
    halves = plain_text(value)[:200].split(",")
    if len(halves) != 2:
        return None
    return valid(angle(halves[0]), angle(halves[1]))


def angle(source: str) -> float:
    """39.1, -39.1, 39.1 N, 39° 6' 36" S."""
    parts = [float(part) for part in PART.findall(source)]
    if not 1 <= len(parts) <= 3:
        return math.nan
    size: float = sum(abs(part) / 60**index for index, part in enumerate(parts))
    negative = source.strip().startswith("-") or bool(re.search("[SsWw]", source))
    return -size if negative else size


def valid(lat: float, lon: float) -> Point | None:
    return (lat, lon) if abs(lat) <= 90 and abs(lon) <= 180 else None


def distance(start: Point, end: Point) -> float:
    """Metres along the surface."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*start, *end))
    h = math.sin((lat2 - lat1) / 2) ** 2
    h += math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH_RADIUS * math.asin(math.sqrt(min(h, 1)))


def is_inside(point: Point, corners: list[Point]) -> bool:
    """corners: in order, three or more."""
    lat, lon = point
    inside = False
    for (lat1, lon1), (lat2, lon2) in zip(corners, [*corners[1:], corners[0]], strict=True):
        crosses = (lat1 > lat) != (lat2 > lat)
        if crosses and lon < (lon2 - lon1) * (lat - lat1) / (lat2 - lat1) + lon1:
            inside = not inside
    return inside


@helper("formatGps")
def format_gps(_: Scope, value: Any, style: Any = "decimal", precision: Any = 6) -> str:
    """style: decimal, degrees, sexagesimal or gga. What is no place prints nothing."""
    point = point_of(value)
    if point is None:
        return ""
    digits = int(min(max(number(precision), 0), 12))
    lat, lon = point
    match style:
        case "degrees":
            return f"{lat:.{digits}f}°,{lon:.{digits}f}°"
        case "sexagesimal":
            return f"{sexagesimal(lat, 'NS', digits)}, {sexagesimal(lon, 'EW', digits)}"
        case "gga":
            return f"{nmea(lat, 'NS', 2, digits)},{nmea(lon, 'EW', 3, digits)}"
        case _:
            return f"{lat:.{digits}f},{lon:.{digits}f}"


def sexagesimal(value: float, letters: str, digits: int) -> str:
    minutes, seconds = divmod(round(abs(value) * 3600, digits), 60)
    degrees, minutes = divmod(int(minutes), 60)
    return f"{degrees}° {minutes}' {seconds:.{digits}f}\" {letters[value < 0]}"


def nmea(value: float, letters: str, width: int, digits: int) -> str:
    degrees, minutes = divmod(round(abs(value) * 60, digits), 60)
    whole = 3 + digits if digits else 2
    return f"{int(degrees):0{width}d}{minutes:0{whole}.{digits}f},{letters[value < 0]}"


@helper("gpsDistance")
def gps_distance(_: Scope, a: Any, b: Any) -> float:
    """Metres along the surface; NaN if one of them is no place."""
    start, end = point_of(a), point_of(b)
    if start is None or end is None:
        return math.nan
    return distance(start, end)


@helper("gpsIsPointInside")
def gps_is_point_inside(scope: Scope, value: Any, polygon: Any) -> bool:
    """polygon: a list of places, its corners in order."""
    point = point_of(value)
    corners = [point_of(corner) for corner in scope.rt.walk(polygon or ())]
    known = [corner for corner in corners if corner is not None]
    return point is not None and len(known) >= max(len(corners), 3) and is_inside(point, known)

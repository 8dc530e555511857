"""Places on Earth, as GPS devices write them, and whether one is inside of others."""

import math
from typing import Any

from app.rendering.helpers.gps import EARTH_RADIUS, Point, point_of, valid
from app.workflows.values import to_number

GLL, GGA = "GLL", "GGA"
LONGEST_SENTENCE = 200


def read_place(value: Any) -> Point | None:
    """Of "lat,lon", degrees with minutes and seconds, or an NMEA sentence GLL or GGA."""
    if isinstance(value, str) and value.strip().startswith("$"):
        return _of_sentence(value.strip()[:LONGEST_SENTENCE])
    point = point_of(value)
    return point and valid(*point)


def _of_sentence(text: str) -> Point | None:
    """$GPGLL,4916.45,N,12311.12,W,… or $GPGGA,123519,4807.038,N,01131.000,E,…"""
    kind, *fields = text.split(",")
    start = {GLL: 0, GGA: 1}.get(kind[-3:])
    if start is None or len(fields) < start + 4:
        return None
    lat, north, lon, east = fields[start : start + 4]
    if north not in ("N", "S") or east not in ("E", "W"):
        return None
    return valid(_degrees(lat, north == "S"), _degrees(lon, east == "W"))


def _degrees(text: str, is_negative: bool) -> float:
    """4916.45 is 49 degrees and 16.45 minutes."""
    number = to_number(text) if text.strip() else math.nan
    degrees, minutes = divmod(float(number), 100)
    size = degrees + minutes / 60
    return -size if is_negative else size


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

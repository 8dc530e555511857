"""Places on Earth, as GPS devices write them."""

import math
from typing import Any

from app.rendering.helpers.gps import Point, point_of, valid
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

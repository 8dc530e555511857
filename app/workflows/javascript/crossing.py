"""Payload values as JSON text and back, with what JSON has no words for.

Dates, undefined and the odd numbers are texts that begin with a mark, which is new for each run, so
that no text of a payload can look like one.
"""

import json
import math
from datetime import datetime
from typing import Any

from app.workflows.values import UNDEFINED, PayloadTooDeep, date_of, epoch_ms


def to_text(value: Any, mark: str) -> str:
    """In a list of one. Raises PayloadTooDeep."""
    try:
        return json.dumps([_out(value, mark)], separators=(",", ":"))
    except RecursionError:
        raise PayloadTooDeep from None


def from_json(value: Any, mark: str) -> Any:
    """value: as parsed. Raises PayloadTooDeep."""
    try:
        return _back(value, mark)
    except RecursionError:
        raise PayloadTooDeep from None


def _out(value: Any, mark: str) -> Any:
    if isinstance(value, dict):
        return {key: _out(one, mark) for key, one in value.items() if one is not UNDEFINED}
    if isinstance(value, list):
        return [_out(one, mark) for one in value]
    if isinstance(value, datetime):
        return f"{mark}d{epoch_ms(value)}"
    if value is UNDEFINED:
        return f"{mark}u"
    if isinstance(value, float) and not math.isfinite(value):
        return f"{mark}n{ODD.get(value, 'NaN')}"
    return value


ODD = {math.inf: "Infinity", -math.inf: "-Infinity"}
NUMBERS = {"Infinity": math.inf, "-Infinity": -math.inf}


def _back(value: Any, mark: str) -> Any:
    if isinstance(value, dict):
        return {key: _back(one, mark) for key, one in value.items()}
    if isinstance(value, list):
        return [_back(one, mark) for one in value]
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < 2**53 else value
    if not isinstance(value, str) or not value.startswith(mark):
        return value
    kind, rest = value[len(mark)], value[len(mark) + 1 :]
    if kind == "d":
        return _date(rest)
    return UNDEFINED if kind == "u" else NUMBERS.get(rest, math.nan)


def _date(epoch: str) -> datetime | None:
    """Dates beyond the calendar are as good as invalid ones."""
    try:
        return date_of(float(epoch))
    except OverflowError:
        return None

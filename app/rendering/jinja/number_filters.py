"""Jinja's filters for numbers."""

from typing import Any

from jinja2.filters import do_filesizeformat

from app.rendering.state import Scope
from app.rendering.values import number


def whole(value: Any, default: int = 0) -> int:
    result = number(value)
    return int(result) if abs(result) < 2**53 else default


def file_size(scope: Scope, value: Any, binary: Any = False) -> str:
    return do_filesizeformat(float(number(value)), bool(binary))


def rounded(scope: Scope, value: Any, precision: Any = 0, method: Any = "common") -> float:
    digits = min(max(whole(precision), -20), 20)
    factor = 10.0**digits
    match method:
        case "ceil":
            return -(-number(value) * factor // 1) / factor
        case "floor":
            return (number(value) * factor // 1) / factor
        case _:
            return round(float(number(value)), digits)


def to_int(scope: Scope, value: Any, default: Any = 0, base: Any = 10) -> Any:
    if base != 10 and isinstance(value, str) and len(value) <= 60:
        try:
            return int(value, whole(base))
        except ValueError:
            return default
    result = number(value)
    return int(result) if abs(result) < float("inf") and value != "" else default


def to_float(scope: Scope, value: Any, default: Any = 0.0) -> Any:
    result = number(value)
    return float(result) if result == result and value != "" else default

"""From the types of databases to those of payloads."""

import base64
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from app.models.types import to_milliseconds

Row = Mapping[str, Any]

EXACT = 2**53  # the largest whole number up to which a double has all
DEEPEST = 50


def cell(value: Any, depth: int = 0) -> Any:
    """Numbers that a double cannot hold are texts, bytes are base64, moments without a zone are
    in UTC. What a payload has no type for is the database's own text for it."""
    match value:
        case None | bool() | str() | float():
            return value
        case int():
            return value if abs(value) <= EXACT else str(value)
        case Decimal():
            return str(value)
        case datetime():
            return to_milliseconds(value if value.tzinfo else value.replace(tzinfo=UTC))
        case date():
            return value.isoformat()
        case bytes() | bytearray() | memoryview():
            return base64.b64encode(value).decode()
        case list() | tuple() if depth < DEEPEST:
            return [cell(item, depth + 1) for item in value]
        case dict() if depth < DEEPEST:
            return {str(name): cell(item, depth + 1) for name, item in value.items()}
        case _:
            return str(value)


def size_of(value: Any) -> int:
    """About the characters of its JSON."""
    if isinstance(value, str):
        return len(value) + 2
    if isinstance(value, list):
        return sum(size_of(item) + 1 for item in value)
    if isinstance(value, dict):
        return sum(len(name) + 4 + size_of(item) for name, item in value.items())
    return 8

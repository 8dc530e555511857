"""How much may be written to a payload at once, so that copies of copies come to an end."""

from typing import Any

from app.workflows.errors import NodeError

LARGEST = 5_000_000  # characters and entries, about the bytes of its JSON
ENTRY = 8


def refuse_too_large(value: Any) -> None:
    """Raises NodeError PayloadTooLarge."""
    size = 0
    ahead = [value]
    while ahead:
        item = ahead.pop()
        if isinstance(item, str):
            size += len(item)
        elif isinstance(item, dict):
            size += sum(map(len, item)) + ENTRY * len(item)
            ahead += item.values()
        elif isinstance(item, list):
            size += ENTRY * len(item)
            ahead += item
        if size > LARGEST:
            raise NodeError("The value is larger than 5 MB", "PayloadTooLarge")

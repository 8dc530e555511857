"""Who acts, and the marks that leaves on a row."""

from dataclasses import dataclass
from typing import Any, Literal

from app.models.mixins import Authored, Dated
from app.services.clock import now


@dataclass(frozen=True, slots=True)
class Author:
    id: str
    kind: Literal["user", "apiToken", "flow"] = "user"


def dated() -> dict[str, Any]:
    """The columns of a row made now."""
    moment = now()
    return {"creation_date": moment, "last_updated": moment}


def signed(by: Author) -> dict[str, Any]:
    """The columns of a row made now, by that author."""
    return {
        **dated(),
        "created_by_id": by.id,
        "created_by_type": by.kind,
        "last_updated_by_id": by.id,
        "last_updated_by_type": by.kind,
    }


def change(row: Dated, values: dict[str, Any], by: Author) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.last_updated = now()
    if isinstance(row, Authored):
        row.last_updated_by_id, row.last_updated_by_type = by.id, by.kind

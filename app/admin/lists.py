"""Lists in the console: filter, order and page come from the address."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypeVar

from flask import request

from app.services.listing import ListQuery, Page

PER_PAGE = 50

Row = TypeVar("Row")


class SortOrder(NamedTuple):
    """What sort_head needs to know of a list."""

    sort_field: str
    sort_direction: str

    @property
    def is_descending(self) -> bool:
        return self.sort_direction == "desc"


def sort_order(columns: Iterable[str]) -> SortOrder:
    """Of a list that is sorted here. columns: by what it may be, its own order first."""
    known, sort = list(columns), request.args.get("sort", "")
    return SortOrder(
        sort if sort in known else known[0],
        "desc" if request.args.get("direction") == "desc" else "asc",
    )


def filter_text() -> str:
    """What the filter asks for."""
    return request.args.get("filter", "").strip()


def list_state(names: Iterable[str]) -> dict[str, Any]:
    """What the address says under these names, to come back to the same list."""
    return {name: request.args.get(name) or None for name in names}


def page_of(rows: Sequence[Row], per_page: int = PER_PAGE) -> Page[Row]:
    """Of rows that are all at hand, those of the page that is asked for."""
    number = page_number()
    shown = rows[number * per_page : (number + 1) * per_page]
    return Page(list(shown), len(rows), page=number, per_page=per_page)


def list_query(filter_field: str, columns: Sequence[str], **extra: Any) -> ListQuery:
    """filter_field: what the filter looks into; columns: by what it may be sorted, its own order
    first. What makes no sense in the address counts as not there."""
    order = sort_order(columns)
    wanted = filter_text()
    return ListQuery(
        sort_field=order.sort_field,
        sort_direction=order.sort_direction,
        page=page_number(),
        per_page=PER_PAGE,
        filter_field=filter_field,
        filter=f"*{wanted}*" if wanted else None,
        extra=extra,
    )


def page_number() -> int:
    """From 0."""
    page = request.args.get("page", "")
    return int(page) if page.isascii() and page.isdigit() and len(page) < 8 else 0

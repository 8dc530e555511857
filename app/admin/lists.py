"""Lists in the console: filter, order and page come from the address."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from flask import request

from app.services.listing import ListQuery

PER_PAGE = 50


class SortOrder(NamedTuple):
    """What sort_head needs to know of a list."""

    sort_field: str
    sort_direction: str


def sort_order(columns: Sequence[str]) -> SortOrder:
    """Of a list that is sorted here. columns: by what it may be, its own order first."""
    sort = request.args.get("sort", "")
    return SortOrder(
        sort if sort in columns else columns[0],
        "desc" if request.args.get("direction") == "desc" else "asc",
    )


def list_query(filter_field: str, columns: Sequence[str], **extra: Any) -> ListQuery:
    """filter_field: what the filter looks into; columns: by what it may be sorted, its own order
    first. What makes no sense in the address counts as not there."""
    order = sort_order(columns)
    wanted = request.args.get("filter", "").strip()
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

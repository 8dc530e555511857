"""From a query string to the question a list asks, and from its page to the answer."""

from collections.abc import Callable
from typing import Any, TypeVar

from app.schemas.answer import Answer, Collection
from app.schemas.query import FilterQuery
from app.services.listing import ListQuery, Page

C = TypeVar("C", bound=Collection[Any])


def asked(query: FilterQuery, *extra: str) -> ListQuery:
    """extra: the Python names of what only this list can be asked."""
    shared = ("sort_field", "sort_direction", "filter_field", "filter", "page", "per_page", "query")
    given = {name: getattr(query, name) for name in shared if hasattr(query, name)}
    return ListQuery(**given, extra={name: getattr(query, name) for name in extra})


def listed(
    schema: type[C],
    page: Page[Any],
    show: Callable[[Any], Answer],
    query: FilterQuery | None = None,
    **more: Any,
) -> C:
    """A filter is repeated only where it was one."""
    if query and query.filter and query.filter_field:
        more |= {"filter": query.filter, "filter_field": query.filter_field}
    items = [show(row) for row in page.items]
    return schema.of(page, items=items, count=len(items), **more)

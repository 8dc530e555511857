"""From a query string to the question a list asks, and from its page to the answer."""

from collections.abc import Callable
from typing import Any, TypeVar

from app.models import Version
from app.schemas.answer import Answer, Collection
from app.schemas.endpoint import EndpointAnswer, EndpointList
from app.schemas.linked import LinkedAnswer
from app.schemas.query import FilterQuery
from app.schemas.view import ViewAnswer, ViewList
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


def linked(found: dict[str, list[Any]], version: Version) -> LinkedAnswer:
    """found: rows by the wire's name of their collection. Each is whole, on one page."""
    return LinkedAnswer(
        experience_endpoints=_whole(
            EndpointList, EndpointAnswer, found.get("experienceEndpoints"), version, "route"
        ),
        experience_views=_whole(
            ViewList, ViewAnswer, found.get("experienceViews"), version, "name"
        ),
    )


def _whole(
    schema: type[C],
    item: type[Answer],
    rows: list[Any] | None,
    version: Version,
    sort_field: str,
) -> C | None:
    if not rows:
        return None
    return listed(
        schema,
        Page(rows, len(rows), sort_field),
        lambda row: item.of(row, version=version.name),
        application_id=version.application_id,
        version=version.name,
    )

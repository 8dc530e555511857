"""What the ports to an application's own records share."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import Flask

from app.errors import AppError
from app.extensions import db
from app.models import Application
from app.services.author import Author
from app.services.listing import ListQuery, Page
from app.workflows.errors import Refused
from app.workflows.ports import Fields

ID = re.compile(r"[0-9a-fA-F]{24}")
COMBINATIONS = ("$and", "$or", "$nor")


class ApplicationPort:
    """Each call has a context of its own, so it may come from any thread."""

    def __init__(self, app: Flask, application_id: str) -> None:
        self._app = app
        self._application_id = application_id
        self._by = Author(application_id, "flow")

    @contextmanager
    def _application(self) -> Iterator[Application]:
        """Raises Refused for what services refuse."""
        with self._app.app_context():
            try:
                yield db.session.get_one(Application, self._application_id)
            except AppError as error:
                raise Refused(error.type, error.message) from error


def list_query(
    query: Any,
    page: int = 0,
    per_page: int = 100,
    sort_field: str | None = None,
    sort_direction: str | None = None,
) -> ListQuery:
    """query: an advanced one; blank or empty for everything."""
    return ListQuery(
        sort_field=sort_field,
        sort_direction=sort_direction,
        page=page,
        per_page=per_page,
        query=without_empty_lists(query) or None,
    )


def without_empty_lists(query: Any) -> Any:
    """Flows say {"$or": []} for everything, where the API's own rule is that it fits nothing."""
    if not isinstance(query, dict):
        return query
    return {
        name: [without_empty_lists(one) for one in value] if isinstance(value, list) else value
        for name, value in query.items()
        if not (name in COMBINATIONS and value == [])
    }


def page_fields(page: Page[Any], items: list[Fields]) -> Mapping[str, Any]:
    return {
        "items": items,
        "count": len(items),
        "totalCount": page.total_count,
        "page": page.page,
        "perPage": page.per_page,
        "sortField": page.sort_field,
        "sortDirection": page.sort_direction,
    }

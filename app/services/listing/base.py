"""What every list shares: the question, the page that answers it, and the way between."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, func
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import String

from app.errors import ValidationError
from app.extensions import db

PAGE_SIZE = 100
LARGEST_PAGE = 1000
LAST_ROW = 2**53  # what any database takes as an offset
FILTER_LENGTH = 1024
ESCAPE = "/"

Column = InstrumentedAttribute[Any]
Row = TypeVar("Row")


@dataclass(frozen=True)
class ListQuery:
    """Fields by the names of the wire, such as "creationDate". None and "" leave it to the list.

    query: an advanced query, as sent; it replaces every other filter.
    extra: what only some lists know, by Python names, such as experience_group_id.
    """

    sort_field: str | None = None
    sort_direction: str | None = None
    page: int = 0
    per_page: int = PAGE_SIZE
    filter_field: str | None = None
    filter: str | None = None
    query: dict[str, Any] | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_descending(self) -> bool:
        direction = (self.sort_direction or "asc").lower()
        if direction not in ("asc", "desc"):
            raise ValidationError("sortDirection must be asc or desc", "sortDirection")
        return direction == "desc"


@dataclass(frozen=True)
class Page(Generic[Row]):
    """total_count: of all that fit, on this page or another. The rest: what was really used."""

    items: list[Row]
    total_count: int
    sort_field: str = ""
    sort_direction: str = "asc"
    page: int = 0
    per_page: int = PAGE_SIZE


@dataclass(frozen=True)
class Fields:
    """The columns of a list by the names of the wire. The first is what it is sorted by."""

    id: Column
    sorts: Mapping[str, Column]
    filters: Mapping[str, Column]

    def matching(self, statement: Select[Any], q: ListQuery) -> Select[Any]:
        if not q.filter or not q.filter_field:
            return statement
        return statement.where(like(_chosen(self.filters, q.filter_field, "filterField"), q.filter))

    def sorted(self, statement: Select[Any], q: ListQuery) -> Select[Any]:
        """Ties go by id, so that no row is on two pages or on none."""
        column = self.sorts[self.sort_field(q)]
        shown = func.lower(column) if _is_shown_text(column) else column
        key = shown.desc() if q.is_descending else shown.asc()
        if column.nullable:
            key = key.nulls_last() if q.is_descending else key.nulls_first()
        return statement.order_by(key, self.id)

    def sort_field(self, q: ListQuery) -> str:
        field = q.sort_field or next(iter(self.sorts))
        _chosen(self.sorts, field, "sortField")
        return field

    def page(self, statement: Select[Row], q: ListQuery) -> Page[Row]:
        """statement: the rows that fit, with whatever must be loaded beside them."""
        if q.page < 0 or q.per_page < 1:
            raise ValidationError("page must be 0 or more, and perPage 1 or more", "page")
        size = min(q.per_page, LARGEST_PAGE)
        first = min(q.page * size, LAST_ROW)
        total = count(statement)
        rows = self.sorted(statement, q).limit(size).offset(first)
        items = list(db.session.scalars(rows)) if first < total else []
        direction = "desc" if q.is_descending else "asc"
        return Page(items, total, self.sort_field(q), direction, q.page, size)


def like(column: ColumnElement[str] | Column, filter: str) -> ColumnElement[bool]:
    """`*` stands for any run of characters. The whole text must fit, in upper or lower case."""
    if len(filter) > FILTER_LENGTH:
        raise ValidationError(f"filter is longer than {FILTER_LENGTH} characters", "filter")
    pattern = literal_part(filter).replace("*", "%")
    if is_folded(column):
        return column.like(pattern.casefold(), escape=ESCAPE)
    return column.ilike(pattern, escape=ESCAPE)


def literal_part(text: str) -> str:
    """Of a pattern of LIKE: it stands for itself. PostgreSQL would choke on a null character."""
    text = text.replace("\x00", "\ufffd")
    for special in (ESCAPE, "%", "_"):
        text = text.replace(special, ESCAPE + special)
    return text


def count(statement: Select[Any]) -> int:
    plain = statement.with_only_columns(func.count(), maintain_column_froms=True)
    return db.session.scalars(plain.order_by(None).options()).one()


def is_folded(column: Any) -> bool:
    """Whether it holds a text in lower case already, with an index of its own."""
    return str(getattr(column, "key", "")).endswith("_key")


def _is_shown_text(column: Column) -> bool:
    """Sorted as people read: not all of the upper case first."""
    return isinstance(column.type, String) and not is_folded(column) and column.key != "id"


def _chosen(columns: Mapping[str, Column], name: str, parameter: str) -> Column:
    if name not in columns:
        names = ", ".join(columns)
        raise ValidationError(f"{parameter} must be one of {names}; it is `{name}`", parameter)
    return columns[name]

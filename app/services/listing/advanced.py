"""Advanced queries as conditions of SQL.

$ne, $nin and $nor are what $eq, $in and $or are not, so every condition is true or false and
never unknown: whatever is compared with an unset field is false.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, and_, false, func, not_, or_, select, true

from app.models import (
    DEVELOP,
    Group,
    User,
    Version,
    endpoint_groups,
    group_tags,
    user_groups,
    user_tags,
)
from app.schemas.advanced import GroupQuery, UserQuery
from app.schemas.comparison import Comparison, TagFilter, TagMatch, TagTest, TextComparison
from app.services.experience.group_tree import below
from app.services.listing.base import ESCAPE, Column, literal_part

Condition = ColumnElement[bool]
Field = Callable[[Any], Condition]
"""From how a field is compared to its condition."""


def user_condition(application_id: str, query: UserQuery) -> Condition:
    return condition_of(
        query,
        {
            "id": one_value(User.id),
            "creation_date": one_value(User.creation_date),
            "last_updated": one_value(User.last_updated),
            "first_name": text_value(User.first_name, unset=""),
            "last_name": text_value(User.last_name, unset=""),
            "email": text_value(User.email, folded=User.email_key),
            "last_login": one_value(User.last_login),
            "password_last_updated": one_value(User.password_last_updated),
            "user_tags": _tags(User.id, user_tags, application_id),
            "experience_group_id": _any(
                User.id, select(user_groups.c.user_id), user_groups.c.group_id
            ),
        },
    )


def group_condition(application_id: str, query: GroupQuery) -> Condition:
    develop = select(Version.id).filter_by(application_id=application_id, name=DEVELOP)
    return condition_of(
        query,
        {
            "id": one_value(Group.id),
            "creation_date": one_value(Group.creation_date),
            "last_updated": one_value(Group.last_updated),
            "name": text_value(Group.name),
            "parent_id": one_value(Group.parent_id),
            "ancestor_id": _below(application_id),
            "experience_user_id": _any(
                Group.id, select(user_groups.c.group_id), user_groups.c.user_id
            ),
            "experience_endpoint_id": _any(
                Group.id,
                select(endpoint_groups.c.group_id).where(
                    endpoint_groups.c.version_id == develop.scalar_subquery()
                ),
                endpoint_groups.c.endpoint_id,
            ),
            "group_tags": _tags(Group.id, group_tags, application_id),
        },
    )


def condition_of(query: Any, fields: Mapping[str, Field]) -> Condition:
    """query: one of those in app/schemas; fields: how each of its fields becomes a condition."""

    def each(queries: list[Any] | None) -> Iterator[Condition]:
        return (condition_of(one, fields) for one in queries or ())

    found = [fields[name](comparison) for name, comparison in query.comparisons.items()]
    found += each(query.every)
    if query.some is not None:
        found.append(or_(false(), *each(query.some)))
    if query.no is not None:
        found.append(not_(or_(false(), *each(query.no))))
    return and_(true(), *found)


def one_value(column: Column) -> Field:
    """A field with one value, or none."""

    def condition(comparison: Comparison) -> Condition:
        return and_(true(), *(_compare(column, *each) for each in comparison.operations))

    return condition


def _compare(column: Any, operator: str, value: Any) -> Condition:
    if operator in OPPOSITES:
        return not_(_compare(column, OPPOSITES[operator], value))
    if operator == "$in":
        fits = _known(column, column.in_([one for one in value if one is not None]))
        return or_(fits, _compare(column, "$eq", None)) if None in value else fits
    if value is not None:
        return _known(column, ORDER[operator](column, value))
    is_unset: Condition = column.is_(None)
    return is_unset if operator in ("$eq", "$gte", "$lte") and column.nullable else false()


OPPOSITES = {"$ne": "$eq", "$nin": "$in"}
ORDER: dict[str, Callable[[Any, Any], Condition]] = {
    "$eq": lambda column, value: column == value,
    "$gt": lambda column, value: column > value,
    "$lt": lambda column, value: column < value,
    "$gte": lambda column, value: column >= value,
    "$lte": lambda column, value: column <= value,
    "$startsWith": lambda column, value: _like(column, f"{literal_part(value)}%"),
    "$endsWith": lambda column, value: _like(column, f"%{literal_part(value)}"),
    "$contains": lambda column, value: _like(column, f"%{literal_part(value)}%"),
}


def _like(column: Any, pattern: str) -> Condition:
    """With the whole pattern as one value, or SQLite would not use an index for its beginning."""
    fits: Condition = column.like(pattern, escape=ESCAPE)
    return fits


def _known(column: Any, condition: Condition) -> Condition:
    return and_(column.is_not(None), condition) if column.nullable else condition


def text_value(column: Column, folded: Column | None = None, unset: str | None = None) -> Field:
    """folded: the same text, casefolded, with an index. unset: what is stored where it is not set.

    A number or a flag fits no text.
    """

    def condition(comparison: TextComparison) -> Condition:
        ignore_case = comparison.ignore_case
        return and_(true(), *(fits(*each, ignore_case) for each in comparison.operations))

    def fits(operator: str, value: Any, ignore_case: bool) -> Condition:
        if operator in OPPOSITES:
            return not_(fits(OPPOSITES[operator], value, ignore_case))
        if value is None and operator in ("$eq", "$gte", "$lte"):
            operator, value = "$eq", unset
        values = [unset if one is None else one for one in value] if operator == "$in" else [value]
        texts = [one for one in values if isinstance(one, str)]
        if not texts:
            return false()
        plain = compare(operator, texts, ignore_case)
        if folded is None or ignore_case or operator not in ("$eq", "$in", "$startsWith"):
            return plain
        return and_(compare(operator, texts, True), plain)  # the first one has the index

    def compare(operator: str, texts: list[str], ignore_case: bool) -> Condition:
        shown: Any = column
        if ignore_case:
            shown = func.lower(column) if folded is None else folded
            texts = [one.lower() if folded is None else one.casefold() for one in texts]
        return shown.in_(texts) if operator == "$in" else ORDER[operator](shown, texts[0])

    return condition


def _any(id: Column, owners: Select[Any], related: Any) -> Field:
    """A field with any number of values: one of them must fit, and for null there must be none.

    owners: the ids of rows, each with one value in `related`.
    """

    def condition(comparison: Comparison) -> Condition:
        [(operator, value)] = comparison.operations
        return holds(operator, value)

    def holds(operator: str, value: Any) -> Condition:
        if operator in OPPOSITES:
            return not_(holds(OPPOSITES[operator], value))
        if value is None:
            return false() if operator in ("$gt", "$lt") else id.not_in(owners)
        return id.in_(owners.where(_compare(related, operator, value)))

    return condition


def _below(application_id: str) -> Field:
    """Anything above a group counts as its ancestor."""

    def condition(comparison: Comparison) -> Condition:
        [(operator, value)] = comparison.operations
        return holds(operator, value)

    def holds(operator: str, value: Any) -> Condition:
        if operator in OPPOSITES:
            return not_(holds(OPPOSITES[operator], value))
        if value is None:
            return false() if operator in ("$gt", "$lt") else Group.parent_id.is_(None)
        return Group.id.in_(below(application_id, _compare(Group.id, operator, value)))

    return condition


def _tags(id: Column, rows: Table, application_id: str) -> Field:
    def condition(comparison: TagFilter) -> Condition:
        [(operator, test)] = comparison.operations
        return holds(test) if operator == "$eq" else not_(holds(test))

    def holds(test: TagTest | None) -> Condition:
        if test is None:
            return id.not_in(tagged())
        return and_(*(carries(*tag) for tag in test.tags))

    def carries(key: TagMatch | None, value: TagMatch | None) -> Condition:
        halves = [(rows.c.key, key), (rows.c.value, value)]
        given = [(column, match) for column, match in halves if match is not None]
        conditions = [_matches(column, match) for column, match in given if not _is_null(match)]
        fit = tagged(*conditions)
        return id.not_in(fit) if len(conditions) < len(given) else id.in_(fit)

    def tagged(*conditions: Condition) -> Select[Any]:
        return select(rows.c.row_id).where(rows.c.application_id == application_id, *conditions)

    return condition


def _matches(column: Any, match: TagMatch) -> Condition:
    [(operator, value)] = match.operations
    return _compare(column, operator, value)


def _is_null(match: TagMatch) -> bool:
    """null stands for: there is no such tag."""
    return match.operations == [("$eq", None)]

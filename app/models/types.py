"""Column types: 24-hex ids, UTC times in milliseconds, JSON that compares by value."""

import secrets
from datetime import UTC, datetime
from typing import Annotated, Any

from sqlalchemy import JSON, Dialect, ForeignKey, String, TypeDecorator
from sqlalchemy import DateTime as SqlDateTime
from sqlalchemy.orm import mapped_column


def new_id() -> str:
    """A fresh id: 24 lower-case hex characters, in random order."""
    return secrets.token_hex(12)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime in UTC, cut to milliseconds; stored without its zone."""

    impl = SqlDateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return to_milliseconds(value).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def to_milliseconds(value: datetime) -> datetime:
    """The same moment in UTC, without the microseconds that the wire format cannot carry."""
    utc = value.astimezone(UTC)
    return utc.replace(microsecond=utc.microsecond // 1000 * 1000)


def reference(target: str, **options: Any) -> Any:
    """A column that holds the id of a row of another table and goes when that row goes."""
    return mapped_column(String(24), ForeignKey(target, ondelete="CASCADE"), **options)


def folded(length: int, **options: Any) -> Any:
    """A casefolded text. Ordered by code points everywhere, so its index finds prefixes too."""
    kind = String(length).with_variant(String(length, collation="C"), "postgresql")
    return mapped_column(kind, **options)


Id = Annotated[str, mapped_column(String(24), primary_key=True, default=new_id)]
PlainId = Annotated[str, mapped_column(String(24))]
OptionalId = Annotated[str | None, mapped_column(String(24))]
Time = Annotated[datetime, mapped_column(UtcDateTime)]
OptionalTime = Annotated[datetime | None, mapped_column(UtcDateTime)]
Name = Annotated[str, mapped_column(String(255))]
Tags = Annotated[dict[str, str], mapped_column(JSON, default=dict)]
JsonList = Annotated[list[Any], mapped_column(JSON, default=list)]
JsonObject = Annotated[dict[str, Any], mapped_column(JSON, default=dict)]
OptionalJson = Annotated[dict[str, Any] | None, mapped_column(JSON(none_as_null=True))]

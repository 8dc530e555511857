"""Names, texts, ids and moments. Each limit stands here once."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any

import email_validator
import orjson
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from app.schemas.base import Distinct

NAME_LENGTH = 255
DESCRIPTION_LENGTH = 32767
SHORT_DESCRIPTION_LENGTH = 1024
PERSON_NAME_LENGTH = 1024
EMAIL_LENGTH = 1024
PASSWORD_LENGTHS = (8, 2048)
IDS = 1000
TAGS_KEY = r"^[0-9a-zA-Z_-]{1,255}$"
TAG_VALUE_LENGTH = 255

# Nothing is sent to these addresses, and a company may well call its network corp.local.
email_validator.SPECIAL_USE_DOMAIN_NAMES.clear()

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_ISO_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d")


def plain_text(text: str) -> str:
    """For what ends up in a header, where a line break would begin another header."""
    if found := _CONTROL.search(text):
        raise PydanticCustomError(
            "control_character",
            "holds the control character {shown}; take it out",
            {"shown": repr(found[0])},
        )
    return text


def json_text(text: str) -> str:
    try:
        orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise PydanticCustomError(
            "json_text",
            'is not JSON (line {line}, column {column}); text needs quotes of its own: "blue"',
            {"line": error.lineno, "column": error.colno},
        ) from None
    return text


def _email(text: str) -> str:
    """The address as it was typed."""
    try:
        email_validator.validate_email(text, check_deliverability=False, globally_deliverable=False)
    except email_validator.EmailNotValidError as error:
        raise PydanticCustomError(
            "email",
            "is not an email address: {reason}",
            {"reason": str(error).removesuffix(".")},
        ) from None
    return text


def _iso(value: Any) -> Any:
    if isinstance(value, datetime) or (isinstance(value, str) and _ISO_TIME.match(value)):
        return value
    raise PydanticCustomError("date_time", "must be a date and time such as 2025-03-01T12:00:00Z")


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise PydanticCustomError("date_time", "lies outside the calendar") from None


Name = Annotated[str, StringConstraints(min_length=1, max_length=NAME_LENGTH)]
Description = Annotated[str, StringConstraints(max_length=DESCRIPTION_LENGTH)]
ShortDescription = Annotated[str, StringConstraints(max_length=SHORT_DESCRIPTION_LENGTH)]
PersonName = Annotated[str, StringConstraints(max_length=PERSON_NAME_LENGTH)]
Email = Annotated[
    str,
    StringConstraints(max_length=EMAIL_LENGTH),
    AfterValidator(_email),
    Field(json_schema_extra={"format": "email"}),
]
Password = Annotated[
    str, StringConstraints(min_length=PASSWORD_LENGTHS[0], max_length=PASSWORD_LENGTHS[1])
]
Id24 = Annotated[str, StringConstraints(pattern=r"^[A-Fa-f0-9]{24}$", to_lower=True)]
IdList = Annotated[Distinct[Id24], Field(max_length=IDS)]
TagKey = Annotated[str, StringConstraints(pattern=TAGS_KEY)]
TagValue = Annotated[str, StringConstraints(min_length=1, max_length=TAG_VALUE_LENGTH)]
Tags = dict[TagKey, TagValue]
DateTime = Annotated[AwareDatetime, BeforeValidator(_iso), AfterValidator(_in_utc)]

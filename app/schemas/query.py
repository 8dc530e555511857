"""What may stand in the query string. Names that nobody knows are ignored."""

import re
from typing import Annotated, Any, Literal, TypeVar

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from app.schemas.base import without_null
from app.schemas.texts import Name

PAGE_SIZE = 100
LARGEST_PAGE = 1000
_LAST = 2**31 - 1  # enough for anybody, and it fits every database

TRUE = frozenset({"true", "1", "yes"})
FALSE = frozenset({"", "0", "false", "no"})

_DIGITS = re.compile(r"\d{1,16}")


def _number(value: Any) -> Any:
    if isinstance(value, int) or (isinstance(value, str) and _DIGITS.fullmatch(value)):
        return int(value)
    raise PydanticCustomError("whole_number", "must be a whole number, 0 or more")


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("once", "must be given once, as plain text")
    return value


def _is_true(value: Any) -> bool:
    return value if isinstance(value, bool) else _text(value).lower() in TRUE


def _is_set(value: Any) -> bool:
    return value if isinstance(value, bool) else _text(value).lower() not in FALSE


def _parsed(value: Any) -> Any:
    """It came as an object already where the client wrote `query[name]=value`."""
    if not isinstance(value, str):
        return value
    try:
        return orjson.loads(value)
    except orjson.JSONDecodeError as error:
        raise PydanticCustomError(
            "json_text", "is not JSON ({reason})", {"reason": str(error)}
        ) from None


T = TypeVar("T")

Whole = Annotated[int, Field(ge=0, le=_LAST), BeforeValidator(_number)]
Milliseconds = Annotated[int, Field(ge=0, le=10**15), BeforeValidator(_number)]
Resolution = Annotated[int, Field(ge=1, le=10**15), BeforeValidator(_number)]
PageSize = Annotated[int, Field(ge=1, le=LARGEST_PAGE), BeforeValidator(_number)]
Flag = Annotated[bool, BeforeValidator(_is_true), WithJsonSchema({"type": "string"})]
"""True for `true`, `1` and `yes`; anything else is false."""
IfSet = Annotated[bool, BeforeValidator(_is_set), WithJsonSchema({"type": "string"})]
"""True for any text but a blank one, `false`, `0` and `no`."""
Json = Annotated[T, BeforeValidator(_parsed)]
"""One parameter that holds JSON text."""
Direction = Literal["asc", "desc"]


def _as_texts(schema: dict[str, Any]) -> None:
    """Nothing in a query string is null, and a flag is a word there."""
    for name, parameter in schema["properties"].items():
        parameter = schema["properties"][name] = without_null(parameter)
        if isinstance(parameter.get("default"), bool):
            parameter["default"] = str(parameter["default"]).lower()


class Query(BaseModel):
    """What every call may be asked for. Nothing is ever embedded, so that one changes nothing."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        validate_by_name=True,
        validate_by_alias=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        json_schema_extra=_as_texts,
    )

    with_actions: Flag = Field(True, alias="_actions")
    with_links: Flag = Field(True, alias="_links")
    with_embedded: Flag = Field(True, alias="_embedded")


class FilterQuery(Query):
    """Lists add their own sort_field and filter_field."""

    sort_field: str
    sort_direction: Direction = "asc"
    filter_field: str | None = None
    filter: str | None = None


class PagedQuery(FilterQuery):
    page: Whole = 0
    per_page: PageSize = PAGE_SIZE


class VersionQuery(Query):
    version: Name = "develop"

"""A reply object: the page or the redirect that answers a request."""

from typing import Annotated, Any, Literal

from pydantic import (
    Field,
    StrictInt,
    TypeAdapter,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import PydanticCustomError

from app.schemas.base import Maybe, Schema
from app.schemas.json_schema import stored_json
from app.schemas.texts import Id24, plain_text

REDIRECT_STATUS = range(300, 400)

_page_id: TypeAdapter[str] = TypeAdapter(Id24)


class ReplyObject(Schema):
    """value: the id of a page, or the URL template of a redirect. Fields are checked in order."""

    kind: Literal["page", "redirect"] = Field(alias="type")
    value: Annotated[str, Field(min_length=1)]
    status_code: Maybe[Annotated[StrictInt, Field(ge=100, le=599)]] = None

    @field_validator("value")
    @classmethod
    def fits_its_type(cls, value: str, info: ValidationInfo) -> str:
        if info.data.get("kind") == "page":
            return _page_id.validate_python(value)
        return plain_text(value)

    @field_validator("status_code")
    @classmethod
    def redirects(cls, status: int | None, info: ValidationInfo) -> int | None:
        if info.data.get("kind") == "redirect" and status not in (None, *REDIRECT_STATUS):
            raise PydanticCustomError(
                "redirect_status", "of a redirect must lie between 300 and 399, such as 302"
            )
        return status


ReplyJson = Annotated[dict[str, Any], WithJsonSchema(stored_json(ReplyObject))]
"""As it is stored, and goes out again unchanged."""

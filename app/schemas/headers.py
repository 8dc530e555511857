"""Header names and values that users choose."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from app.schemas.texts import plain_text

HEADERS = 10
HEADER_NAME_LENGTH = 255
HEADER_VALUE_LENGTH = 1024
CONTENT_TYPE_LENGTH = 255


FRAMING = frozenset(
    (
        *("connection", "content-length", "keep-alive", "te", "trailer", "transfer-encoding"),
        "upgrade",
    )
)
"""They say where a message ends or what becomes of the connection: the server's to set."""


def _not_framing(name: str) -> str:
    if name.lower() in FRAMING:
        raise PydanticCustomError("framing", "is set by the server itself; leave it out")
    return name


def _header_value(text: str) -> str:
    plain_text(text)
    if not text.isascii():
        raise PydanticCustomError("header_value", "must be plain ASCII to travel in a header")
    return text


HeaderName = Annotated[
    str,
    StringConstraints(
        min_length=1, max_length=HEADER_NAME_LENGTH, pattern=r"^[0-9A-Za-z!#$%&'*+.^_`|~-]+$"
    ),
    AfterValidator(_not_framing),
]
HeaderValue = Annotated[
    str,
    StringConstraints(min_length=1, max_length=HEADER_VALUE_LENGTH),
    AfterValidator(_header_value),
]
ContentType = Annotated[
    str,
    StringConstraints(min_length=1, max_length=CONTENT_TYPE_LENGTH),
    AfterValidator(_header_value),
]
ResponseHeaders = Annotated[dict[HeaderName, HeaderValue], Field(max_length=HEADERS)]

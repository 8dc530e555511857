"""The request body: refused over the limit, else parsed by its content type."""

from io import BytesIO
from typing import Any, NamedTuple

import orjson
from multipart import MultipartError, MultipartParser, parse_options_header

from app.serving.request import PublicRequest, Values, add_value, pairs_to_values

FORM_FIELDS = 1_000


class BodyTooLarge(Exception):
    pass


class BodyDecision(NamedTuple):
    """value: None without a body; a JSON value; a form's fields; else the raw text."""

    value: Any
    size: int
    read_as: str

    @property
    def step(self) -> str:
        return "body"

    @property
    def summary(self) -> str:
        return f"{self.size:,} bytes read as {self.read_as}" if self.size else "no body"

    @property
    def details(self) -> list[str]:
        return []


NO_BODY = BodyDecision(None, 0, "nothing")


class BadLength(ValueError):
    pass


def declared_length(headers: dict[str, str]) -> int | None:
    """Content-Length in bytes, None when it is absent. Raises BadLength."""
    text = headers.get("content-length")
    if text is None:
        return None
    if not (text.isascii() and text.isdigit()):
        raise BadLength("Content-Length is not a number")
    return int(text)


def decide_body(request: PublicRequest, limit: int) -> BodyDecision:
    """limit: bytes. Raises BodyTooLarge and BadLength."""
    if len(request.body) > limit or (declared_length(request.headers) or 0) > limit:
        raise BodyTooLarge
    if not request.body:
        return NO_BODY
    read_as, value = _parse(request.body, request.headers.get("content-type", ""))
    return BodyDecision(value, len(request.body), read_as)


def _parse(body: bytes, content_type: str) -> tuple[str, Any]:
    kind, options = parse_options_header(content_type)
    if kind == "application/x-www-form-urlencoded":
        return "form", pairs_to_values(_text(body, options.get("charset")))
    if kind == "multipart/form-data":
        try:
            return "multipart form", _multipart(body, options.get("boundary", ""))
        except (MultipartError, ValueError, LookupError):
            return "text: the multipart form is broken", _text(body)
    try:
        return "JSON", orjson.loads(body)
    except orjson.JSONDecodeError:
        what = "text: the JSON is broken" if "json" in kind else "text"
        return what, _text(body, options.get("charset"))


def _multipart(body: bytes, boundary: str) -> Values:
    """A file becomes its text; what a workflow can do with files comes with them."""
    fields: Values = {}
    parser = MultipartParser(
        BytesIO(body), boundary, len(body), part_limit=FORM_FIELDS, buffer_size=max(len(body), 64)
    )
    for part in parser:
        add_value(fields, part.name, part.value)
    return fields


def _text(body: bytes, charset: str | None = None) -> str:
    try:
        return body.decode(charset or "utf-8", "replace")
    except (LookupError, ValueError):  # no such charset, or one that is no charset at all
        return body.decode("utf-8", "replace")

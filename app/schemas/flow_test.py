"""Tests of flows: what a run is given, what the world outside answers, what must come of it."""

from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, TypeAdapter, field_validator, model_validator
from pydantic_core import PydanticCustomError

from app.schemas.base import Maybe, Schema
from app.schemas.texts import EMAIL_LENGTH, DateTime, Name

Port = Literal["http", "mail", "sms", "sql", "redis", "topics", "api", "buttons"]
METHODS: dict[str, tuple[str, ...]] = {
    "http": ("send",),
    "mail": ("send",),
    "sms": ("send",),
    "sql": ("query",),
    "redis": ("command",),
    "topics": ("publish",),
    "api": ("call",),
    "buttons": ("press", "schedule", "cancel"),
}
"""What flows may ask of the world outside; everything else is real in a test."""
STUBS = 200
MOMENT: TypeAdapter[Any] = TypeAdapter(DateTime)
Kind = Annotated[str, StringConstraints(min_length=1, max_length=255)]


class StubError(Schema):
    """kind: as the flow sees it, such as Timeout."""

    kind: Kind = "Refused"
    message: str = ""


class Stub(Schema):
    """Stands in for one call, the first that it fits. request: what the call must hold, if that
    matters; answer: what comes back, unless an error does."""

    port: Port
    method: str
    request: Any = None
    answer: Any = None
    error: Maybe[StubError] = None

    @model_validator(mode="after")
    def _check_method(self) -> "Stub":
        known = METHODS[self.port]
        if self.method not in known:
            raise PydanticCustomError(
                "stub_method",
                "method of {port} must be {known}",
                {"port": self.port, "known": " or ".join(known)},
            )
        return self


class ExpectedReply(Schema):
    """What is left out is not looked at. headers, cookies: those that must be there; body: text or
    JSON, of a page its pageData; match: whether the body may hold more."""

    kind: Maybe[Literal["custom", "page", "redirect", "stream"]] = None
    status: Maybe[Annotated[int, Field(ge=100, le=599)]] = None
    headers: dict[str, str] = {}
    cookies: dict[str, Any] = {}
    body: Any = None
    page_id: Maybe[str] = None
    location: Maybe[str] = None
    topics: Maybe[list[str]] = None
    match: Literal["exact", "contains"] = "exact"


class FlowTestPost(Schema):
    """trigger: the key of the one that starts the run; user: the e-mail of the experience's user
    who asks; payload: `data` and what else differs from what the trigger always gives, `time` being
    the moment of the run; expected_error: the name of the error that must halt it."""

    name: Name
    trigger: Annotated[str, StringConstraints(min_length=1, max_length=1024)]
    user: Maybe[Annotated[str, StringConstraints(max_length=EMAIL_LENGTH)]] = None
    payload: dict[str, Any] = {}
    stubs: Annotated[list[Stub], Field(max_length=STUBS)] = []
    expected: Maybe[ExpectedReply] = None
    expected_error: Maybe[Kind] = None

    @field_validator("payload")
    @classmethod
    def _check_payload(cls, payload: dict[str, Any]) -> dict[str, Any]:
        if "time" in payload:
            MOMENT.validate_python(payload["time"])
        if not isinstance(payload.get("experience", {}), dict):
            raise PydanticCustomError("payload", "has an experience that is no object")
        return payload

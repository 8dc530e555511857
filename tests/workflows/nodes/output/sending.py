"""Ports that only note what is sent, and a memory for how often."""

import asyncio
from typing import Any

from app.workflows.ports import HttpRequest, HttpResponse
from app.workflows.values import UNDEFINED


class FakeState:
    def __init__(self) -> None:
        self.values: dict[tuple[str, str, str], Any] = {}

    def update(self, flow_id: str, node_id: str, name: str, change: Any) -> Any:
        key = flow_id, node_id, name
        self.values[key] = after = change(self.values.get(key, UNDEFINED))
        return after


class FakeSender:
    """Mail or SMS. refusal: raised instead of sending."""

    def __init__(self, refusal: Exception | None = None) -> None:
        self.sent: list[Any] = []
        self.refusal = refusal

    def send(self, *what: Any) -> None:
        if self.refusal:
            raise self.refusal
        self.sent.append(what)


class FakeHttp:
    """Gives one response, or a refusal, to whatever is asked."""

    def __init__(self, body: bytes = b"", status: int = 200, refusal: Any = None) -> None:
        self.response = HttpResponse(status, {"x-own": "yes"}, body)
        self.refusal = refusal
        self.asked: list[HttpRequest] = []

    async def send(self, request: HttpRequest) -> HttpResponse:
        self.asked.append(request)
        await asyncio.sleep(0.25)
        if self.refusal:
            raise self.refusal
        return self.response

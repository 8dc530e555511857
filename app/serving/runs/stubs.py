"""Stand-ins for the ports that lead outside: what they answer is written in a test."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import replace
from typing import Any

import orjson

from app.redaction import redacted
from app.schemas.flow_test import METHODS, Stub
from app.services.flow_tests.compare import fits
from app.services.run_records.packing import plain, shortened
from app.workflows.errors import NodeError, Refused
from app.workflows.ports import HttpResponse, Ports, Pressed

NO_STUB = "NoStub"
LONGEST = 300
"""Characters of what was asked, in the sentence about it."""

Json = Any


class Stubs:
    """missing: a sentence for each call that none of them fits."""

    def __init__(self, stubs: Sequence[Stub]) -> None:
        self._left = list(stubs)
        self.missing: list[str] = []

    def around(self, ports: Ports) -> Ports:
        """Those ports, with stubs for all that lead outside."""
        stubbed: dict[str, Any] = {port: _StubbedPort(port, self) for port in METHODS}
        return replace(ports, **stubbed)

    def answer(self, port: str, method: str, given: tuple[Any, ...]) -> Json:
        """Raises Refused as the stub says, and NodeError if there is none."""
        asked = [plain(one) for one in given]
        for stub in self._left:
            if (stub.port, stub.method) == (port, method) and _is_asked(stub, asked):
                self._left.remove(stub)
                if stub.error:
                    raise Refused(stub.error.kind, stub.error.message)
                return stub.answer
        sentence = _sentence(port, method, asked)
        self.missing.append(sentence)
        raise NodeError(sentence, NO_STUB)


class _StubbedPort:
    def __init__(self, port: str, stubs: Stubs) -> None:
        self._port = port
        self._stubs = stubs

    def __getattr__(self, method: str) -> Callable[..., Any]:
        def call(*given: Any, **named: Any) -> Any:
            answer = self._stubs.answer(self._port, method, (*given, *named.values()))
            return ANSWERS.get((self._port, method), _itself)(answer)

        if self._port != "http":
            return call

        def send(*given: Any) -> Coroutine[Any, Any, Any]:
            async def answered() -> Any:
                return call(*given)

            return answered()

        return send


def _is_asked(stub: Stub, asked: list[Json]) -> bool:
    """request: of one argument that argument, of several a list of them."""
    if stub.request is None:
        return True
    if isinstance(stub.request, list):
        return len(stub.request) <= len(asked) and all(
            fits(wanted, one, contains=True)
            for wanted, one in zip(stub.request, asked, strict=False)
        )
    return any(fits(stub.request, one, contains=True) for one in asked)


def _sentence(port: str, method: str, asked: list[Json]) -> str:
    text = orjson.dumps(redacted(shortened(asked))).decode()
    shown = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return (
        f"The call {port}.{method} {shown} has no stub. "
        f'Add one to the stubs: {{"port": "{port}", "method": "{method}", "answer": …}}'
    )


def _response(answer: Json) -> HttpResponse:
    """From {"status": 200, "headers": {}, "body": text or JSON}, all of which may be left out."""
    given = answer if isinstance(answer, dict) else {"body": answer}
    headers = {str(name).lower(): str(one) for name, one in (given.get("headers") or {}).items()}
    body = given.get("body")
    if body is not None and not isinstance(body, str):
        headers.setdefault("content-type", "application/json")
        body = orjson.dumps(body).decode()
    return HttpResponse(int(given.get("status") or 200), headers, (body or "").encode())


def _pressed(answer: Json) -> Pressed:
    version, payload = answer if isinstance(answer, list) and len(answer) == 2 else ("", answer)
    return Pressed(str(version), payload)


def _scheduled(answer: Json) -> tuple[Pressed, bool]:
    pressed, is_new = answer if isinstance(answer, list) and len(answer) == 2 else (answer, True)
    return _pressed(pressed), bool(is_new)


def _itself(answer: Json) -> Json:
    return answer


ANSWERS: dict[tuple[str, str], Callable[[Json], Any]] = {
    ("http", "send"): _response,
    ("buttons", "press"): _pressed,
    ("buttons", "schedule"): _scheduled,
    ("buttons", "cancel"): bool,
}
"""From what a stub says to what the port gives; where nothing is said it is the same."""

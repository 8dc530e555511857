"""From drafts to rows: redacted, cut to size, compressed. In the writer's thread.

Payloads are stored whole, each different one once, and all of a run are compressed together: those
of steps that follow each other are nearly the same, which is what compression takes out.
"""

import zlib
from collections.abc import Mapping
from dataclasses import asdict, fields, is_dataclass
from datetime import datetime
from typing import Any

import orjson

from app.redaction import redacted, redacted_text
from app.services.run_records.drafts import (
    LARGEST_RUN,
    CallDraft,
    RequestDraft,
    RunDraft,
    StepDraft,
    snapshot,
)
from app.workflows.replies import PageReply, RedirectReply, ReplyDescription

LARGEST_PAYLOAD = 64 * 1024
LARGEST_TEXT = 64 * 1024
"""Characters of a body of another server, or of a reply."""
LONGEST_NOTE = 10_000
LONG_TEXT, LONG_LIST, MANY_FIELDS = 1000, 20, 200
"""What is left of texts, lists and objects where a payload is too large."""

Json = Any
Row = Mapping[str, Any]


def run_row(draft: RunDraft) -> Row:
    """The columns of table runs."""
    error, origin = draft.error, draft.origin
    run = _Packing(draft)
    body = run.body()
    return {
        "id": draft.id,
        "application_id": origin.application_id,
        "flow_id": draft.flow.id,
        "flow_name": draft.flow.name,
        "version": draft.flow.version,
        "trigger_kind": draft.trigger.kind,
        "trace_id": origin.trace_id,
        "method": origin.method,
        "path": origin.path and redacted_text(origin.path),
        "endpoint_id": origin.endpoint_id,
        "user_id": origin.user_id,
        "started": milliseconds(draft.started),
        "deadline": milliseconds(draft.started) + int(draft.limit * 1000),
        "milliseconds": draft.seconds and round(draft.seconds * 1000, 3),
        "status": "running" if draft.seconds is None else "error" if error else "ended",
        "error_name": error and error.error.name,
        "error_message": error and redacted_text(error.error.message)[:LONGEST_NOTE],
        "error_node_id": error and (error.node_id or None),
        "error_node_label": error and (error.node_label or None),
        "reply_status": run.reply_status,
        "page_id": run.page_id,
        "is_whole": int(draft.is_whole),
        "is_trial": int(origin.is_trial),
        "body": pack(body),
    }


def request_row(draft: RequestDraft) -> Row:
    """The columns of table requests."""
    failed = draft.failed
    return {
        "trace_id": draft.trace_id,
        "application_id": draft.application_id,
        "started": milliseconds(draft.started),
        "milliseconds": round(draft.seconds * 1000, 3),
        "method": draft.method,
        "url": redacted_text(draft.url),
        "status": draft.status,
        "failed_view_id": failed and failed.view_id,
        "failed_version": failed and failed.version,
        "failed_message": failed and redacted_text(failed.message)[:LONGEST_NOTE],
        "failed_line": failed and failed.line,
        "body": pack(redacted(draft.explain())),
    }


def pack(body: Json) -> bytes:
    """Raises ValueError if it is nested too deeply."""
    text = snapshot(body)
    if text is None:
        raise ValueError("a record is nested too deeply")
    return zlib.compress(text)


def unpack(packed: bytes) -> Json:
    return orjson.loads(zlib.decompress(packed))


def milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)


class _Packing:
    """Of one run. Its payloads are numbered, and share the room that there is."""

    def __init__(self, draft: RunDraft) -> None:
        self._draft = draft
        self._numbers: dict[bytes, int] = {}
        self._payloads: list[Json] = []
        self._room = LARGEST_RUN
        self.reply_status: int | None = None
        self.page_id: str | None = None

    def body(self) -> Json:
        draft = self._draft
        steps = [self._step(step) for step in list(draft.steps)]
        messages = [
            {
                "step": message.step,
                "at": _ms(message.at),
                "level": message.level,
                "text": redacted_text(message.text[:LONGEST_NOTE]),
                "value": self._number(message.value),
            }
            for message in list(draft.messages)
        ]
        calls = [self._call(call) for call in list(draft.calls) if call.port != "replies"]
        return {
            "steps": steps,
            "messages": messages,
            "calls": calls,
            "reply": self._reply(),
            "payloads": self._payloads,
            "steps_left_out": draft.steps_left_out,
        }

    def _step(self, step: StepDraft) -> Json:
        error = step.error
        return {
            "number": step.number,
            "after": step.after,
            "node_id": step.node.id,
            "kind": step.node.kind,
            "label": step.node.label,
            "flow_id": step.flow.id,
            "calls": step.calls,
            "loop": step.node.loop,
            "began": _ms(step.began),
            "milliseconds": _ms(step.seconds),
            "output": step.output,
            "before": self._number(step.before),
            "payload": self._number(step.payload),
            "error": error
            and {"name": error.name, "message": redacted_text(error.message)[:LONGEST_NOTE]},
        }

    def _number(self, text: bytes | None) -> int | None:
        """Of that payload, which is stored when it first comes."""
        if text is None:
            return None
        number = self._numbers.get(text)
        if number is None:
            number = self._numbers[text] = len(self._payloads)
            self._payloads.append(self._fitting(text))
        return number

    def _fitting(self, text: bytes) -> Json:
        """value: None if it is too large altogether; size: bytes that it really had."""
        is_cut = len(text) > LARGEST_PAYLOAD
        value = None
        if len(text) <= LARGEST_RUN:
            try:
                value = redacted(orjson.loads(text))
            except RecursionError:
                is_cut = True
        if is_cut and value is not None:
            value = shortened(value)
        size = len(snapshot(value) or b"") if is_cut else len(text)
        if size > min(LARGEST_PAYLOAD, self._room):
            value, is_cut = None, True
        else:
            self._room -= size
        return {"value": value, "size": len(text), "is_cut": is_cut}

    def _call(self, call: CallDraft) -> Json:
        return {
            "step": call.step,
            "port": call.port,
            "method": call.method,
            "at": _ms(call.at),
            "milliseconds": _ms(call.seconds),
            "request": [self._described(one) for one in call.given],
            "answer": self._described(call.answer),
            "error": call.error and redacted_text(call.error)[:LONGEST_NOTE],
            "error_kind": call.error_kind,
        }

    def _reply(self) -> Json:
        """The reply that was the first: what an Endpoint Reply described."""
        for call in list(self._draft.calls):
            if call.port == "replies" and call.answer is True:
                _, reply = call.given
                self.reply_status = status_of(reply)
                if isinstance(reply, PageReply):
                    self.page_id = reply.page_id
                kind = kind_of(reply)
                return {"step": call.step, "kind": kind, **self._described(reply)}
        return None

    def _described(self, value: Any) -> Json:
        """What went out or came back, as JSON."""
        found = redacted(plain(value))
        size = len(snapshot(found) or b"")
        if size > self._room:
            return {"left_out": size} if isinstance(found, dict) else None
        self._room -= size
        return found


def kind_of(reply: ReplyDescription) -> str:
    """custom, page, redirect or stream."""
    return type(reply).__name__.removesuffix("Reply").lower()


def status_of(reply: ReplyDescription) -> int:
    return reply.status or (302 if isinstance(reply, RedirectReply) else 200)


def shortened(value: Json) -> Json:
    """So that something of everything is left."""
    if isinstance(value, str) and len(value) > LONG_TEXT:
        return f"{value[:LONG_TEXT]}… ({len(value):,} characters)"
    if isinstance(value, list):
        kept = [shortened(one) for one in value[:LONG_LIST]]
        more = len(value) - len(kept)
        return [*kept, f"… {more:,} more"] if more else kept
    if isinstance(value, dict):
        first = dict(list(value.items())[:MANY_FIELDS])
        found = {name: shortened(one) for name, one in first.items()}
        more = len(value) - len(first)
        return found | {"…": f"{more:,} more"} if more else found
    return value


def plain(value: Any) -> Json:
    """JSON of what the ports take and give; pairs, as of headers, become an object."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _field(name, inner) for name, inner in _fields(value).items()}
    if isinstance(value, bytes):
        return _body(value)
    text = snapshot(value)
    if text is None or len(text) > LARGEST_RUN:
        return None
    found = orjson.loads(text)
    return shortened(found) if len(text) > LARGEST_PAYLOAD else found


def _fields(value: Any) -> dict[str, Any]:
    """Those that its repr shows: what is secret in a value that a port is given is not in it."""
    return {one.name: getattr(value, one.name) for one in fields(value) if one.repr}


def _field(name: str, value: Any) -> Json:
    if name == "headers":
        return dict(value)
    if name == "cookies":
        return {cookie.name: asdict(cookie) for cookie in value}
    return _body(value) if name in ("body", "html", "text") else plain(value)


def _body(value: bytes | str) -> Json:
    """Parsed if it is JSON, so that secrets are found in it by their names."""
    text = value[: LARGEST_RUN * 4] if isinstance(value, str) else value.decode(errors="replace")
    if text[:1] in ("{", "[") and len(text) <= LARGEST_TEXT:
        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError:
            pass
    return text if len(text) <= LARGEST_TEXT else shortened(text)


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 3)

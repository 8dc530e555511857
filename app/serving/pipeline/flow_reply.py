"""What an Endpoint Reply described, drawn as a reply."""

from typing import Any

from app.rendering import RenderError
from app.serving.messages import streams
from app.serving.messages.streams import Stream
from app.serving.pipeline.cookies import cookie_header
from app.serving.pipeline.exchange import Exchange
from app.serving.pipeline.headers import FRAMING
from app.serving.pipeline.reply import Context, ReplyDecision, render_page, sendable
from app.serving.request import Reply
from app.serving.snapshot.build import DEFAULT_CONTENT_TYPE
from app.workflows.flow import Flow
from app.workflows.replies import (
    CustomReply,
    PageReply,
    RedirectReply,
    ReplyDescription,
    StreamReply,
)

PLAIN = "text/plain; charset=utf-8"
WHERE = "workflow"

Headers = list[tuple[str, str]]


def flow_reply(
    description: ReplyDescription, flow: Flow | None, context: Context, exchange: Exchange
) -> Reply:
    """flow: whose reply it is, None if a run of another request gave it.

    Raises RenderError, BadHeader, Busy if too many streams are open, and WouldWait as
    render_page() does, nothing done.
    """
    where = f"{WHERE} “{flow.name}”" if flow else "workflow of another request"
    if isinstance(description, StreamReply):
        return _stream(description, where, exchange)
    if isinstance(description, PageReply):
        reply, what = _page(description, context, exchange)
    elif isinstance(description, RedirectReply):
        reply, what = _redirect(description)
    else:
        reply, what = _custom(description), "custom reply"
    own = _own_headers(description, exchange)
    named = {name for name, _ in own}
    reply.headers = [header for header in reply.headers if header[0] not in named] + own
    exchange.decide(ReplyDecision(reply.status, where, what, tuple(exchange.passed)))
    return reply


def _custom(description: CustomReply) -> Reply:
    body = description.body.encode(errors="replace")
    return Reply(description.status or 200, body, [("content-type", PLAIN)] if body else [])


def _page(description: PageReply, context: Context, exchange: Exchange) -> tuple[Reply, str]:
    rendered = render_page(
        description.page_id,
        _page_context(description, context, exchange),
        exchange,
        layout_id=description.layout_id or None,
    )
    name = exchange.opened.view_resources[description.page_id]["name"]
    body = rendered.body.encode(errors="replace")
    content_type = rendered.content_type or DEFAULT_CONTENT_TYPE
    reply = Reply(description.status or 200, body, [("content-type", content_type)])
    return reply, f"page “{name}”"


def _page_context(description: PageReply, context: Context, exchange: Exchange) -> Context:
    """As a static page has it, with what the flow adds. Its globals are the flow's."""
    flow = exchange.opened.flows.get(description.flow.get("id", ""))
    added: dict[str, Any] = {"pageData": description.data, "flow": description.flow}
    if flow:
        added["globals"] = flow.globals
    return context | added


def _redirect(description: RedirectReply) -> tuple[Reply, str]:
    location = description.location.strip()
    if not location:
        raise RenderError("The redirect came out empty, so there is nowhere to go.")
    status = description.status if 300 <= (description.status or 0) <= 399 else None
    return Reply(status or 302, b"", [("location", sendable(location))]), f"redirect to {location}"


def _stream(description: StreamReply, where: str, exchange: Exchange) -> Reply:
    """It has no headers of its own. The last one keeps proxies from gathering what it sends."""
    stream = Stream(exchange.opened.application_id, description.topics)
    exchange.site.streams.check(stream)
    what = f"stream of messages on {', '.join(stream.topics)}"
    exchange.decide(ReplyDecision(200, where, what, tuple(exchange.passed)))
    headers = [("content-type", streams.CONTENT_TYPE), ("x-accel-buffering", "no")]
    return Reply(200, headers=headers, stream=stream)


def _own_headers(description: ReplyDescription, exchange: Exchange) -> Headers:
    """Without those that are the server's own, which flows pass on from other servers' replies."""
    headers: Headers = []
    for given, value in description.headers:
        name = given.strip().lower()
        if name in FRAMING:
            exchange.trace.notes.append(f"The header {given} is the server's own and was left out.")
        else:
            headers.append((name, _readable(value) if name == "content-type" else value))
    secure = exchange.request.scheme == "https"
    headers += [("set-cookie", cookie_header(c, secure=secure)) for c in description.cookies]
    return headers


def _readable(content_type: str) -> str:
    """Bodies go out as UTF-8, and browsers take a text for something else unless it is said."""
    is_text = content_type.strip().lower().startswith("text/")
    return (
        f"{content_type}; charset=utf-8"
        if is_text and "charset" not in content_type.lower()
        else content_type
    )

"""Replies to requests that wait in another process, as the post carries them."""

from dataclasses import asdict
from typing import Any

from app.serving.messages.post import Json, Post
from app.workflows.replies import (
    Cookie,
    CustomReply,
    PageReply,
    RedirectReply,
    ReplyDescription,
    ReplySlots,
    StreamReply,
)

KIND = "reply"
KINDS: dict[str, type[ReplyDescription]] = {
    kind.__name__: kind for kind in (CustomReply, PageReply, RedirectReply, StreamReply)
}


def slots_with(post: Post) -> ReplySlots:
    """The open requests of this process, with a way to those of the others."""

    def deliver(process: str, reply_id: str, reply: ReplyDescription) -> bool:
        fields = {"id": reply_id, "kind": type(reply).__name__, "reply": asdict(reply)}
        return post.send(process, KIND, fields)

    def receive(told: Json) -> None:
        slots.answer(told["id"], _reply(told))

    slots = ReplySlots(post.process, deliver)
    post.on(KIND, receive)
    return slots


def _reply(told: Json) -> ReplyDescription:
    fields: dict[str, Any] = told["reply"]
    fields["headers"] = tuple((name, value) for name, value in fields["headers"])
    fields["cookies"] = tuple(Cookie(**cookie) for cookie in fields["cookies"])
    if "topics" in fields:
        fields["topics"] = tuple(fields["topics"])
    return KINDS[told["kind"]](**fields)

"""What visitors get from an endpoint, as it is saved or typed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from app.admin.forms.reply import ShownReply, shown_reply
from app.services.experience.endpoint_flows import StartedFlow

NO_DEVICES = "Access by device needs devices, which Foyer does not have yet."


class Outcome(NamedTuple):
    """flows: that run; waits: whether the request waits for one of them to reply."""

    icon: str
    who: str
    reply: ShownReply
    note: str = ""
    flows: tuple[StartedFlow, ...] = ()
    waits: bool = False


@dataclass(frozen=True)
class Rules:
    """What decides over who gets what. groups: names; version_reply: what the version says to those
    who are refused; pages: id → name; answers_any: whether a workflow of any endpoint may reply."""

    access: str
    groups: Sequence[str]
    static_reply: Mapping[str, Any] | None
    unauthorized_reply: Mapping[str, Any] | None
    version_reply: Mapping[str, Any] | None
    pages: Mapping[str, str]
    flows: Sequence[StartedFlow] = ()
    answers_any: bool = False

    def outcomes(self) -> Iterator[Outcome]:
        if self.access == "public":
            yield self._granted("Everyone")
            return
        yield self._refused("Nobody signed in", 401)
        if self.access == "authenticated":
            yield self._granted("Any signed-in user")
        elif self.access == "device":
            yield self._refused("Signed in", 403, NO_DEVICES)
        elif not self.groups:
            yield self._refused("Signed in", 403, "No group is chosen, so nobody gets in.")
        else:
            yield self._refused("Signed in, in none of its groups", 403)
            yield self._granted(f"In {' or '.join(self.groups)}")

    def _granted(self, who: str) -> Outcome:
        runs = tuple(flow for flow in self.flows if flow.enabled)
        if self.static_reply:
            reply = shown_reply(self.static_reply, self.pages, "200", "301")
            note = "Its page was deleted, so they get an error." if reply.is_gone else ""
            return Outcome("ok", who, reply, note, runs)
        if runs or self.answers_any:
            return Outcome("ok", who, ShownReply("none"), "", runs, waits=True)
        note = "It has no reply and starts no workflow yet."
        return Outcome("ok", who, ShownReply("none", status="404"), note)

    def _refused(self, who: str, status: int, note: str = "") -> Outcome:
        """The endpoint's own reply, else the version's, else what is built in."""
        own = self.unauthorized_reply or self.version_reply
        reply = shown_reply(own, self.pages, str(status), "302")
        if reply.kind == "none" or reply.is_gone:
            reply = ShownReply("none", "the built-in answer", status=str(status))
        if reply.kind == "redirect" and status == 403 and not note:
            note = "They are signed in already. A page would tell them why they may not enter."
        return Outcome("person" if status == 401 else "shield", who, reply, note)

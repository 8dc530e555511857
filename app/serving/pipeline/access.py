"""May this visitor enter this endpoint?"""

from typing import NamedTuple

from app.serving.pipeline.token import Visitor
from app.serving.snapshot.experience import Endpoint, Experience, Group


class AccessDecision(NamedTuple):
    """allowed: the group of the endpoint that lets the visitor in; member_of: the visitor's own
    group, which is that one or an ancestor of it; asked: the groups that would let in."""

    access: str
    granted: bool
    known: bool
    allowed: Group | None = None
    member_of: Group | None = None
    asked: tuple[Group, ...] = ()

    @property
    def step(self) -> str:
        return "access"

    @property
    def status(self) -> int:
        """What a refusal answers with: 401 when nobody is signed in, 403 when that is not it."""
        return 403 if self.known else 401

    @property
    def summary(self) -> str:
        if self.access == "public":
            return "granted: the endpoint is public"
        if self.granted and self.allowed and self.member_of:
            via = ""
            if self.member_of.id != self.allowed.id:
                via = f", through its ancestor {self.member_of.name}"
            return f"granted: the user is in {self.allowed.name}{via}"
        if self.granted:
            return "granted: the user is signed in"
        return f"refused with {self.status}: {self._refusal}"

    @property
    def _refusal(self) -> str:
        if not self.known:
            return "nobody is signed in"
        if self.access == "device":
            return "access by device needs devices, which Foyer does not have yet"
        if not self.asked:
            return "no group is listed, so nobody may enter"
        return "the user is in none of the groups that may enter, nor in an ancestor of one"

    @property
    def details(self) -> list[str]:
        if self.access != "group":
            return []
        return [f"may enter: {group.name}" for group in self.asked] or ["may enter: nobody"]


def way_in(decision: AccessDecision, experience: Experience) -> tuple[Group, ...]:
    """From the visitor's own group down to the one that lets in; () if no group does."""
    allowed, own = decision.allowed, decision.member_of
    if allowed is None or own is None:
        return ()
    upward = allowed.lineage[: allowed.lineage.index(own.id) + 1]
    return tuple(experience.groups[id] for id in reversed(upward))


def decide_access(
    endpoint: Endpoint, visitor: Visitor | None, experience: Experience
) -> AccessDecision:
    access = endpoint.access
    if access == "public":
        return PUBLIC
    asked = tuple(experience.groups[id] for id in endpoint.group_ids)
    if visitor is None or access != "group":
        granted = visitor is not None and access == "authenticated"
        return AccessDecision(access, granted, visitor is not None, asked=asked)
    for allowed in asked:
        for own in allowed.lineage:
            if own in visitor.group_ids:
                return AccessDecision(access, True, True, allowed, experience.groups[own], asked)
    return AccessDecision(access, granted=False, known=True, asked=asked)


PUBLIC = AccessDecision("public", granted=True, known=False)

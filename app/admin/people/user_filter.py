"""Which users are asked for: what the address says, as an advanced query."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice
from typing import Any, Self

from app.models import Application
from app.services.clock import now
from app.services.experience.access import group_tree

LONGEST = 255
DEEPEST = 100  # groups in one query
SEEN = {
    "day": ("In the last 24 hours", timedelta(days=1)),
    "week": ("In the last 7 days", timedelta(days=7)),
    "month": ("In the last 30 days", timedelta(days=30)),
    "quiet": ("Not in the last 30 days", timedelta(days=30)),
    "never": ("Never", timedelta()),
}
SEARCHED = ("email", "firstName", "lastName")
HEX = frozenset("0123456789abcdef")

Json = dict[str, Any]


@dataclass(frozen=True)
class UserFilter:
    """text: a part of the e-mail or a name. group: an id, "any" or "none". above: whether members
    of the groups above count. seen: a key of SEEN, about the last sign-in."""

    text: str
    group: str
    above: bool
    tag: str
    value: str
    seen: str

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> Self:
        """What makes no sense counts as not there."""
        group, seen = arguments.get("group", "").lower(), arguments.get("seen", "")
        is_group = group in ("any", "none") or (len(group) == 24 and set(group) <= HEX)
        return cls(
            text=arguments.get("filter", "").strip()[:LONGEST],
            group=group if is_group else "",
            above=arguments.get("above") == "y",
            tag=arguments.get("tag", "").strip()[:LONGEST],
            value=arguments.get("value", "").strip()[:LONGEST],
            seen=seen if seen in SEEN else "",
        )

    @property
    def is_group(self) -> bool:
        """Whether it is about one group."""
        return self.group not in ("", "any", "none")

    @property
    def narrows(self) -> bool:
        """More than by group."""
        return bool(self.text or self.tag or self.value or self.seen)

    def query(self, application: Application) -> Json:
        parts = (self._text(), self._group(application), self._tags(), self._seen())
        return {"$and": [part for part in parts if part]}

    def _text(self) -> Json:
        if not self.text:
            return {}
        return {"$or": [{field: {"$contains": self.text, "$ci": True}} for field in SEARCHED]}

    def _group(self, application: Application) -> Json:
        match self.group:
            case "":
                return {}
            case "any":
                return {"experienceGroupId": {"$ne": None}}
            case "none":
                return {"experienceGroupId": None}
        lineage = group_tree(application.id).lineage(self.group) if self.above else [self.group]
        return {"experienceGroupId": {"$in": list(islice(lineage, DEEPEST))}}

    def _tags(self) -> Json:
        parts = {"$tagKey": self.tag, "$tagValue": self.value}
        given = {name: text for name, text in parts.items() if text}
        return {"userTags": given} if given else {}

    def _seen(self) -> Json:
        if not self.seen:
            return {}
        never = {"lastLogin": None}
        if self.seen == "never":
            return never
        moment = (now() - SEEN[self.seen][1]).isoformat()
        if self.seen == "quiet":
            return {"$or": [never, {"lastLogin": {"$lt": moment}}]}
        return {"lastLogin": {"$gte": moment}}

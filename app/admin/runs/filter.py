"""Which runs are asked for: what the address says."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from app.admin.place import Bench
from app.services.clock import now
from app.services.lookup import user_by_email
from app.services.run_records.reading import RunFilter

LONGEST = 255
SPANS = {
    "hour": ("Last hour", timedelta(hours=1)),
    "day": ("Last 24 hours", timedelta(days=1)),
    "week": ("Last 7 days", timedelta(days=7)),
}
STATUSES = {"error": "Failed", "ended": "Ended", "running": "Running", "lost": "Lost"}
METHODS = ("get", "post", "put", "patch", "delete", "options", "head")
NOBODY_HAS_IT = "nobody"
"""In place of the id of a user where the e-mail is nobody's: no run is theirs."""


@dataclass(frozen=True)
class Wanted:
    """All as in the address. path: with `*`, or a part of it; user: an e-mail; node: where it
    failed; trace: of a request; span: a key of SPANS; first, last: exact moments, in UTC."""

    flow: str
    status: str
    method: str
    path: str
    user: str
    error: str
    node: str
    trace: str
    span: str
    first: datetime | None
    last: datetime | None

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> Self:
        """What makes no sense counts as not there."""
        names = ("flow", "status", "method", "user", "error", "node", "trace", "span")
        given: dict[str, Any] = {name: arguments.get(name, "").strip()[:LONGEST] for name in names}
        for name, known in (("status", STATUSES), ("method", METHODS), ("span", SPANS)):
            given[name] = given[name] if given[name] in known else ""
        return cls(
            **given,
            path=arguments.get("filter", "").strip()[:LONGEST],
            first=moment(arguments.get("first", "")),
            last=moment(arguments.get("last", "")),
        )

    @property
    def narrows(self) -> bool:
        return any(vars(self).values())

    @property
    def in_address(self) -> dict[str, Any]:
        """What url_for() needs to ask for the same."""
        found: dict[str, Any] = {
            name: value for name, value in vars(self).items() if isinstance(value, str)
        }
        found["filter"] = found.pop("path")
        for name in ("first", "last"):
            if at := getattr(self, name):
                found[name] = typed(at)
        return {name: value for name, value in found.items() if value}

    def query(self, bench: Bench, since: int | None = None) -> RunFilter:
        """since: a cursor, for what came after it."""
        return RunFilter(
            flow_id=self.flow or None,
            status=self.status or None,
            method=self.method or None,
            path=self._pattern(),
            user_id=self._user(bench),
            error=self.error or None,
            node_id=self.node or None,
            trace_id=self.trace or None,
            version=bench.version.name,
            first=self.first or (now() - SPANS[self.span][1] if self.span else None),
            last=self.last,
            since=since,
        )

    def _pattern(self) -> str | None:
        """What begins like a path or holds a `*` is one; the rest may stand anywhere in it."""
        if not self.path or self.path.startswith("/") or "*" in self.path:
            return self.path or None
        return f"*{self.path}*"

    def _user(self, bench: Bench) -> str | None:
        if not self.user:
            return None
        found = user_by_email(bench.application.id, self.user)
        return found.id if found else NOBODY_HAS_IT


def moment(text: str) -> datetime | None:
    """Of a field for date and time."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None


def typed(at: datetime) -> str:
    """For such a field."""
    return f"{at:%Y-%m-%dT%H:%M:%S}"

"""A snapshot: all that the public host needs of one version, immutable, in memory."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from typing import Any

from app.rendering import Views
from app.routing import Router
from app.serving.snapshot.flow_index import FlowIndex
from app.serving.snapshot.resources import Resource
from app.workflows.flow import Flow


@dataclass(frozen=True, slots=True)
class ReplyConfig:
    """kind: "page" (value: its view id) or "redirect" (value: a URL template)."""

    kind: str
    value: str
    status_code: int | None

    @classmethod
    def of(cls, stored: Mapping[str, Any] | None) -> "ReplyConfig | None":
        if not stored:
            return None
        return cls(stored["type"], stored["value"], stored.get("statusCode"))


@dataclass(frozen=True, slots=True)
class Endpoint:
    """resource: as templates see it."""

    id: str
    method: str
    route: str
    access: str
    group_ids: tuple[str, ...]
    static_reply: ReplyConfig | None
    unauthorized_reply: ReplyConfig | None
    resource: Resource

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.route}"


@dataclass(frozen=True, slots=True)
class Group:
    """lineage: the group itself, then its ancestors, nearest first."""

    id: str
    name: str
    parent_id: str | None
    lineage: tuple[str, ...]


class Pace:
    """What each view, by its id, and each redirect, by its template, took lately: seconds."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}

    def of(self, view_id: str) -> float:
        """Infinite for one that has never been rendered, since it will be compiled first."""
        return self._seconds.get(view_id, inf)

    def note(self, view_id: str, seconds: float) -> None:
        """A moving average: one slow turn is forgotten after a few."""
        before = self._seconds.get(view_id, seconds)
        self._seconds[view_id] = before + (seconds - before) * 0.3


@dataclass(frozen=True)
class Experience:
    """Nothing in it changes but the pace, which is a measurement. application_flows: those that
    handle errors."""

    application: Resource
    token_secret: str = field(repr=False)
    token_cutoff: datetime | None
    version: str
    revision: int
    endpoints: tuple[Endpoint, ...]
    disabled: tuple[Endpoint, ...]
    router: Router[Endpoint]
    views: Views
    view_resources: dict[str, Resource]
    globals: dict[str, Any]
    groups: dict[str, Group]
    not_found_reply: ReplyConfig | None
    unauthorized_reply: ReplyConfig | None
    default_cors: bool
    cors_origins: frozenset[str]
    response_headers: tuple[tuple[str, str], ...]
    flows: FlowIndex
    application_flows: tuple[Flow, ...]
    pace: Pace = field(default_factory=Pace)

    @property
    def application_id(self) -> str:
        return str(self.application["id"])

"""How a reply came about: the decisions of the pipeline, in their order, as data.

A decision is made on the hot path and must be cheap: it keeps what it looked at, and finds words
(why the others lost) only when somebody asks.
"""

import secrets
from datetime import UTC, datetime
from time import perf_counter
from typing import Protocol


class Decision(Protocol):
    @property
    def step(self) -> str:
        """Where in the pipeline: "host", "body", "route" …"""

    @property
    def summary(self) -> str:
        """One sentence: what was decided."""

    @property
    def details(self) -> list[str]:
        """Why, and what else was possible."""


class Trace:
    """id: 24 hex characters, sent with the reply; started: UTC."""

    __slots__ = ("_begun", "decisions", "error", "id", "notes", "seconds", "started")

    def __init__(self) -> None:
        self.id = secrets.token_hex(12)
        self.started = datetime.now(UTC)
        self._begun = perf_counter()
        self.seconds = 0.0
        self.decisions: list[Decision] = []
        self.notes: list[str] = []
        self.error: str | None = None

    def end(self) -> None:
        self.seconds = perf_counter() - self._begun

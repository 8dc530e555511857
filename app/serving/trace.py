"""How a reply came about: the decisions of the pipeline, in their order, as data.

A decision is made on the hot path and must be cheap: it keeps what it looked at, and finds words
(why the others lost) only when somebody asks.
"""

from datetime import UTC, datetime
from random import Random
from time import perf_counter
from typing import Protocol

_ids = Random()  # noqa: S311 - ids need to differ, not to be secret; the system's would cost a call


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
        self.id = f"{_ids.getrandbits(96):024x}"
        self.started = datetime.now(UTC)
        self._begun = perf_counter()
        self.seconds = 0.0
        self.decisions: list[Decision] = []
        self.notes: list[str] = []
        self.error: str | None = None

    def end(self) -> None:
        self.seconds = perf_counter() - self._begun

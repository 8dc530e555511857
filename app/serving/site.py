"""Everything that serve() needs besides the request, put together once a process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Engine

from app.rendering import Budget
from app.serving.counters import Counters
from app.serving.experience import Experiences
from app.serving.store import Store
from app.serving.watchdog import Watchdog, watchdog_seconds
from config import Settings


def system_time() -> datetime:
    return datetime.now(UTC)


@dataclass
class Site:
    """render_seconds: what each page took lately, by (application id, view id)."""

    settings: Settings
    store: Store
    counters: Counters
    budget: Budget
    experiences: Experiences = field(default_factory=Experiences)
    watchdog: Watchdog = field(default_factory=Watchdog)
    render_seconds: dict[tuple[str, str], float] = field(default_factory=dict)
    now: Callable[[], datetime] = system_time

    @classmethod
    def open(cls, settings: Settings, engine: Engine) -> "Site":
        budget = Budget(
            seconds=settings.render_seconds,
            output_bytes=settings.render_bytes,
            steps=settings.render_steps,
        )
        return cls(settings, Store(engine), Counters(engine), budget)

    def note_render(self, page: tuple[str, str], seconds: float) -> None:
        """A moving average: one slow turn, such as the first, is forgotten after a few."""
        before = self.render_seconds.get(page, seconds)
        self.render_seconds[page] = before + (seconds - before) * 0.3

    def start(self) -> None:
        """In a server process: bound what can get stuck, write counts as they come."""
        self.watchdog.watch(watchdog_seconds(self.settings.render_seconds))
        self.counters.start()

    def close(self) -> None:
        self.counters.stop()
        self.store.close()

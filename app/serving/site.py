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
    settings: Settings
    store: Store
    counters: Counters
    budget: Budget
    experiences: Experiences = field(default_factory=Experiences)
    watchdog: Watchdog = field(default_factory=Watchdog)
    now: Callable[[], datetime] = system_time

    @classmethod
    def open(cls, settings: Settings, engine: Engine) -> "Site":
        budget = Budget(
            seconds=settings.render_seconds,
            output_bytes=settings.render_bytes,
            steps=settings.render_steps,
        )
        return cls(settings, Store(engine), Counters(engine), budget)

    def start(self) -> None:
        """In a server process: bound what can get stuck, write counts as they come."""
        self.watchdog.watch(watchdog_seconds(self.settings.render_seconds))
        self.counters.start()

    def close(self) -> None:
        self.counters.stop()
        self.store.close()

"""Everything that serve() needs besides the request, put together once a process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from app.rendering import Budget
from app.serving.counters import Counters
from app.serving.experience import Experiences
from app.serving.store import Store
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
    now: Callable[[], datetime] = system_time

    @classmethod
    def open(cls, settings: Settings, engine: Engine) -> "Site":
        budget = Budget(
            seconds=settings.render_seconds,
            output_bytes=settings.render_bytes,
            steps=settings.render_steps,
        )
        counters = Counters(engine, timedelta(days=settings.stats_days))
        return cls(settings, Store(engine), counters, budget)

    def close(self) -> None:
        """Nothing counted is lost."""
        self.counters.stop()
        self.store.close()

"""Everything that serve() needs besides the request, put together once a process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import Engine

from app.rendering import Budget
from app.services.run_records.file import RunFile
from app.services.run_records.reading import runs_path
from app.services.run_records.writer import RunRecords
from app.serving.counters import Counters
from app.serving.experience import Experiences
from app.serving.post import ReplyPost
from app.serving.sampling import Sampler
from app.serving.store import Store
from app.workflows.engine.background import Background
from app.workflows.javascript.pool import JavaScriptPool
from app.workflows.ports import Ports
from app.workflows.replies import ReplySlots
from config import Settings


def system_time() -> datetime:
    return datetime.now(UTC)


@dataclass
class Site:
    """slots: where requests wait for the reply of a flow; post: to those of other processes;
    background: where flows wait; ports: of each application whose flows have run; records: of runs;
    sampler: which of them."""

    app: Flask
    settings: Settings
    store: Store
    counters: Counters
    budget: Budget
    post: ReplyPost
    slots: ReplySlots
    javascript: JavaScriptPool
    records: RunRecords
    sampler: Sampler = field(default_factory=Sampler)
    experiences: Experiences = field(default_factory=Experiences)
    now: Callable[[], datetime] = system_time
    background: Background = field(default_factory=Background)
    ports: dict[str, Ports] = field(default_factory=dict)

    @classmethod
    def open(cls, app: Flask, settings: Settings, engine: Engine) -> "Site":
        budget = Budget(
            seconds=settings.render_seconds,
            output_bytes=settings.render_bytes,
            steps=settings.render_steps,
        )
        counters = Counters(engine, timedelta(days=settings.stats_days))
        post = ReplyPost(settings.data / "run")
        slots = ReplySlots(deliver=post.send)
        javascript = JavaScriptPool(seconds=settings.script_seconds, memory=settings.script_bytes)
        file = RunFile(runs_path(settings.data), settings.runs_megabytes * 1024 * 1024)
        keep = timedelta(days=settings.runs_days)
        records = RunRecords(file if settings.runs_megabytes else None, keep)
        store = Store(engine)
        return cls(app, settings, store, counters, budget, post, slots, javascript, records)

    def start(self) -> None:
        """The threads that write in the background."""
        self.counters.start()
        self.records.start()

    def close(self) -> None:
        """Flows that still wait are cancelled. Nothing counted is lost."""
        self.background.stop()
        self.javascript.close()
        self.post.stop()
        self.counters.stop()
        self.records.stop()
        self.store.close()

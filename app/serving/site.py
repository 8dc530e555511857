"""Everything that serve() needs besides the request, put together once a process."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flask import Flask
from sqlalchemy import Engine

from app.rendering import Budget
from app.serving.counters import Counters
from app.serving.experience import Experiences
from app.serving.post import ReplyPost
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
    background: where flows wait; ports: of each application whose flows have run."""

    app: Flask
    settings: Settings
    store: Store
    counters: Counters
    budget: Budget
    post: ReplyPost
    slots: ReplySlots
    javascript: JavaScriptPool
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
        return cls(app, settings, Store(engine), counters, budget, post, slots, javascript)

    def close(self) -> None:
        """Flows that still wait are cancelled. Nothing counted is lost."""
        self.background.stop()
        self.javascript.close()
        self.post.stop()
        self.counters.stop()
        self.store.close()

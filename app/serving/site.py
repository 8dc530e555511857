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
from app.serving.jobs import Jobs
from app.serving.messages.post import Post
from app.serving.messages.redis_post import RedisPost
from app.serving.messages.reply_post import slots_with
from app.serving.messages.socket_post import SocketPost
from app.serving.messages.streams import Streams
from app.serving.messages.topics import Topics
from app.serving.sampling import Sampler
from app.serving.snapshot.experiences import Experiences
from app.serving.snapshot.library import Library
from app.serving.snapshot.store import Store
from app.workflows.engine.background import Background
from app.workflows.javascript.pool import JavaScriptPool
from app.workflows.ports import Buttons, Ports
from app.workflows.replies import ReplySlots
from config import Settings

EXTENSION = "foyer_site"


def system_time() -> datetime:
    return datetime.now(UTC)


@dataclass
class Site:
    """slots: where requests wait for the reply of a flow; post: to other processes; background:
    where flows wait; ports: of each application whose flows have run; records: of runs; sampler:
    which of them; buttons: those of an application, while this process serves."""

    app: Flask
    settings: Settings
    store: Store
    counters: Counters
    budget: Budget
    post: Post
    slots: ReplySlots
    topics: Topics
    streams: Streams
    library: Library
    experiences: Experiences
    jobs: Jobs
    javascript: JavaScriptPool
    records: RunRecords
    sampler: Sampler = field(default_factory=Sampler)
    now: Callable[[], datetime] = system_time
    background: Background = field(default_factory=Background)
    ports: dict[str, Ports] = field(default_factory=dict)
    buttons: Callable[[str], Buttons] | None = None

    @classmethod
    def open(cls, app: Flask, settings: Settings, engine: Engine) -> "Site":
        budget = Budget(
            seconds=settings.render_seconds,
            output_bytes=settings.render_bytes,
            steps=settings.render_steps,
        )
        counters = Counters(engine, timedelta(days=settings.stats_days))
        store = Store(engine)
        post = _post(settings)
        topics = Topics(post)
        return cls(
            app=app,
            settings=settings,
            store=store,
            counters=counters,
            budget=budget,
            post=post,
            slots=slots_with(post),
            topics=topics,
            streams=Streams(topics, settings.streams),
            library=Library(store),
            experiences=Experiences(engine),
            jobs=Jobs(engine),
            javascript=JavaScriptPool(
                seconds=settings.script_seconds, memory=settings.script_bytes
            ),
            records=_records(settings),
        )

    @classmethod
    def of(cls, app: Flask) -> "Site":
        """The one that was put together for it."""
        site: Site = app.extensions[EXTENSION]
        return site

    def start(self) -> None:
        """The threads that write in the background."""
        self.counters.start()
        self.records.start()

    def close(self) -> None:
        """Flows that still wait are cancelled. Nothing counted is lost."""
        self.streams.close()
        self.background.stop()
        self.javascript.close()
        self.post.stop()
        self.counters.stop()
        self.records.stop()
        self.store.close()


def _post(settings: Settings) -> Post:
    if settings.redis_url:
        return RedisPost(settings.redis_url)
    return SocketPost(settings.data / "run")


def _records(settings: Settings) -> RunRecords:
    file = RunFile(runs_path(settings.data), settings.runs_megabytes * 1024 * 1024)
    keep = timedelta(days=settings.runs_days)
    return RunRecords(file if settings.runs_megabytes else None, keep)

"""Replies that never end: server-sent events, one for each message on the topics of the stream."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import NamedTuple

from app.rendering import RenderError
from app.serving.messages.topics import Feed, Topics, refuse_filter
from app.workflows.errors import Busy, Refused

CONTENT_TYPE = "text/event-stream"
HEARTBEAT_SECONDS = 15.0
OPENED = b": open\n\n"
HEARTBEAT = b": still here\n\n"
MOST_TOPICS = 100


class Stream(NamedTuple):
    """What a reply is followed by. topics: with wildcards, perhaps."""

    application_id: str
    topics: tuple[str, ...]


class Streams:
    """Those that are open in this process. Thread-safe."""

    def __init__(self, topics: Topics, most: int) -> None:
        self._topics = topics
        self._most = most
        self._open: set[Feed] = set()
        self._closed = False
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._open)

    def check(self, stream: Stream) -> None:
        """Before it is promised. Raises RenderError for topics that cannot be, Busy if full."""
        if not 0 < len(stream.topics) <= MOST_TOPICS:
            raise RenderError(f"A stream has 1 to {MOST_TOPICS} topics, not {len(stream.topics)}.")
        for topic in stream.topics:
            try:
                refuse_filter(topic)
            except Refused as refused:
                raise RenderError(f"{refused.message}.") from None
        if self._closed or len(self._open) >= self._most:
            raise Busy

    @contextmanager
    def open(self, stream: Stream, wake: Callable[[], None]) -> Iterator[Feed]:
        """wake: see Feed."""
        with self._topics.listening(*stream, wake) as feed:
            with self._lock:
                self._open.add(feed)
                feed.over = self._closed
            try:
                yield feed
            finally:
                with self._lock:
                    self._open.discard(feed)

    def close(self) -> None:
        """All end, and no new one begins."""
        with self._lock:
            self._closed = True
            ending = list(self._open)
        for feed in ending:
            feed.end()


def next_bytes(feed: Feed) -> bytes:
    """What to send now; nothing if there is nothing new."""
    messages, lost = feed.take()
    told = [f": {lost} messages were lost, for they were not read in time\n\n".encode()]
    return b"".join([*(told if lost else []), *(message.event for message in messages)])

"""The topics of an application: what is published on one is heard by all who listen, in every
process. Filters are MQTT's: `+` stands for one level, `#` at the end for all that follow."""

import logging
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from threading import Lock
from time import monotonic
from typing import TypeVar

from app.serving.messages.post import Json, Post
from app.workflows.errors import Refused
from app.workflows.turns import take_turn
from app.workflows.values import dump_json

log = logging.getLogger(__name__)

KIND = "topic"
MOST_HELD = 256
"""Messages that wait for one reader."""
EVERY, BURST = 0.5, 30
"""Seconds from message to message on one topic, and how many at once after a quiet time."""
MOST_PACED = 10_000
LONGEST_TOPIC = 65_535  # bytes

K = TypeVar("K")


@dataclass(frozen=True)
class Message:
    topic: str
    text: str

    @cached_property
    def event(self) -> bytes:
        """As a server-sent event; made once for all readers."""
        data = dump_json({"topic": self.topic, "message": self.text})
        return f"event: mqttMessage\ndata: {data}\n\n".encode(errors="replace")


class Feed:
    """The messages for one reader. One that does not keep up loses the oldest.

    over: nothing comes any more; lost: how many there were too many, and not told yet.
    """

    def __init__(self, filters: Sequence[str], wake: Callable[[], None]) -> None:
        """wake: called from any thread when there is something new; must be quick."""
        self.filters = tuple(dict.fromkeys(filters))
        self.over = False
        self._wake = wake
        self._held: deque[Message] = deque(maxlen=MOST_HELD)
        self._lost = 0
        self._lock = Lock()

    def put(self, message: Message) -> None:
        with self._lock:
            first = not self._held
            self._lost += len(self._held) == MOST_HELD
            self._held.append(message)
        if first:
            self._wake()

    def take(self) -> tuple[list[Message], int]:
        """What has come since the last time, and how many before that were lost."""
        with self._lock:
            messages, lost = list(self._held), self._lost
            self._held.clear()
            self._lost = 0
        return messages, lost

    def end(self) -> None:
        self.over = True
        self._wake()


class Topics:
    """Those of all applications; nobody hears another's. Thread-safe."""

    def __init__(self, post: Post, clock: Callable[[], float] = monotonic) -> None:
        self._post = post
        self._clock = clock
        self._feeds: dict[tuple[str, str], set[Feed]] = {}  # by application and topic or filter
        self._wild: dict[str, set[Feed]] = {}  # by application, those with wildcards
        self._paces: OrderedDict[tuple[str, str], Json] = OrderedDict()
        self._lock = Lock()
        post.on(KIND, lambda told: self._deliver(*told))

    def publish(self, application_id: str, topic: str, text: str) -> None:
        """Raises Refused."""
        refuse_topic(topic)
        self._pace(application_id, topic)
        self._deliver(application_id, topic, text)
        self._post.send_to_others(KIND, [application_id, topic, text])

    @contextmanager
    def listening(
        self, application_id: str, filters: Sequence[str], wake: Callable[[], None]
    ) -> Iterator[Feed]:
        """Hears everything that is published from now on until the block ends."""
        self._post.listen()
        feed = Feed(filters, wake)
        self._add(application_id, feed)
        try:
            yield feed
        finally:
            self._remove(application_id, feed)

    def _add(self, application_id: str, feed: Feed) -> None:
        with self._lock:
            for filter in feed.filters:
                self._feeds.setdefault((application_id, filter), set()).add(feed)
                if is_wild(filter):
                    self._wild.setdefault(application_id, set()).add(feed)

    def _remove(self, application_id: str, feed: Feed) -> None:
        with self._lock:
            for filter in feed.filters:
                _discard(self._feeds, (application_id, filter), feed)
            _discard(self._wild, application_id, feed)

    def _deliver(self, application_id: str, topic: str, text: str) -> None:
        message = Message(topic, text)
        with self._lock:
            feeds = set(self._feeds.get((application_id, topic), ()))
            wild = self._wild.get(application_id, ())
            feeds |= {feed for feed in wild if any(fits(f, topic) for f in feed.filters)}
        for feed in feeds:
            feed.put(message)

    def _pace(self, application_id: str, topic: str) -> None:
        """Of this process alone: a write to the database for each message would cost too much."""
        key = (application_id, topic)
        with self._lock:
            turn = take_turn(self._paces.pop(key, {}), self._clock() * 1000, EVERY, BURST)
            self._paces[key] = turn
            if len(self._paces) > MOST_PACED:
                self._paces.popitem(last=False)
        if not turn["granted"]:
            seconds = EVERY * BURST
            message = f"At most {BURST} messages in {seconds:g} seconds may go to one topic"
            raise Refused("RateLimited", message)


def fits(filter: str, topic: str) -> bool:
    """A wildcard in the first place does not stand for topics that begin with `$`."""
    wanted, levels = filter.split("/"), topic.split("/")
    if topic.startswith("$") and wanted[0] in ("+", "#"):
        return False
    for place, level in enumerate(wanted):
        if level == "#":
            return True
        if place >= len(levels) or level not in ("+", levels[place]):
            return False
    return len(wanted) == len(levels)


def is_wild(filter: str) -> bool:
    return "+" in filter or "#" in filter


def refuse_topic(topic: str) -> None:
    """Raises Refused for what nothing can be published on."""
    if is_wild(topic):
        raise Refused("Validation", f"The topic {topic} holds a wildcard; those only listen")
    if topic.startswith(("$", "losant/")):
        raise Refused("Validation", f"The topic {topic} is kept for the platform")
    _refuse_text(topic)


def refuse_filter(filter: str) -> None:
    """Raises Refused for a filter that MQTT does not know."""
    levels = filter.split("/")
    alone = all(level in ("+", "#") or not is_wild(level) for level in levels)
    if not alone or "#" in levels[:-1]:
        raise Refused("Validation", f"{filter} is no filter: + is one level, # all that follow")
    _refuse_text(filter)


def _refuse_text(topic: str) -> None:
    if not topic or "\0" in topic or len(topic.encode(errors="replace")) > LONGEST_TOPIC:
        raise Refused("Validation", f"A topic has 1 to {LONGEST_TOPIC:,} bytes, none of them zero")


def _discard(sets: dict[K, set[Feed]], key: K, feed: Feed) -> None:
    found = sets.get(key, set())
    found.discard(feed)
    if not found:
        sets.pop(key, None)

"""The post of several machines: Redis carries it, on a channel for each process and one for all.

Names of processes and ids of applications are unique, so several Foyers may share one Redis.
"""

import logging
from threading import Event, Thread

import redis

from app.serving.messages.post import STOP_SECONDS, Json, Outbox, Post

log = logging.getLogger(__name__)

ALL = "foyer:all"
SECONDS = 5.0  # for one answer of Redis
RETRY_SECONDS = 1.0


class RedisPost(Post):
    def __init__(self, url: str, process: str = "") -> None:
        super().__init__(process)
        self._sending = redis.Redis.from_url(
            url, socket_timeout=SECONDS, socket_connect_timeout=SECONDS
        )
        self._reading = redis.Redis.from_url(url, socket_connect_timeout=SECONDS)
        self._outbox = Outbox(self._publish, self._sending.close)
        self._reader = Thread(target=self._listen, name="post", daemon=True)
        self._subscribed = Event()
        self._stopped = Event()

    def send(self, process: str, kind: str, message: Json) -> bool:
        """Nobody knows before it is sent whether there is such a process."""
        if not process.isalnum():
            return False
        self._put(_channel(process), kind, message)
        return True

    def send_to_others(self, kind: str, message: Json) -> None:
        self._put(ALL, kind, message)

    def stop(self) -> None:
        self._stopped.set()
        if self._reader.is_alive():
            self._put(_channel(self.process), "stop", None)  # so that it looks up
        self._outbox.stop()
        if self._reader.is_alive():
            self._reader.join(STOP_SECONDS)

    def _put(self, channel: str, kind: str, message: Json) -> None:
        self._outbox.put(channel.encode() + b" " + self._packed(kind, message))

    def _publish(self, addressed: bytes) -> None:
        channel, _, packed = addressed.partition(b" ")
        try:
            self._sending.publish(channel, packed)
        except redis.RedisError as error:
            raise OSError(str(error)) from error

    def _open(self) -> None:
        self._reader.start()
        if not self._subscribed.wait(SECONDS):
            raise OSError("Redis does not answer; trying on")

    def _listen(self) -> None:
        while not self._stopped.is_set():
            try:
                self._read_on()
            except (redis.RedisError, OSError) as error:
                log.warning("Redis is gone; looking for it again: %s", error)
                self._stopped.wait(RETRY_SECONDS)

    def _read_on(self) -> None:
        with self._reading.pubsub() as channels:  # type: ignore[no-untyped-call]
            channels.subscribe(_channel(self.process), ALL)
            for heard in channels.listen():
                if self._stopped.is_set():
                    return
                if heard["type"] == "subscribe":
                    self._subscribed.set()
                elif heard["type"] == "message":
                    self._receive(heard["data"])


def _channel(process: str) -> str:
    return f"foyer:{process}"

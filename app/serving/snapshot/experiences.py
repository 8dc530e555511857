"""The snapshots of this process: each kept until the revision of its application rises."""

from collections import OrderedDict
from threading import Lock

from sqlalchemy import Engine

from app.serving.request import WouldWait
from app.serving.snapshot.build import build_experience
from app.serving.snapshot.experience import Experience

KEPT_AT_MOST = 200


class Experiences:
    """The least recently asked for goes first."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._kept: OrderedDict[tuple[str, str], Experience] = OrderedDict()
        self._lock = Lock()

    def open(
        self, application_id: str, version: str, revision: int, *, may_wait: bool = True
    ) -> Experience | None:
        """Not older than the revision; None if there is no such version. Raises WouldWait if it
        would have to be built and the caller may not wait."""
        kept = self._find(application_id, version, revision)
        if kept:
            return kept
        if not may_wait:
            raise WouldWait
        built = build_experience(self._engine, application_id, version)
        if built:
            self._keep(built)
        return built

    def _find(self, application_id: str, version: str, revision: int) -> Experience | None:
        key = (application_id, version)
        experience = self._kept.get(key)
        if experience is None or experience.revision < revision:
            return None
        if len(self._kept) > KEPT_AT_MOST // 2:
            with self._lock:
                if key in self._kept:
                    self._kept.move_to_end(key)
        return experience

    def _keep(self, experience: Experience) -> None:
        with self._lock:
            self._kept[experience.application_id, experience.version] = experience
            while len(self._kept) > KEPT_AT_MOST:
                self._kept.popitem(last=False)

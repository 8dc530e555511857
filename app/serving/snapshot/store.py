"""What the public host reads from the database for one request: its host and its user.

The ORM is left out on purpose: it costs five times as much as these statements. What was read is
kept until the database has changed, so that a request to a quiet site reads nothing at all.
"""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, select

from app.models import Application, Domain, Group, Slug, User, user_groups
from app.serving.snapshot.resources import Resource, group_resource, user_resource
from app.sqlite import DataVersion

KEPT_AT_MOST = 10_000


class HostRow(NamedTuple):
    application_id: str
    version: str | None
    revision: int


class KnownUser(NamedTuple):
    """resource: as templates see it; group_ids: direct groups only."""

    resource: Resource
    group_ids: tuple[str, ...]
    token_cutoff: datetime | None


class Reads:
    """Look-ups as of one moment, kept. Thread-safe: two threads may read the same row twice."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.hosts: dict[str, Any] = {}  # what decide_host() found, by host name
        self._users: dict[tuple[str, str], KnownUser | None] = {}
        self._revisions: dict[str, int | None] = {}

    @property
    def is_full(self) -> bool:
        return len(self.hosts) + len(self._users) + len(self._revisions) > KEPT_AT_MOST

    def host(self, kind: str, name: str) -> HostRow | None:
        """kind: "slug" or "domain"."""
        table = Slug if kind == "slug" else Domain
        named = Slug.slug if kind == "slug" else Domain.domain_name
        statement = (
            select(Application.id, table.version, Application.revision)
            .join(table, table.application_id == Application.id)
            .where(named == name)
        )
        with self._engine.connect() as connection:
            row = connection.execute(statement).one_or_none()
        return HostRow(*row) if row else None

    def revision(self, application_id: str) -> int | None:
        """None if the application is gone."""
        if application_id not in self._revisions:
            wanted = select(Application.revision).where(Application.id == application_id)
            with self._engine.connect() as connection:
                self._revisions[application_id] = connection.scalar(wanted)
        return self._revisions[application_id]

    def user(self, application_id: str, user_id: str) -> KnownUser | None:
        key = (application_id, user_id)
        if key not in self._users:
            self._users[key] = self._read_user(*key)
        return self._users[key]

    def _read_user(self, application_id: str, user_id: str) -> KnownUser | None:
        users = User.__table__
        with self._engine.connect() as connection:
            row = connection.execute(
                select(users).where(users.c.id == user_id, users.c.application_id == application_id)
            ).one_or_none()
            if row is None:
                return None
            groups = connection.execute(
                select(Group.id, Group.name, Group.parent_id)
                .join(user_groups, user_groups.c.group_id == Group.id)
                .where(user_groups.c.user_id == user_id)
                .order_by(Group.name, Group.id)
            ).all()
        resource = user_resource(row, [group_resource(*group) for group in groups])
        return KnownUser(resource, tuple(group.id for group in groups), row.token_cutoff)


class Store:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.is_local = engine.dialect.name == "sqlite"  # quick enough for the event loop
        self._data_version = DataVersion(engine) if self.is_local else None
        self._current = (-1, Reads(engine))  # one value, so that no thread sees half a change

    def reads(self) -> Reads:
        """Nothing that these answer is older than this call."""
        if self._data_version is None:
            return Reads(self.engine)
        version = self._data_version.read()
        seen, reads = self._current
        if version != seen or reads.is_full:
            reads = Reads(self.engine)
            self._current = (version, reads)
        return reads

    def close(self) -> None:
        if self._data_version:
            self._data_version.close()

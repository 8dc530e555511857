"""Who may call an endpoint in one version and not in the other, in heads."""

from collections.abc import Collection, Iterable

from sqlalchemy import func, select

from app.extensions import db
from app.models import Application, Endpoint, Group, User, user_groups
from app.services.version_diff.changes import EndpointChange, Note, Pair, Turn

WORDS = {"public": "everyone", "authenticated": "whoever is signed in", "device": "devices"}


def access_changes(application: Application, endpoints: Iterable[Pair]) -> list[EndpointChange]:
    """Of endpoints that are in both versions."""
    moved = [pair for pair in endpoints if pair.kind == "changed" and _differs(pair)]
    heads = _Heads(application, moved) if moved else None
    return [
        EndpointChange(
            "changed",
            pair.new.id,
            pair.new.method,
            pair.new.route,
            [Turn("", access_words(pair.old), access_words(pair.new))],
            heads.notes(pair.old, pair.new) if heads else [],
        )
        for pair in moved
    ]


def access_words(endpoint: Endpoint) -> str:
    if endpoint.access == "group":
        return ", ".join(group.name for group in endpoint.groups) or "nobody"
    return WORDS[endpoint.access]


def _differs(pair: Pair) -> bool:
    return _access(pair.old) != _access(pair.new)


def _access(endpoint: Endpoint) -> tuple[str, set[str], str | None]:
    groups = {group.id for group in endpoint.groups} if endpoint.access == "group" else set()
    template = endpoint.device_id_template if endpoint.access == "device" else None
    return endpoint.access, groups, template


class _Heads:
    """Three queries, however many endpoints there are."""

    def __init__(self, application: Application, moved: Iterable[Pair]) -> None:
        self.parents = _parents(application)
        sides = [side for pair in moved for side in pair]
        wanted = {group for side in sides for group in self._groups(side)}
        self.members = _members(wanted)
        self.users = db.session.scalars(
            select(func.count(User.id)).filter_by(application_id=application.id)
        ).one()

    def notes(self, old: Endpoint, new: Endpoint) -> list[Note]:
        if new.access == "public":
            return [Note("open to everyone, signed in or not", is_warning=True)]
        if old.access == "public":
            return [Note("visitors who are not signed in are refused", is_warning=True)]
        gained, lost = self._moves(old, new)
        return [
            *([Note(f"{_more(gained)} in")] if gained else []),
            *([Note(f"{_users(lost)} would be refused", is_warning=True)] if lost else []),
        ]

    def _moves(self, old: Endpoint, new: Endpoint) -> tuple[int, int]:
        if "authenticated" in (old.access, new.access):
            more = self._number(new) - self._number(old)
            return max(more, 0), max(-more, 0)
        before, after = self._admitted(old), self._admitted(new)
        return len(after - before), len(before - after)

    def _number(self, endpoint: Endpoint) -> int:
        is_any = endpoint.access == "authenticated"
        return self.users if is_any else len(self._admitted(endpoint))

    def _admitted(self, endpoint: Endpoint) -> set[str]:
        return {user for group in self._groups(endpoint) for user in self.members.get(group, ())}

    def _groups(self, endpoint: Endpoint) -> set[str]:
        """Those that are listed, and all above them: their members get in, too."""
        found: set[str] = set()
        ahead = [group.id for group in endpoint.groups] if endpoint.access == "group" else []
        while ahead:
            id = ahead.pop()
            if id not in found:
                found.add(id)
                ahead += [parent] if (parent := self.parents.get(id)) else []
        return found


def _parents(application: Application) -> dict[str, str | None]:
    query = select(Group.id, Group.parent_id).filter_by(application_id=application.id)
    return {row.id: row.parent_id for row in db.session.execute(query)}


def _members(groups: Collection[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    query = select(user_groups.c.group_id, user_groups.c.user_id)
    for group, user in db.session.execute(query.where(user_groups.c.group_id.in_(groups))):
        found.setdefault(group, set()).add(user)
    return found


def _users(number: int) -> str:
    return f"{number} user{'' if number == 1 else 's'}"


def _more(number: int) -> str:
    return "1 more user gets" if number == 1 else f"{number} more users get"

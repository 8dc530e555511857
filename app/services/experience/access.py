"""Who gets in where: the groups that endpoints ask for, seen through the tree of groups."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from app.extensions import db
from app.models import Endpoint, Group, user_groups
from app.schemas import EndpointPatch
from app.services.author import Author
from app.services.experience.endpoints import update_endpoint
from app.services.transaction import transaction


@dataclass(frozen=True)
class GroupTree:
    """All groups of an application, by id and in the order of their names."""

    names: dict[str, str]
    parents: dict[str, str | None]

    def lineage(self, id: str) -> Iterator[str]:
        """The group, and what it lies below, from the parent up."""
        above: str | None = id
        while above is not None:
            yield above
            above = self.parents.get(above)

    def walk(self) -> Iterator[tuple[str, int]]:
        """Each right after the one above it, with its depth; at the same height by name."""
        children: dict[str | None, list[str]] = {}
        for id, parent in self.parents.items():
            children.setdefault(parent, []).append(id)
        waiting = [(id, 0) for id in reversed(children.get(None, []))]
        while waiting:
            id, depth = waiting.pop()
            yield id, depth
            waiting += [(child, depth + 1) for child in reversed(children.get(id, []))]

    def admitted(self, asked: Iterable[str]) -> dict[str, str]:
        """Every group whose members get in where those are asked for, with the one that lets them
        in: itself, or one below it."""
        asked = list(asked)
        found = {id: id for id in asked}
        for id in asked:
            for above in self.lineage(id):
                found.setdefault(above, id)
        return found


def group_tree(application_id: str) -> GroupTree:
    query = select(Group.id, Group.name, Group.parent_id).filter_by(application_id=application_id)
    rows = db.session.execute(query.order_by(Group.name, Group.id)).all()
    return GroupTree({row.id: row.name for row in rows}, {row.id: row.parent_id for row in rows})


def users_gained(tree: GroupTree, before: Collection[str], after: Collection[str]) -> int:
    """How many users get in where the groups `after` are asked for, and not where `before` are."""
    members = select(user_groups.c.user_id)
    already = members.where(user_groups.c.group_id.in_(tree.admitted(before)))
    gained = members.where(
        user_groups.c.group_id.in_(tree.admitted(after)), user_groups.c.user_id.not_in(already)
    )
    return db.session.scalars(select(func.count()).select_from(gained.distinct().subquery())).one()


def admit_group(endpoint: Endpoint, group: Group, by: Author) -> None:
    """Beside those that the endpoint asks for already."""
    with transaction(endpoint):
        _set_groups(endpoint, [*_others(endpoint, group), group.id], by)


def dismiss_group(endpoint: Endpoint, group: Group, by: Author) -> None:
    with transaction(endpoint):
        _set_groups(endpoint, _others(endpoint, group), by)


def _others(endpoint: Endpoint, group: Group) -> list[str]:
    return [one.id for one in endpoint.groups if one.id != group.id]


def _set_groups(endpoint: Endpoint, ids: list[str], by: Author) -> None:
    update_endpoint(endpoint, EndpointPatch(experience_group_ids=ids), by)

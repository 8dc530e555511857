"""Experience groups for flows."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from sqlalchemy import select

from app.errors import ValidationError
from app.extensions import db
from app.models import Application, Group, User, user_groups
from app.schemas import GroupPatch, GroupPost
from app.schemas.group import GroupAnswer
from app.schemas.messages import read
from app.services.experience.group_tree import below, lineage_of
from app.services.experience.groups import create_group, delete_group, members_of, update_group
from app.services.flow_ports.application import ID, ApplicationPort, list_query, page_fields
from app.services.flow_ports.users import changed_tags, find_user
from app.services.listing import list_groups
from app.services.transaction import transaction
from app.workflows.errors import Refused
from app.workflows.ports import Fields

ROOT = "(root)"
MEMBERS = ("members", "membersToAdd", "membersToRemove")


class Groups(ApplicationPort):
    def find(self, id_or_name: str) -> Fields | None:
        with self._application() as application:
            group = _find(application, id_or_name)
            return _resources([group])[0] if group else None

    def search(self, query: Any, **options: Any) -> Fields:
        with self._application() as application:
            page = list_groups(application, list_query(query, **options))
            return page_fields(page, _resources(page.items))

    def create(self, fields: Fields) -> Fields:
        with self._application() as application:
            group = create_group(application, read(GroupPost, dict(fields)), self._by)
            return _resources([group])[0]

    def update(self, group_id: str, changes: Fields) -> Fields:
        """Beside the fields of a patch: groupTagChanges, values by key, of which None takes a tag
        away; members, membersToAdd and membersToRemove, ids or emails of users."""
        fields = dict(changes)
        tags = fields.pop("groupTagChanges", {})
        replaced, added, removed = (fields.pop(name, None) for name in MEMBERS)
        with self._application() as application:
            group = _group(application, group_id)
            read(GroupPatch, {"groupTags": {key: value for key, value in tags.items() if value}})
            with transaction(group):
                if tags:
                    fields["groupTags"] = changed_tags(group.group_tags, tags)
                if replaced is not None or added or removed:
                    before = members_of([group])[group.id].experience_user_ids
                    kept = before if replaced is None else _ids(application, replaced)
                    gone = {user.id for user in _users(application, removed or []) if user}
                    kept = [*kept, *_ids(application, added or [])]
                    fields["experienceUserIds"] = [id for id in kept if id not in gone]
                update_group(group, read(GroupPatch, fields), self._by)
            return _resources([group])[0]

    def delete(self, group_id: str) -> bool:
        with self._application() as application:
            group = _find(application, group_id)
            if group:
                delete_group(group, self._by)
            return group is not None

    def tree(self, user_id_or_email: str = "") -> Fields:
        """user_id_or_email: only the groups that this user counts as a member of."""
        with self._application() as application:
            query = select(Group).filter_by(application_id=application.id)
            if user_id_or_email:
                own = _groups_of(application, user_id_or_email)
                lower = below(application.id, Group.id.in_(own))
                query = query.where(Group.id.in_(own) | Group.id.in_(lower))
            return _tree(db.session.scalars(query.order_by(Group.name, Group.id)))

    def holds(self, group_id: str, user_id_or_email: str) -> bool:
        """Members of a group count as members of everything below it."""
        with self._application() as application:
            own = _groups_of(application, user_id_or_email)
            line = set(db.session.scalars(lineage_of(application.id, group_id.strip().lower())))
            return not line.isdisjoint(own)


def _find(application: Application, id_or_name: str) -> Group | None:
    text = id_or_name.strip()
    which = {"id": text.lower()} if ID.fullmatch(text) else {"name": id_or_name}
    query = select(Group).filter_by(application_id=application.id, **which)
    return db.session.scalar(query.order_by(Group.id).limit(1))


def _group(application: Application, group_id: str) -> Group:
    group = _find(application, group_id) if ID.fullmatch(group_id.strip()) else None
    if group is None:
        raise Refused("NotFound", "Group was not found")
    return group


def _resources(groups: list[Group]) -> list[Fields]:
    members = members_of(groups)
    return [GroupAnswer.of(group, **asdict(members[group.id])).wire() for group in groups]


def _ids(application: Application, wanted: list[str]) -> list[str]:
    """Raises ValidationError for the first that is nobody's."""
    found = _users(application, wanted)
    if None in found:
        raise ValidationError(f"There is no user {wanted[found.index(None)]}")
    return [user.id for user in found if user]


def _users(application: Application, wanted: list[str]) -> list[User | None]:
    return [find_user(application, id_or_email) for id_or_email in wanted]


def _groups_of(application: Application, user_id_or_email: str) -> list[str]:
    user = find_user(application, user_id_or_email)
    if user is None:
        return []
    own = select(user_groups.c.group_id).where(user_groups.c.user_id == user.id)
    return list(db.session.scalars(own))


def _tree(groups: Iterable[Group]) -> Fields:
    """What lies below none of the others hangs from the root."""
    branches: dict[str, dict[str, Any]] = {}
    for group in groups:
        about: dict[str, Any] = {
            "id": group.id,
            "name": group.name,
            "description": group.description,
            "parentId": group.parent_id,
            "groupTags": dict(group.group_tags),
            "children": [],
        }
        branches[group.id] = {name: value for name, value in about.items() if value is not None}
    root: dict[str, Any] = {"id": ROOT, "children": []}
    for branch in branches.values():
        branches.get(branch.get("parentId", ""), root)["children"].append(branch)
    return root

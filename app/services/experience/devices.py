"""The devices of groups. There are no devices here yet, so those that groups name by id count."""

from sqlalchemy import or_, select

from app.extensions import db
from app.models import Group
from app.services.experience.group_tree import below


def direct_device_count(group: Group) -> int:
    return len(group.device_ids)


def total_device_count(group: Group) -> int:
    """Of the group and of everything below it; each device once."""
    descendants = below(group.application_id, Group.id == group.id)
    of_all = select(Group.device_ids).where(or_(Group.id == group.id, Group.id.in_(descendants)))
    return len({id for ids in db.session.scalars(of_all) for id in ids})

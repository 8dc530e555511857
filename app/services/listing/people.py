"""Users and groups."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from app.extensions import db
from app.models import Application, Group, User, user_groups
from app.schemas.advanced import GroupQuery, UserQuery, read_query
from app.services.experience.group_tree import lineage_of
from app.services.listing.advanced import group_condition, user_condition
from app.services.listing.base import Fields, ListQuery, Page

USERS = Fields(
    id=User.id,
    sorts={
        "email": User.email_key,
        "firstName": User.first_name,
        "lastName": User.last_name,
        "id": User.id,
        "creationDate": User.creation_date,
        "lastLogin": User.last_login,
        "lastUpdated": User.last_updated,
    },
    filters={"firstName": User.first_name, "lastName": User.last_name, "email": User.email_key},
)
GROUPS = Fields(
    id=Group.id,
    sorts={
        "name": Group.name,
        "id": Group.id,
        "creationDate": Group.creation_date,
        "lastUpdated": Group.last_updated,
    },
    filters={"name": Group.name},
)


def list_users(application: Application, q: ListQuery) -> Page[User]:
    """extra: experience_group_id, an id, "any" or "none"; include_ancestor_groups, a flag.

    Each with its groups.
    """
    statement = select(User).filter_by(application_id=application.id)
    if q.query is not None:
        condition = user_condition(application.id, read_query(UserQuery, q.query))
        statement = statement.where(condition)
    else:
        statement = USERS.matching(_in_group(statement, application.id, q.extra), q)
    return USERS.page(statement.options(selectinload(User.groups)), q)


def list_groups(application: Application, q: ListQuery) -> Page[Group]:
    """members_of() of services.groups tells who and what is in them."""
    statement = select(Group).filter_by(application_id=application.id)
    if q.query is not None:
        condition = group_condition(application.id, read_query(GroupQuery, q.query))
        statement = statement.where(condition)
    else:
        statement = GROUPS.matching(statement, q)
    return GROUPS.page(statement, q)


def _in_group(statement: Select[Any], application_id: str, extra: Mapping[str, Any]) -> Select[Any]:
    group_id = extra.get("experience_group_id")
    members = select(user_groups.c.user_id)
    if not group_id:
        return statement
    if group_id == "any":
        return statement.where(User.id.in_(members))
    if group_id == "none":
        return statement.where(User.id.not_in(members))
    groups = [group_id]
    if extra.get("include_ancestor_groups"):
        groups = list(db.session.scalars(lineage_of(application_id, group_id)))
    return statement.where(User.id.in_(members.where(user_groups.c.group_id.in_(groups))))

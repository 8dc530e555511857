"""One group's members, and what they may call."""

from dataclasses import replace
from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from wtforms import EmailField

from app.admin.blueprint import bp
from app.admin.forms import Refused, ResourceForm
from app.admin.lists import list_query
from app.admin.people.groups import GROUPS, find_group
from app.admin.people.users import find_user
from app.admin.place import me
from app.extensions import db
from app.models import Application, Group, User, user_groups
from app.services.experience.groups import add_member, ancestors_of, remove_member
from app.services.listing import ListQuery, list_users
from app.services.lookup import user_by_email

SUGGESTED = 10


class MemberForm(ResourceForm):
    email = EmailField("E-mail")

    def user(self, application: Application) -> User:
        """Raises Refused."""
        user = user_by_email(application.id, (self.email.data or "").strip())
        if user is None:
            self.refuse("email", "No user has this e-mail address. Add the user first.")
            raise Refused
        return user


class Above(NamedTuple):
    """A group whose members count as members of this one."""

    group: Group
    members: int


@bp.route(f"{GROUPS}/<group_id>/members", methods=["GET", "POST"])
def members(application: Application, group_id: str) -> ResponseReturnValue:
    group, form = find_group(application, group_id), MemberForm()
    if form.is_submitted():
        with form.refusing():
            user = form.user(application)
            add_member(group, user, me())
            flash(f"{user.email} is in {group.name}.")
            return redirect(url_for(".members", group_id=group.id))
    found = list_users(
        application, list_query("email", ("email", "lastLogin"), experience_group_id=group.id)
    )
    page = render_template(
        "admin/groups/members.html", group=group, form=form, users=found, above=above(group)
    )
    return page, form.status


@bp.get(f"{GROUPS}/<group_id>/members/suggested")
def suggested_members(application: Application, group_id: str) -> ResponseReturnValue:
    """E-mail addresses to choose from, of users who are not in it yet."""
    group = find_group(application, group_id)
    wanted = request.args.get("email", "").strip()[:255]
    outside = {"experienceGroupId": {"$ne": group.id}}
    query = (
        {"$and": [outside, {"email": {"$contains": wanted, "$ci": True}}]} if wanted else outside
    )
    found = list_users(application, replace(ListQuery(), query=query, per_page=SUGGESTED))
    return render_template("admin/groups/_suggested.html", users=found.items)


@bp.post(f"{GROUPS}/<group_id>/members/<user_id>/remove")
def drop_member(application: Application, group_id: str, user_id: str) -> ResponseReturnValue:
    group, user = find_group(application, group_id), find_user(application, user_id)
    remove_member(group, user, me())
    flash(f"{user.email} is no longer in {group.name}.")
    return redirect(url_for(".members", group_id=group.id))


def above(group: Group) -> list[Above]:
    """From the parent up."""
    groups = ancestors_of(group)
    table = user_groups.c
    counted = select(table.group_id, func.count()).group_by(table.group_id)
    rows = db.session.execute(counted.where(table.group_id.in_([one.id for one in groups])))
    members = {row[0]: row[1] for row in rows}
    return [Above(one, members.get(one.id, 0)) for one in groups]

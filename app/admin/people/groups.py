"""Groups: a tree whose members count as members of everything below."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice

from app.admin.blueprint import bp
from app.admin.forms import PairsField, ResourceForm
from app.admin.lists import filter_text, sort_order
from app.admin.people.group_list import SORTS, group_list
from app.admin.people.tag_keys import tag_keys
from app.admin.place import EXPERIENCE, me
from app.extensions import db
from app.models import Application, Group, endpoint_groups, group_tags, user_groups
from app.schemas import GroupPatch, GroupPost
from app.services.experience.group_tree import below
from app.services.experience.groups import create_group, delete_group, update_group
from app.services.lookup import find_row

GROUPS = f"{EXPERIENCE}/groups"


class GroupForm(ResourceForm):
    name = StringField("Name")
    description = TextAreaField("Description")
    parent_id = SelectField("Parent group", coerce=lambda value: value or None)
    group_tags = PairsField("Tags")


@bp.get(GROUPS)
def groups(application: Application) -> ResponseReturnValue:
    found = group_list(application, filter_text(), sort_order(SORTS))
    return render_template("admin/groups/index.html", groups=found)


@bp.route(f"{GROUPS}/new", methods=["GET", "POST"])
def new_group(application: Application) -> ResponseReturnValue:
    form = GroupForm.of({})
    form.parent_id.choices = parents_for(application)
    if form.is_submitted():
        with form.refusing():
            group = create_group(application, form.read(GroupPost), me())
            flash(f"Group {group.name} is there now.")
            return redirect(url_for(".group", group_id=group.id))
    keys = tag_keys(application, group_tags)
    return render_template("admin/groups/new.html", form=form, keys=keys), form.status


@bp.route(f"{GROUPS}/<group_id>", methods=["GET", "POST"])
def group(application: Application, group_id: str) -> ResponseReturnValue:
    group = find_group(application, group_id)
    form = GroupForm.of(values_of(group))
    form.parent_id.choices = parents_for(application, but=group)
    if form.is_submitted():
        with form.refusing():
            with form.changing(group, values_of):
                update_group(group, form.read(GroupPatch), me())
            flash("Saved.")
            return redirect(url_for(".group", group_id=group.id))
    keys = tag_keys(application, group_tags)
    return render_template("admin/groups/show.html", group=group, form=form, keys=keys), form.status


@bp.route(f"{GROUPS}/<group_id>/delete", methods=["GET", "POST"])
def ask_to_delete_group(application: Application, group_id: str) -> ResponseReturnValue:
    group = find_group(application, group_id)
    if request.method == "POST":
        delete_group(group, me())
        flash(f"Group {group.name} is gone.")
        return redirect(url_for(".groups"))
    return render_template("admin/groups/delete.html", group=group, leaves=leaves_of(group))


def values_of(group: Group) -> dict[str, Any]:
    return {
        "name": group.name,
        "description": group.description or "",
        "parent_id": group.parent_id,
        "group_tags": dict(group.group_tags),
    }


def find_group(application: Application, id: str) -> Group:
    return find_row(Group, "Group", application_id=application.id, id=id)


def parents_for(application: Application, but: Group | None = None) -> list[SelectChoice]:
    """Groups that may lie above it: any but itself and what is below it."""
    query = select(Group.id, Group.name).filter_by(application_id=application.id)
    if but is not None:
        query = query.where(
            Group.id != but.id, Group.id.not_in(below(application.id, Group.id == but.id))
        )
    rows = db.session.execute(query.order_by(Group.name))
    top = SelectChoice("", "None: it stands at the top")
    return [top, *(SelectChoice(row.id, row.name) for row in rows)]


def leaves_of(group: Group) -> dict[str, int]:
    """How much lets go of a group when it goes."""
    counts = {
        "users": select(func.count()).where(user_groups.c.group_id == group.id),
        "endpoints": select(func.count()).where(endpoint_groups.c.group_id == group.id),
        "groups": select(func.count()).where(Group.parent_id == group.id),
    }
    return {name: db.session.scalars(query).one() for name, query in counts.items()}

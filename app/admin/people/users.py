"""Users of the experience: who they are, what they belong to, when they were last here."""

from dataclasses import replace
from typing import Any

import pydantic
from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import EmailField, PasswordField, StringField

from app.admin.blueprint import bp
from app.admin.forms import ChipsField, PairsField, Refused, ResourceForm
from app.admin.lists import list_query
from app.admin.people.counts import people_of
from app.admin.people.tag_keys import tag_keys
from app.admin.people.user_filter import SEEN, UserFilter
from app.admin.place import EXPERIENCE, me
from app.extensions import db
from app.models import Application, Group, User, user_tags
from app.schemas import GroupPost, UserPatch, UserPost, field_errors
from app.services.applications import invalidate_all_tokens
from app.services.experience.groups import create_group
from app.services.experience.users import create_user, delete_user, invalidate_tokens, update_user
from app.services.listing import list_users
from app.services.lookup import find_row
from app.services.transaction import transaction

SORTS = ("email", "lastLogin", "creationDate")
USERS = f"{EXPERIENCE}/users"


class UserForm(ResourceForm):
    email = EmailField("E-mail")
    password = PasswordField("Password")
    first_name = StringField("First name")
    last_name = StringField("Last name")
    experience_group_ids = ChipsField("Groups")
    user_tags = PairsField("Tags")

    def body(self) -> dict[str, Any]:
        """A blank password leaves the one there is."""
        body = super().body()
        return body if body["password"] else {k: v for k, v in body.items() if k != "password"}


@bp.get(USERS)
def users(application: Application) -> ResponseReturnValue:
    wanted = UserFilter.of(request.args)
    asked = replace(list_query("email", SORTS), filter=None, query=wanted.query(application))
    return render_template(
        "admin/users/index.html",
        users=list_users(application, asked),
        people=people_of(application),
        wanted=wanted,
        seen=SEEN,
        keys=tag_keys(application, user_tags),
    )


@bp.route(f"{USERS}/tokens", methods=["GET", "POST"])
def ask_to_invalidate_all(application: Application) -> ResponseReturnValue:
    if request.method == "POST":
        invalidate_all_tokens(application, me())
        flash("Everybody has to sign in again.")
        return redirect(url_for(".users"))
    return render_template("admin/users/invalidate_all.html")


@bp.route(f"{USERS}/new", methods=["GET", "POST"])
def new_user(application: Application) -> ResponseReturnValue:
    form = UserForm.of({})
    form.experience_group_ids.resolve(group_names(application))
    if form.is_submitted():
        with form.refusing():
            with transaction(application):
                make_groups(application, form.experience_group_ids)
                user = create_user(application, form.read(UserPost), me())
            flash(f"User {user.email} is there now.")
            return redirect(url_for(".user", user_id=user.id))
    keys = tag_keys(application, user_tags)
    return render_template("admin/users/new.html", form=form, keys=keys), form.status


@bp.route(f"{USERS}/<user_id>", methods=["GET", "POST"])
def user(application: Application, user_id: str) -> ResponseReturnValue:
    user = find_user(application, user_id)
    form = UserForm.of(values_of(user))
    form.experience_group_ids.resolve(group_names(application))
    if form.is_submitted():
        with form.refusing():
            with form.changing(user, values_of):
                make_groups(application, form.experience_group_ids)
                update_user(user, form.read(UserPatch), me())
            flash("Saved.")
            return redirect(url_for(".user", user_id=user.id))
    keys = tag_keys(application, user_tags)
    return render_template("admin/users/show.html", user=user, form=form, keys=keys), form.status


@bp.route(f"{USERS}/<user_id>/tokens", methods=["GET", "POST"])
def ask_to_invalidate(application: Application, user_id: str) -> ResponseReturnValue:
    user = find_user(application, user_id)
    if request.method == "POST":
        invalidate_tokens(user, me())
        flash(f"{user.email} has to sign in again everywhere.")
        return redirect(url_for(".user", user_id=user.id))
    return render_template("admin/users/invalidate.html", user=user)


@bp.route(f"{USERS}/<user_id>/delete", methods=["GET", "POST"])
def ask_to_delete_user(application: Application, user_id: str) -> ResponseReturnValue:
    user = find_user(application, user_id)
    if request.method == "POST":
        delete_user(user, me())
        flash(f"User {user.email} is gone.")
        return redirect(url_for(".users"))
    return render_template("admin/users/delete.html", user=user)


def values_of(user: User) -> dict[str, Any]:
    return {
        "email": user.email,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "experience_group_ids": [group.id for group in user.groups],
        "user_tags": dict(user.user_tags),
    }


def find_user(application: Application, id: str) -> User:
    return find_row(User, "User", application_id=application.id, id=id)


def group_names(application: Application) -> dict[str, str]:
    """id → name."""
    query = select(Group.id, Group.name).filter_by(application_id=application.id)
    return {row.id: row.name for row in db.session.execute(query.order_by(Group.name))}


def make_groups(application: Application, field: ChipsField) -> None:
    """Those that were typed and are not there yet. Inside the caller's transaction. Raises Refused
    for what is no name."""
    for name in field.new:
        try:
            given = GroupPost(name=name)
        except pydantic.ValidationError as error:
            field.errors = field_errors(error)["name"]
            raise Refused from None
        group = create_group(application, given, me())
        db.session.flush()
        field.made.append(group.id)

"""People of the console: your own account, and those of others, whom anybody here may invite."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import func, select
from wtforms import EmailField, PasswordField, StringField

from app.admin.blueprint import bp
from app.admin.forms import ResourceForm
from app.admin.lists import list_query
from app.admin.place import me
from app.admin.shell import security
from app.admin.shell.errors import page
from app.errors import NotFound
from app.extensions import db
from app.models import Account, Application
from app.schemas import AccountPatch, Invitation, PasswordChange, Welcome
from app.services.accounts import change_password, update_account
from app.services.accounts.invitations import (
    LASTS,
    accept_invitation,
    invite,
    invite_again,
    invited,
)
from app.services.listing import list_accounts

SORTS = ("email", "creationDate", "lastLogin")
NO_INVITATION = (
    "This invitation is over.",
    "It was used, it is too old or a newer one took its place. Ask for another where you got it.",
)


class ProfileForm(ResourceForm):
    email = EmailField("E-mail")
    first_name = StringField("First name")
    last_name = StringField("Last name")


class PasswordForm(ResourceForm):
    current_password = PasswordField("Password you have now")
    password = PasswordField("New password")


class WelcomeForm(ResourceForm):
    password = PasswordField("Password")
    first_name = StringField("First name")
    last_name = StringField("Last name")


@bp.route("/account", methods=["GET", "POST"])
def profile() -> ResponseReturnValue:
    form = ProfileForm.of(values_of(current_user))
    if form.is_submitted():
        with form.refusing():
            account = own_account()
            with form.changing(account, values_of):
                update_account(account, form.read(AccountPatch), me())
            flash("Saved.")
            return redirect(url_for(".profile"))
    return render_template("admin/accounts/profile.html", form=form), form.status


@bp.route("/account/password", methods=["GET", "POST"])
def own_password() -> ResponseReturnValue:
    form = PasswordForm()
    if form.is_submitted():
        with form.refusing():
            given = form.read(PasswordChange)
            account = change_password(own_account(), given, me(), request.remote_addr)
            security.sign_in(account)
            flash("Your password is changed. You are signed out everywhere else.")
            return redirect(url_for(".profile"))
    return render_template("admin/accounts/password.html", form=form), form.status


@bp.get("/accounts")
def accounts() -> ResponseReturnValue:
    found = list_accounts(list_query("email", SORTS))
    return render_template(
        "admin/accounts/index.html", accounts=found, applications=applications_of(found.items)
    )


@bp.route("/accounts/invite", methods=["GET", "POST"])
def invite_account() -> ResponseReturnValue:
    """Answers with the link, the only time that it can be seen."""
    form = ProfileForm.of({})
    if form.is_submitted():
        with form.refusing():
            account, token = invite(form.read(Invitation))
            return _link_page(account, token), 201
    return render_template("admin/accounts/invite.html", form=form), form.status


@bp.post("/accounts/<account_id>/invitation")
def renew_invitation(account_id: str) -> ResponseReturnValue:
    account = db.session.get(Account, account_id)
    if account is None:
        raise NotFound("Account")
    return _link_page(account, invite_again(account, me())), 201


@bp.route("/welcome/<token>", methods=["GET", "POST"])
def welcome(token: str) -> ResponseReturnValue:
    """Open to whoever has the link."""
    try:
        account = invited(token)
    except NotFound:
        return page(404, "Not Found", *NO_INVITATION)
    form = WelcomeForm.of({"first_name": account.first_name, "last_name": account.last_name})
    if form.is_submitted():
        with form.refusing():
            security.sign_in(accept_invitation(token, form.read(Welcome)))
            flash("Welcome. You are signed in.")
            return redirect(url_for(".applications"))
    return render_template("admin/accounts/welcome.html", form=form, account=account), form.status


def own_account() -> Account:
    """The row itself, which Flask-Login wraps."""
    return db.session.get_one(Account, current_user.id)


def values_of(account: Account) -> dict[str, Any]:
    return {
        "email": account.email,
        "first_name": account.first_name,
        "last_name": account.last_name,
    }


def applications_of(accounts: list[Account]) -> dict[str, int]:
    """How many each owns."""
    ids = [account.id for account in accounts]
    counted = select(Application.owner_id, func.count()).where(Application.owner_id.in_(ids))
    rows = db.session.execute(counted.group_by(Application.owner_id))
    return dict(rows.all())


def _link_page(account: Account, token: str) -> str:
    link = url_for(".welcome", token=token, _external=True)
    return render_template("admin/accounts/link.html", account=account, link=link, days=LASTS.days)

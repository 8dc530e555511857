"""Signing in and out."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import EmailField, PasswordField
from wtforms.validators import DataRequired

from app.admin.blueprint import bp, way_on
from app.admin.forms import BrowserForm
from app.admin.shell import security
from app.errors import AppError
from app.services import accounts


class SignInForm(BrowserForm):
    email = EmailField(
        "E-mail",
        [DataRequired("Type the e-mail address of your account.")],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        "Password",
        [DataRequired("Type your password.")],
        render_kw={"autocomplete": "current-password"},
    )


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in() -> ResponseReturnValue:
    if current_user.is_authenticated:
        return redirect(way_on())
    form = SignInForm()
    if not form.validate_on_submit():
        return render_template("admin/sign_in.html", form=form)
    try:
        account = accounts.authenticate(form.email.data, form.password.data, request.remote_addr)
    except AppError as refusal:
        page = render_template("admin/sign_in.html", form=form, refusal=refusal)
        return page, refusal.status
    security.sign_in(account)
    return redirect(way_on())


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    security.sign_out()
    flash("You are signed out.")
    return redirect(url_for(".sign_in"))

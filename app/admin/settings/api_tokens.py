"""Tokens for programs that use the REST API of one application."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField

from app.admin.blueprint import bp
from app.admin.forms import Refused, ResourceForm
from app.admin.lists import list_query
from app.admin.place import me
from app.admin.settings.application import SETTINGS
from app.models import ApiToken, Application
from app.schemas import ApiTokenPatch, ApiTokenPost
from app.schemas.scopes import ACTIONS
from app.services.accounts.api_tokens import create_api_token, delete_api_token, update_api_token
from app.services.clock import now
from app.services.listing import list_api_tokens
from app.services.lookup import find_row

TOKENS = f"{SETTINGS}/tokens"
SORTS = ("name", "status", "expirationDate", "creationDate")
WHOLE = {"all": "all.Application", "read": "all.Application.read"}
WORDS = {"all.Application": "Everything", "all.Application.read": "Read everything"}
OF_ACCOUNTS = {"applications", "me", "userApiToken", "userApiTokens"}
SCOPES = {
    resource: [f"{resource}.*", *(f"{resource}.{action}" for action in actions.split())]
    for resource, actions in ACTIONS.items()
    if resource not in OF_ACCOUNTS
}
"""What a token of an application may be allowed, by resource."""


class NewTokenForm(ResourceForm):
    name = StringField("Name")
    description = TextAreaField("Description")
    reach = RadioField("What it may do", choices=["all", "read", "some"], default="all")
    scope = SelectMultipleField("Scopes")
    expiration_date = StringField("Last day")

    def body(self) -> dict[str, Any]:
        body = super().body()
        reach, day = body.pop("reach"), body.pop("expirationDate")
        body["scope"] = [WHOLE[reach]] if reach in WHOLE else body["scope"] or []
        if day:
            body["expirationDate"] = f"{day}T23:59:59Z"
        return body

    def read_post(self) -> ApiTokenPost:
        """Raises Refused, also for a token that could do nothing; without scopes one may do all."""
        if self.reach.data not in WHOLE and not self.scope.data:
            self.refuse("scope", "Choose at least one.")
        post = self.read(ApiTokenPost)
        if post.expiration_date and post.expiration_date <= now():
            self.refuse("expiration_date", "That day is over. Choose a later one.")
            raise Refused
        return post


class TokenForm(ResourceForm):
    name = StringField("Name")
    description = TextAreaField("Description")
    works = BooleanField("Works")

    def body(self) -> dict[str, Any]:
        body = super().body()
        return body | {"status": "active" if body.pop("works") else "inactive"}


@bp.get(TOKENS)
def api_tokens(application: Application) -> ResponseReturnValue:
    found = list_api_tokens(application, list_query("name", SORTS))
    return render_template("admin/tokens/index.html", tokens=found, words=WORDS, now=now())


@bp.route(f"{TOKENS}/new", methods=["GET", "POST"])
def new_api_token(application: Application) -> ResponseReturnValue:
    """Answers with the token itself, the only time that it can be seen."""
    form = NewTokenForm.of({})
    if form.is_submitted():
        with form.refusing():
            token, text = create_api_token(application, form.read_post(), me())
            return render_template("admin/tokens/made.html", token=token, text=text), 201
    page = render_template("admin/tokens/new.html", form=form, scopes=SCOPES, today=now().date())
    return page, form.status


@bp.route(f"{TOKENS}/<token_id>", methods=["GET", "POST"])
def api_token(application: Application, token_id: str) -> ResponseReturnValue:
    token = find_token(application, token_id)
    form = TokenForm.of(values_of(token))
    if form.is_submitted():
        with form.refusing():
            with form.changing(token, values_of):
                update_api_token(token, form.read(ApiTokenPatch), me())
            flash("Saved.")
            return redirect(url_for(".api_tokens"))
    page = render_template("admin/tokens/show.html", token=token, form=form, words=WORDS, now=now())
    return page, form.status


@bp.route(f"{TOKENS}/<token_id>/revoke", methods=["GET", "POST"])
def ask_to_revoke(application: Application, token_id: str) -> ResponseReturnValue:
    token = find_token(application, token_id)
    if request.method == "POST":
        delete_api_token(token, me())
        flash(f"The token {token.name} is revoked.")
        return redirect(url_for(".api_tokens"))
    return render_template("admin/tokens/revoke.html", token=token)


def values_of(token: ApiToken) -> dict[str, Any]:
    return {
        "name": token.name,
        "description": token.description or "",
        "works": token.status == "active",
    }


def find_token(application: Application, id: str) -> ApiToken:
    return find_row(ApiToken, "API token", application_id=application.id, id=id)

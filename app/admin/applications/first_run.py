"""The first minute of an application: where it is reached, and whether an example is built."""

import re

import pydantic
from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from wtforms import RadioField, StringField, TextAreaField

from app.admin.blueprint import bp
from app.admin.forms import ResourceForm
from app.admin.place import APPLICATION, me
from app.admin.publishing.addresses import address_of, base_host, hosts_of
from app.extensions import db
from app.models import Account, Application, Slug
from app.schemas import ApplicationPost, SlugPost
from app.schemas.slug import SLUG_LENGTHS
from app.services.applications import create_application
from app.services.bootstrap import BootstrapOptions, bootstrap, is_empty, start_empty


class ApplicationForm(ResourceForm):
    name = StringField("Name")
    description = TextAreaField("Description")


class StartForm(ResourceForm):
    slug = StringField("Address")
    start = RadioField("Start", choices=["example", "empty"])

    def read_slug(self) -> str | None:
        """Raises Refused."""
        if not (self.slug.data or "").strip():
            return None
        return self.read(SlugPost).slug

    def body(self) -> dict[str, str]:
        return {"slug": self.slug.data.strip()}


def init_app(app: Flask) -> None:
    app.jinja_env.globals["is_empty"] = is_empty


@bp.route("/applications/new", methods=["GET", "POST"])
def new_application() -> ResponseReturnValue:
    form = ApplicationForm.of({})
    if form.is_submitted():
        with form.refusing():
            owner = db.session.get_one(Account, current_user.id)
            made = create_application(owner, form.read(ApplicationPost), me())
            return redirect(url_for(".start_application", application_id=made.id))
    return render_template("admin/start/new.html", form=form), form.status


@bp.route(f"{APPLICATION}/start", methods=["GET", "POST"])
def start_application(application: Application) -> ResponseReturnValue:
    """Answers with the password of the test user, the only time that it can be seen."""
    form = StartForm.of({"slug": suggested_slug(application), "start": "example"})
    if form.is_submitted():
        with form.refusing():
            slug = form.read_slug()
            if form.start.data == "example":
                result = bootstrap(application, BootstrapOptions(slug=slug), me())
                url = f"{home_of(application, slug)}{result.resource_suffix}"
                return render_template("admin/start/done.html", result=result, url=url), 201
            start_empty(application, slug, me())
            flash(f"{application.name} is ready. Create its first endpoint.")
            return redirect(url_for(".workbench"))
    page = render_template(
        "admin/start/index.html",
        form=form,
        before=f"{request.scheme}://",
        after=f".{address_of(base_host())}",
        default=address_of(f"{application.id}.{base_host()}"),
    )
    return page, form.status


def suggested_slug(application: Application) -> str:
    """From the name, if that makes a slug that is free; else blank."""
    words = re.sub(r"[^a-z0-9]+", "-", application.name.lower())
    try:
        slug = SlugPost(slug=words[: SLUG_LENGTHS[1]].strip("-")).slug
    except pydantic.ValidationError:
        return ""
    return "" if db.session.scalar(select(Slug.id).filter_by(slug=slug)) else slug


def home_of(application: Application, slug: str | None) -> str:
    """As a link that works from this browser."""
    registered = slug or application.id
    return next(
        one.url for one in hosts_of(application) if one.registered == registered and one.url
    )

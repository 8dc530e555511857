"""Versions: develop, what was published from it, and which hosts answer with which."""

import re
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from wtforms import BooleanField, SelectMultipleField, StringField, TextAreaField

from app.admin.authors import author_names
from app.admin.blueprint import bp
from app.admin.forms import ResourceForm
from app.admin.lists import SortOrder, filter_text, sort_order
from app.admin.place import EXPERIENCE, me, version_for, version_names
from app.admin.publishing.addresses import Host, hosts_at, hosts_of
from app.extensions import db
from app.models import DEVELOP, Application, Version
from app.schemas import VersionPatch, VersionPost
from app.services.clock import now
from app.services.experience.versions import (
    copy_to_develop,
    create_version,
    delete_version,
    update_version,
)
from app.services.lookup import develop_of
from app.services.stats import Load, loads_by
from app.services.version_diff import compare_versions

VERSIONS = f"{EXPERIENCE}/versions"
"""Below it every address is one of the workbench: a version may be called new, or copy."""
BACKUP = "develop-backup-"
NUMBER = re.compile(r"[0-9]+$")
COLUMNS = (
    Version.id,
    Version.name,
    Version.description,
    Version.creation_date,
    Version.last_updated,
    Version.created_by_id,
)


class VersionRow(NamedTuple):
    """version: id, name, description, creation_date, last_updated; author: None if unknown."""

    version: Any
    hosts: list[Host]
    load: Load
    author: str | None

    @property
    def is_develop(self) -> bool:
        return bool(self.version.name == DEVELOP)

    def fits(self, wanted: str) -> bool:
        names = " ".join(host.name for host in self.hosts)
        return wanted in f"{self.version.name} {self.version.description or ''} {names}".lower()


class HostChoice(NamedTuple):
    """field: domain_ids or slug_ids."""

    host: Host
    load: Load
    field: str


SORTS: dict[str, Callable[[VersionRow], Any]] = {
    "published": lambda row: row.version.creation_date,
    "version": lambda row: row.version.name.casefold(),
    "requests": lambda row: row.load.requests,
}


class VersionForm(ResourceForm):
    version = StringField("Name")
    description = TextAreaField("Notes")
    domain_ids = SelectMultipleField("Domains")
    slug_ids = SelectMultipleField("Slugs")


class NotesForm(ResourceForm):
    description = TextAreaField("Notes")


class CopyForm(ResourceForm):
    backup = BooleanField("Save develop as a version first")


@bp.get(VERSIONS)
def versions(application: Application) -> ResponseReturnValue:
    wanted = filter_text().lower()
    rows = version_rows(application)
    newest = next(iter(published([row.version.name for row in rows])), None)
    shown, order = in_order([row for row in rows if row.fits(wanted)])
    return render_template(
        "admin/versions/index.html",
        rows=shown,
        total=len(rows),
        sorted=order,
        newest=newest,
        changes=changes_since(application, newest) if newest else None,
    )


@bp.route(f"{EXPERIENCE}/publish", methods=["GET", "POST"])
def new_version(application: Application) -> ResponseReturnValue:
    form = VersionForm.of({"version": next_name(version_names(application))})
    if form.is_submitted():
        with form.refusing():
            made = create_version(application, form.read(VersionPost), me())
            flash(f"Version {made.name} is there now.")
            return redirect(url_for(".versions"))
    return render_template(
        "admin/versions/new.html", form=form, choices=host_choices(application)
    ), form.status


@bp.route(f"{EXPERIENCE}/copy/<version:name>", methods=["GET", "POST"])
def copy_version(application: Application, name: str) -> ResponseReturnValue:
    version = version_for(application, name)
    form = CopyForm(data={"backup": True})
    if form.is_submitted():
        with form.refusing():
            saved = copy_to_develop(version, me(), backup=form.backup.data)
            flash(
                f"develop is now as {name}."
                + (f" {saved.name} keeps what it was." if saved else "")
            )
            return redirect(url_for(".versions"))
    develop = develop_of(application.id)
    return render_template(
        "admin/versions/copy.html",
        form=form,
        version=version,
        diff=compare_versions(application, develop, version),
        hosts=hosts_at(application, DEVELOP),
    ), form.status


@bp.route(f"{EXPERIENCE}/notes/<version:name>", methods=["GET", "POST"])
def version_notes(application: Application, name: str) -> ResponseReturnValue:
    version = version_for(application, name)
    form = NotesForm.of(notes_of(version))
    if form.is_submitted():
        with form.refusing():
            with form.changing(version, notes_of):
                update_version(version, form.read(VersionPatch), me())
            flash("Saved.")
            return redirect(url_for(".versions"))
    return render_template("admin/versions/notes.html", form=form, version=version), form.status


@bp.route(f"{EXPERIENCE}/delete-version/<version:name>", methods=["GET", "POST"])
def ask_to_delete_version(application: Application, name: str) -> ResponseReturnValue:
    version = version_for(application, name)
    if request.method == "POST":
        delete_version(version, me())
        flash(f"Version {name} is gone.")
        return redirect(url_for(".versions"))
    return render_template(
        "admin/versions/delete.html",
        version=version,
        hosts=hosts_at(application, name),
        load=loads_by(application, "version").get(name, Load()),
    )


def notes_of(version: Version) -> dict[str, Any]:
    return {"description": version.description or ""}


def version_rows(application: Application) -> list[VersionRow]:
    """develop first, then the newest."""
    query = select(*COLUMNS).filter_by(application_id=application.id)
    found = db.session.execute(query.order_by(Version.creation_date.desc(), Version.name)).all()
    hosts, loads = hosts_of(application), loads_by(application, "version")
    authors = author_names(row.created_by_id for row in found)
    rows = [
        VersionRow(
            row,
            [host for host in hosts if host.version == row.name],
            loads.get(row.name, Load()),
            authors.get(row.created_by_id),
        )
        for row in found
    ]
    return sorted(rows, key=lambda row: not row.is_develop)


def in_order(rows: list[VersionRow]) -> tuple[list[VersionRow], SortOrder]:
    """develop stays first; then the newest, unless asked otherwise."""
    order = sort_order(SORTS)
    if request.args.get("sort") not in SORTS:
        order = SortOrder("published", "desc")
    rows = sorted(rows, key=SORTS[order.sort_field], reverse=order.is_descending)
    return sorted(rows, key=lambda row: not row.is_develop), order


def changes_since(application: Application, name: str) -> int:
    """In develop."""
    version = version_for(application, name)
    return compare_versions(application, version, develop_of(application.id)).total


def host_choices(application: Application) -> list[HostChoice]:
    loads = loads_by(application, "domain")
    return [
        HostChoice(
            host,
            loads.get(host.registered, Load()),
            "domain_ids" if host.is_domain else "slug_ids",
        )
        for host in hosts_of(application)
    ]


def next_name(names: Sequence[str]) -> str:
    """After the newest one that ends in a number, the next number that is free; else the time.
    names: all, the newest first."""
    newest = next(iter(published(names)), "")
    found = NUMBER.search(newest)
    if not found:
        return f"{now():%Y-%m-%d %H:%M}"
    stem, number = newest[: found.start()], int(found[0])
    while f"{stem}{number}" in names:
        number += 1
    return f"{stem}{number}"


def published(names: Sequence[str]) -> list[str]:
    """Without develop and its backups. names, and what comes back: the newest first."""
    return [name for name in names if name != DEVELOP and not name.startswith(BACKUP)]

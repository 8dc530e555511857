"""Hosts: domains and slugs, and the version each of them points at."""

from collections.abc import Callable
from typing import Any, NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField, SelectField, StringField, TextAreaField

from app.admin.blueprint import bp
from app.admin.forms import ResourceForm
from app.admin.lists import filter_text, sort_order
from app.admin.place import EXPERIENCE, me, version_names
from app.admin.publishing.addresses import Host, base_host, host_of, hosts_of
from app.models import DEVELOP, Application, Domain, Slug
from app.schemas import DomainPatch, DomainPost, SlugPatch, SlugPost
from app.services.experience.domains import create_domain, delete_domain, update_domain
from app.services.experience.slugs import create_slug, delete_slug, update_slug
from app.services.lookup import find_row
from app.services.stats import Load, loads_by

HOSTS = f"{EXPERIENCE}/hosts"
HOST = f"{HOSTS}/<any(domains, slugs):kind>/<host_id>"


class HostRow(NamedTuple):
    host: Host
    load: Load


SORTS: dict[str, Callable[[HostRow], Any]] = {
    "name": lambda row: (row.host.is_default, row.host.name),
    "version": lambda row: row.host.version or "",
    "requests": lambda row: row.load.requests,
}


class PointForm(ResourceForm):
    version = SelectField("Version", coerce=lambda value: value or None)


class SlugForm(PointForm):
    slug = StringField("Slug")


class DomainForm(PointForm):
    domain_name = StringField("Domain")
    ssl_key = TextAreaField("Private key")
    ssl_cert = TextAreaField("Certificate")
    ssl_bundle = TextAreaField("Certificate bundle")
    forget_key = BooleanField("Forget the stored key")

    def body(self) -> dict[str, Any]:
        """What is blank is taken away, but for the key, which is never shown: that stays unless
        it is to be forgotten."""
        body = super().body()
        for name in ("sslKey", "sslCert", "sslBundle"):
            body[name] = (body[name] or "").replace("\r\n", "\n").strip() or None
        if not body.pop("forgetKey") and body["sslKey"] is None:
            del body["sslKey"]
        return body


class NewDomainForm(DomainForm):
    def body(self) -> dict[str, Any]:
        return {name: value for name, value in super().body().items() if value or name == "version"}


@bp.get(HOSTS)
def hosts(application: Application) -> ResponseReturnValue:
    wanted = filter_text().lower()
    loads = loads_by(application, "domain")
    everyone = hosts_of(application)
    rows = [
        HostRow(host, loads.get(host.registered, Load()))
        for host in everyone
        if wanted in f"{host.name} {host.version or host.gone or ''}".lower()
    ]
    order = sort_order(SORTS)
    rows.sort(key=SORTS[order.sort_field], reverse=order.is_descending)
    return render_template(
        "admin/hosts/index.html",
        domains=[row for row in rows if row.host.is_domain],
        slugs=[row for row in rows if not row.host.is_domain],
        sorted=order,
        has_domains=any(host.is_domain for host in everyone),
        target=cname_target(application),
    )


@bp.route(f"{HOSTS}/domains/new", methods=["GET", "POST"])
def new_domain(application: Application) -> ResponseReturnValue:
    form = NewDomainForm.of({"version": DEVELOP})
    form.version.choices = version_choices(application)
    if form.is_submitted():
        with form.refusing():
            made = create_domain(application, form.read(DomainPost), me(), base_host())
            flash(f"{made.domain_name} is registered.")
            return redirect(url_for(".hosts"))
    return render_template(
        "admin/hosts/domain.html", form=form, domain=None, target=cname_target(application)
    ), form.status


@bp.route(f"{HOSTS}/domains/<host_id>", methods=["GET", "POST"])
def domain(application: Application, host_id: str) -> ResponseReturnValue:
    domain = find_host(application, "domains", host_id)
    form = DomainForm.of(domain_values(domain))
    form.version.choices = version_choices(application, domain.version)
    if form.is_submitted():
        with form.refusing():
            with form.changing(domain, domain_values):
                update_domain(domain, form.read(DomainPatch), me(), base_host())
            flash("Saved.")
            return redirect(url_for(".hosts"))
    return render_template(
        "admin/hosts/domain.html", form=form, domain=domain, target=cname_target(application)
    ), form.status


@bp.route(f"{HOSTS}/slugs/new", methods=["GET", "POST"])
def new_slug(application: Application) -> ResponseReturnValue:
    form = SlugForm.of({"version": DEVELOP})
    form.version.choices = version_choices(application)
    if form.is_submitted():
        with form.refusing():
            made = create_slug(application, form.read(SlugPost), me())
            flash(f"{made.slug}.{base_host()} is yours.")
            return redirect(url_for(".hosts"))
    return render_template(
        "admin/hosts/slug.html", form=form, slug=None, base=base_host()
    ), form.status


@bp.route(f"{HOSTS}/slugs/<host_id>", methods=["GET", "POST"])
def slug(application: Application, host_id: str) -> ResponseReturnValue:
    slug = find_host(application, "slugs", host_id)
    form = SlugForm.of(slug_values(slug))
    form.version.choices = version_choices(application, slug.version)
    if form.is_submitted():
        with form.refusing():
            with form.changing(slug, slug_values):
                update_slug(slug, form.read(SlugPatch), me())
            flash("Saved.")
            return redirect(url_for(".hosts"))
    return render_template(
        "admin/hosts/slug.html", form=form, slug=slug, base=base_host()
    ), form.status


@bp.route(f"{HOST}/version", methods=["GET", "POST"])
def point_host(application: Application, kind: str, host_id: str) -> ResponseReturnValue:
    """The same for both kinds of hosts. `?to=` names the version to begin with."""
    row = find_host(application, kind, host_id)
    host = host_of(row, version_names(application))
    form = PointForm.of(pointed_at(row))
    form.version.choices = version_choices(application, row.version)
    if form.is_submitted():
        with form.refusing():
            with form.changing(row, pointed_at):
                point(row, form)
            flash(f"{host.name} now answers with {row.version or 'nothing'}.")
            return redirect(url_for(".hosts"))
    elif wanted := request.args.get("to"):
        form.version.data = wanted
    load = loads_by(application, "domain").get(host.registered, Load())
    return render_template("admin/hosts/point.html", form=form, host=host, load=load), form.status


@bp.route(f"{HOST}/delete", methods=["GET", "POST"])
def ask_to_delete_host(application: Application, kind: str, host_id: str) -> ResponseReturnValue:
    row = find_host(application, kind, host_id)
    host = host_of(row, version_names(application))
    if request.method == "POST":
        if isinstance(row, Domain):
            delete_domain(row, me())
        else:
            delete_slug(row, me())
        flash(f"{host.name} is gone.")
        return redirect(url_for(".hosts"))
    load = loads_by(application, "domain").get(host.registered, Load())
    return render_template("admin/hosts/delete.html", host=host, load=load)


def point(row: Domain | Slug, form: PointForm) -> None:
    if isinstance(row, Domain):
        update_domain(row, form.read(DomainPatch), me(), base_host())
    else:
        update_slug(row, form.read(SlugPatch), me())


def domain_values(domain: Domain) -> dict[str, Any]:
    """Without the key, which never leaves."""
    return {
        "domain_name": domain.domain_name,
        "version": domain.version,
        "ssl_cert": domain.ssl_cert or "",
        "ssl_bundle": domain.ssl_bundle or "",
    }


def slug_values(slug: Slug) -> dict[str, Any]:
    return {"slug": slug.slug, "version": slug.version}


def pointed_at(row: Domain | Slug) -> dict[str, Any]:
    return {"version": row.version}


def find_host(application: Application, kind: str, id: str) -> Any:
    model: Any = Domain if kind == "domains" else Slug
    return find_row(model, model.__name__, application_id=application.id, id=id)


def version_choices(
    application: Application, current: str | None = DEVELOP
) -> list[tuple[str, str]]:
    """current: kept among them even if it was deleted, so that nothing else changes it."""
    names = version_names(application)
    gone = [(current, f"{current} (deleted)")] if current and current not in names else []
    named = [(name, name) for name in names]
    return [*gone, *named, ("", "None: every request to it fails")]


def cname_target(application: Application) -> str:
    return f"{application.id}.{base_host()}"

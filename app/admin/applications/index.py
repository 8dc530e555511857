"""The list of your applications; one application, and one version of it, at a glance."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.admin.applications.activity import activity_of
from app.admin.applications.attention import attention_of
from app.admin.applications.overview import cards_of, versions_of
from app.admin.blueprint import bp
from app.admin.endpoints.traffic import spans
from app.admin.people.counts import people_of
from app.admin.place import APPLICATION, VERSION, Bench
from app.admin.publishing.addresses import hosts_at, hosts_of
from app.models import Application
from app.services.lookup import develop_of


def start() -> ResponseReturnValue:
    return redirect(url_for("admin.applications"))


@bp.get("/")
def applications() -> ResponseReturnValue:
    return render_template("admin/applications/index.html", cards=cards_of(current_user.id))


@bp.get(APPLICATION)
def application(application: Application) -> ResponseReturnValue:
    hosts = hosts_of(application)
    bench = Bench(application, develop_of(application.id))
    activity = activity_of(bench, hosts, everywhere=True)
    return render_template(
        "admin/applications/show.html",
        activity=activity,
        hosts=hosts,
        spans=spans(),
        versions=versions_of(application, hosts),
        people=people_of(application),
    )


@bp.get(VERSION)
def workbench(bench: Bench) -> ResponseReturnValue:
    hosts = hosts_at(bench.application, bench.version.name)
    activity = activity_of(bench, hosts)
    return render_template(
        "admin/workbench.html",
        activity=activity,
        attention=attention_of(bench, activity.loads),
        hosts=hosts,
        spans=spans(),
    )

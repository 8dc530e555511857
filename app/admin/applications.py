"""The list of your applications, and one application at a glance."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.admin.blueprint import bp
from app.admin.endpoint_list import endpoint_list
from app.admin.hosts import hosts_of
from app.admin.overview import cards_of, people_of, versions_of, views_of
from app.extensions import db
from app.models import Account, Application


def start() -> ResponseReturnValue:
    return redirect(url_for("admin.applications"))


@bp.get("/")
def applications() -> ResponseReturnValue:
    return render_template("admin/applications/index.html", cards=cards_of(current_user.id))


@bp.get("/applications/<id>")
def application(id: str) -> ResponseReturnValue:
    application = application_for(current_user, id)
    endpoints = endpoint_list(
        application, request.args.get("filter", ""), request.args.get("sort", "")
    )
    if request.headers.get("HX-Request"):
        return render_template("admin/applications/_endpoints.html", endpoints=endpoints)
    hosts = hosts_of(application)
    return render_template(
        "admin/applications/show.html",
        application=application,
        endpoints=endpoints,
        hosts=hosts,
        versions=versions_of(application, hosts),
        views=views_of(application),
        people=people_of(application),
    )


def application_for(account: Account, id: str) -> Application:
    """Yours, or 404."""
    application = db.session.get(Application, id)
    if application is None or application.owner_id != account.id:
        abort(404)
    return application

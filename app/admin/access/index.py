"""Who may call what: the matrix, and the change of one cell of it."""

from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.admin.access.matrix import matrix_of
from app.admin.blueprint import bp, way_on
from app.admin.lists import filter_text, page_number
from app.admin.people.groups import find_group
from app.admin.place import VERSION, Bench, me
from app.admin.publishing.addresses import hosts_at
from app.errors import NotFound
from app.extensions import db
from app.models import Endpoint, Group
from app.services.experience.access import admit_group, dismiss_group, group_tree, users_gained

ACCESS = f"{VERSION}/access"


@bp.get(ACCESS)
def access(bench: Bench) -> ResponseReturnValue:
    shows_public = request.args.get("show") == "all"
    wanted = filter_text().lower()
    found = matrix_of(bench.version, wanted, shows_public, page_number())
    return render_template("admin/access/index.html", matrix=found, shows_public=shows_public)


@bp.route(f"{ACCESS}/<endpoint_id>/<group_id>", methods=["GET", "POST"])
def change_access(bench: Bench, endpoint_id: str, group_id: str) -> ResponseReturnValue:
    """The form says which of the two it asks for, so that sending it twice does no more."""
    endpoint, group = find_endpoint(bench, endpoint_id), find_group(bench.application, group_id)
    if request.method == "POST":
        act = admit_group if request.form.get("enter") == "y" else dismiss_group
        act(endpoint, group, me())
        flash(f"Saved: who may call {endpoint.method.upper()} {endpoint.route}.")
        return redirect(way_on())
    change = change_of(bench, endpoint, group)
    return render_template(
        "admin/access/change.html",
        endpoint=endpoint,
        group=group,
        change=change,
        hosts=hosts_at(bench.application, bench.version.name),
        back=way_on() if "next" in request.args else url_for(".access"),
    )


class Change(NamedTuple):
    """What happens when a group is admitted to an endpoint, or dismissed from it. users: those who
    get in, or no longer do. above: names of the groups whose members count as its members.
    still: the group below it through which its members get in all the same, or ""."""

    enters: bool
    users: int
    above: list[str]
    still: str
    is_last: bool


def change_of(bench: Bench, endpoint: Endpoint, group: Group) -> Change:
    tree = group_tree(bench.application.id)
    asked = {one.id for one in endpoint.groups}
    without = asked - {group.id}
    enters = group.id not in asked
    through = tree.admitted(without).get(group.id)
    return Change(
        enters=enters,
        users=users_gained(tree, without, without | {group.id}),
        above=[tree.names[id] for id in tree.lineage(group.id) if id != group.id],
        still=tree.names[through] if through else "",
        is_last=not enters and not without,
    )


def find_endpoint(bench: Bench, id: str) -> Endpoint:
    """One that asks for groups."""
    endpoint = db.session.get(Endpoint, (id, bench.version.id))
    if endpoint is None or endpoint.access != "group":
        raise NotFound("Endpoint")
    return endpoint

"""What a typed route would mean, told while it is typed: for the form and the wizard."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.admin.blueprint import bp
from app.admin.endpoints.place import ENDPOINTS, METHODS
from app.admin.place import Bench
from app.services.experience import route_check
from app.services.experience.route_check import RouteCheck


@bp.get(f"{ENDPOINTS}/check")
def check_route(bench: Bench) -> ResponseReturnValue:
    """A fragment. Parameters: method, route, and but, the id of the endpoint that is edited; field:
    the name of the parameter with the route, where that is another."""
    asked = request.args
    route = asked.get(asked.get("field", "route"), "")
    checked = checked_route(bench, asked.get("method", ""), route, asked.get("but", ""))
    return render_template("admin/endpoints/_check.html", check=checked)


def checked_route(bench: Bench, method: str, route: str, but: str = "") -> RouteCheck | None:
    """None where there is nothing to check yet."""
    if method not in METHODS or not route.strip():
        return None
    return route_check.check_route(bench.version.id, method, route.strip(), but or None)

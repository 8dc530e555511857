"""The blueprint, the one place where the console asks who you are, and the way on from there."""

from flask import Blueprint, Response, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

bp = Blueprint("admin", __name__, url_prefix="/console")

OPEN = {"admin.sign_in", "admin.stage", "admin.welcome"}
IN_DIALOG = "X-Dialog"


@bp.before_request
def ask_who() -> ResponseReturnValue | None:
    if request.endpoint in OPEN or current_user.is_authenticated:
        return None
    if request.headers.get("HX-Request"):  # a fragment must not become the sign-in page
        return make_response("", 401, {"HX-Redirect": url_for("admin.sign_in")})
    came_for = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("admin.sign_in", next=came_for))


@bp.after_request
def lead_dialogs(response: Response) -> Response:
    """A form in a dialog is sent by script, which must not follow a redirect itself: the page there
    would say what was done to nobody."""
    if request.headers.get(IN_DIALOG) and response.location:
        response.headers["X-Location"] = response.location
        response.status_code = 204
        del response.headers["Location"]
        response.set_data(b"")
    return response


def way_on() -> str:
    """Where `next` leads, if that is a page of this console; else the start page."""
    target = request.args.get("next", "")
    start = url_for("admin.applications")
    is_ours = target.startswith(start) and "\\" not in target and target.isprintable()
    return target if is_ours else start

"""The blueprint, the one place where the console asks who you are, and the way on from there."""

from flask import Blueprint, Response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import Unauthorized

bp = Blueprint("admin", __name__, url_prefix="/console")

OPEN = {"admin.sign_in", "admin.sign_out", "admin.stage", "admin.welcome"}
IN_DIALOG = "X-Dialog"
BY_SCRIPT = "HX-Request"
"""Sent by whatever asks while its page stays."""


@bp.before_request
def ask_who() -> ResponseReturnValue | None:
    if request.endpoint in OPEN or current_user.is_authenticated:
        return None
    if request.method in ("GET", "HEAD") and BY_SCRIPT not in request.headers:
        return redirect(url_for("admin.sign_in", next=request.full_path.rstrip("?")))
    raise Unauthorized  # leading away would lose what was typed


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

"""Light, dark, or as the system says. Kept in a cookie, so the sign-in page has it too."""

from flask import redirect, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from app.admin.blueprint import bp, way_on

COOKIE = "foyer_theme"
THEMES = ("system", "light", "dark")
ONE_YEAR = 365 * 24 * 60 * 60


@bp.post("/theme")
def choose_theme() -> ResponseReturnValue:
    theme = request.form.get("theme")
    if theme not in THEMES:
        raise BadRequest("A theme is system, light or dark.")
    response = redirect(way_on(), 303)
    response.set_cookie(
        COOKIE,
        theme,
        max_age=ONE_YEAR,
        path="/console",
        secure=request.is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


def chosen_theme() -> str:
    theme = request.cookies.get(COOKIE)
    return theme if theme in THEMES else "system"

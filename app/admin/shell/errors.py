"""What went wrong, in the console's look and words."""

import secrets
from http import HTTPStatus

from flask import Flask, Response, current_app, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed

from app.admin.blueprint import way_on
from app.admin.shell.elsewhere import elsewhere
from app.errors import AppError

WORDS = {
    400: ("This request could not be read.", "Go back and try again."),
    401: (
        "You are signed out.",
        "Nothing that you typed is lost. Sign in, come back to this tab and try again.",
    ),
    403: ("This is not yours to open.", "Ask its owner, or sign in with another account."),
    404: ("There is no page here.", "It was moved or deleted, it never was, or it is not yours."),
    405: ("This page does not take that.", "Go back and use its buttons."),
    413: ("That is too much at once.", "Send less, or in smaller parts."),
    500: ("Something broke in Foyer.", "Nothing was saved. The log tells what happened."),
}
OTHER = ("That did not work.", "Go back and try it another way.")
STALE_FORM = (
    "This form is too old to send.",
    "Its session ended since it was opened. Open the page again, then send it.",
)


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, http_error)
    app.register_error_handler(CSRFError, stale_form)
    app.register_error_handler(AppError, refused)
    app.register_error_handler(InternalServerError, broken)


def http_error(error: HTTPException) -> Response:
    status = error.code or 500
    if status == 404 and (response := elsewhere()):
        return response
    response = page(status, error.name, *WORDS.get(status, OTHER))
    if isinstance(error, MethodNotAllowed):
        response.allow.update(error.valid_methods or ())
    return response


def stale_form(error: CSRFError) -> ResponseReturnValue:
    if request.endpoint == "admin.sign_in" and current_user.is_authenticated:
        return redirect(way_on())  # somebody has signed in in another tab
    return page(400, error.name, *STALE_FORM)


def refused(error: AppError) -> Response:
    """What a service refused and no form caught."""
    if error.status == 404 and (response := elsewhere()):
        return response
    headline, text = WORDS.get(error.status, OTHER)
    name = HTTPStatus(error.status).phrase
    return page(error.status, name, headline, text if error.status == 404 else error.message)


def broken(error: InternalServerError) -> Response:
    """Flask has logged the exception; this line ties it to what the person sees."""
    request_id = secrets.token_hex(4)
    current_app.logger.error("%s %s broke: request %s", request.method, request.path, request_id)
    return page(500, error.name, *WORDS[500], request_id)


def page(status: int, reason: str, headline: str, text: str, request_id: str = "") -> Response:
    body = render_template(
        "admin/error.html",
        status=status,
        reason=reason,
        headline=headline,
        text=text,
        request_id=request_id,
    )
    return make_response(body, status)

"""What went wrong, as `{"type": …, "message": …}`. Never a page, never a stack."""

import secrets
from http import HTTPStatus

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from app.api.calls.reply import json_response
from app.errors import AppError
from app.schemas.answer import ErrorAnswer
from app.serving.pipeline.headers import TRACE_HEADER

TYPES = {
    HTTPStatus.BAD_REQUEST: "Validation",
    HTTPStatus.NOT_FOUND: "NotFound",
    HTTPStatus.METHOD_NOT_ALLOWED: "MethodNotAllowed",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "PayloadTooLarge",
}
MESSAGES = {
    HTTPStatus.NOT_FOUND: "Path was not found",
    HTTPStatus.METHOD_NOT_ALLOWED: "{method} is not allowed here; {allowed} are",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The body is larger than {limit} bytes",
}


def init_blueprint(bp: Blueprint) -> None:
    bp.register_error_handler(AppError, refused)
    bp.register_error_handler(HTTPException, unanswerable)
    bp.register_error_handler(Exception, broken)


def refused(error: AppError) -> Response:
    response = _response(error.type, error.message, error.status)
    if error.status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def unanswerable(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or 500)
    allowed = ", ".join(sorted(getattr(error, "valid_methods", None) or []))
    message = MESSAGES.get(status, error.description or status.phrase).format(
        method=request.method, allowed=allowed, limit=request.max_content_length
    )
    response = _response(TYPES.get(status, "Error"), message, status)
    if isinstance(error, MethodNotAllowed):
        response.headers["Allow"] = allowed
    return response


def broken(error: Exception) -> Response:
    """Ours to mend: the log has the trace, and the answer has its id."""
    trace = secrets.token_hex(12)
    current_app.logger.error(
        "%s %s broke: trace %s", request.method, request.path, trace, exc_info=error
    )
    response = _response("Error", f"Something broke in Foyer; its log has trace {trace}", 500)
    response.headers[TRACE_HEADER] = trace
    return response


def _response(type: str, message: str, status: int) -> Response:
    return json_response(ErrorAnswer.of(None, kind=type, message=message).wire(), status)

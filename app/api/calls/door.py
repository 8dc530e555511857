"""The door: what every call goes through, in this order.

Version, path, parameters, token, scopes, and then the handler: who asks for nonsense is told so
before being asked who they are.
"""

from typing import Any

import orjson
from flask import Blueprint, Flask, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BaseConverter, Rule

from app.api.calls import errors
from app.api.calls.accept_version import check_version
from app.api.calls.call import FORBIDDEN, Call
from app.api.calls.credentials import token_of
from app.api.calls.hypermedia import dressed
from app.api.calls.openapi import description
from app.api.calls.operation import Operation
from app.api.calls.query_string import nested
from app.api.calls.reply import empty, json_response, preflight, with_headers
from app.api.calls.routes import find_operation, roots
from app.errors import Forbidden, ValidationError
from app.extensions import csrf
from app.services.accounts.api_login import Caller, authenticate_api

BODY_LIMIT = 8 * 1024 * 1024  # bytes; the largest lawful body is a list of globals

bp = Blueprint("rest", __name__)
bp.after_request(with_headers)
errors.init_blueprint(bp)
csrf.exempt(bp)


class Anything(BaseConverter):
    """Line breaks, too: names may hold them."""

    regex = r"[\s\S]+"
    part_isolating = False


def init_app(app: Flask) -> None:
    app.register_blueprint(bp)
    app.extensions["foyer_openapi"] = description  # the console shows it to people
    app.view_functions["rest.answer"] = answer
    app.url_map.converters["anything"] = Anything
    for root in roots():
        for path in (f"/{root}", f"/{root}/", f"/{root}/<anything:rest>"):
            app.url_map.add(Rule(path, endpoint="rest.answer", merge_slashes=False))


def answer(rest: str = "") -> ResponseReturnValue:
    if request.method == "OPTIONS":
        return preflight()
    operation, values = find_operation(request.method, request.path, request.args)
    check_version(request.headers.get("Accept-Version"))
    call = Call(
        operation,
        operation.read_path(values),
        operation.read_query(nested(request.args.items(multi=True))),
    )
    body = operation.read_body(_json(operation.body_name)) if operation.body else None
    if not operation.access.open:
        call.caller = _caller(operation)
    found = operation.handler(call, **arguments_of(call, body))
    return empty() if found is None else json_response(dressed(found, call), operation.status)


@bp.get("/openapi.json")
def openapi() -> ResponseReturnValue:
    return json_response(description())


@bp.before_app_request
def answer_programs() -> Response | None:
    """`/`, and what is nowhere, for those who want JSON and could not read a page."""
    wants_json = "application/json" in request.accept_mimetypes.values()
    if not wants_json or request.accept_mimetypes.accept_html:
        return None
    if request.path == "/":
        return with_headers(json_response(description()))
    error = request.routing_exception
    if isinstance(error, HTTPException) and (error.code or 0) >= 400:  # not a redirect
        return with_headers(errors.unanswerable(error))
    return None


def arguments_of(call: Call, body: Any) -> dict[str, Any]:
    given = {"query": call.query, "body": body}
    return {name: value for name, value in given.items() if name in call.operation.hints}


def _json(name: str) -> Any:
    """name: what the client calls its body."""
    request.max_content_length = BODY_LIMIT
    data = request.get_data()
    if not data:
        raise ValidationError(f"{name} is required", name)
    try:
        return orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise ValidationError(f"{name} is not JSON: {error}", name) from None


def _caller(operation: Operation) -> Caller:
    token = token_of(request.headers, request.args)
    if token is None:
        raise Forbidden(FORBIDDEN)
    caller = authenticate_api(token)
    if not operation.scopes.intersection(caller.scopes):
        raise Forbidden(FORBIDDEN)
    return caller

"""The API without HTTP: for workflows, by the names that clients use."""

from collections.abc import Mapping
from typing import Any

from app.api.calls.call import FORBIDDEN, Call
from app.api.calls.door import arguments_of
from app.api.calls.hypermedia import dressed
from app.api.calls.operation import Operation, operations
from app.api.calls.query_string import nested
from app.errors import Forbidden, NotFound, ValidationError
from app.models import Application
from app.services.accounts.api_login import Caller, authenticate_api
from app.services.author import Author

OWN_RIGHTS = ("all.Application",)
BARE = {"_actions": "false", "_links": "false", "_embedded": "false"}

Json = Any


def call_inside(
    resource: str,
    action: str,
    parameters: Mapping[str, Any],
    application: Application,
    token: str = "",
) -> Json:
    """The JSON value of the answer, None where there is no body.

    parameters: of path and query, and the body under its name. The application is implied, and so
    are its rights, unless there is a token of another one. Raises AppError, as over HTTP.
    """
    operation = _operation(resource, action)
    given = {"applicationId": application.id} | dict(parameters)
    path = {name: str(given.pop(name, "")) for name in operation.parameters}
    body = given.pop(operation.body_name, None) if operation.body else None
    given.pop("applicationId", None)
    call = Call(
        operation,
        operation.read_path(path),
        operation.read_query(nested(_texts(given)) | _objects(given) | BARE),
        _caller(operation, application, token),
    )
    if operation.body and body is None:
        raise ValidationError(f"{operation.body_name} is required", operation.body_name)
    found = operation.handler(call, **arguments_of(call, operation.read_body(body)))
    return None if found is None else dressed(found, call)


def _operation(resource: str, action: str) -> Operation:
    name = f"{resource}.{action}"
    found = next((one for one in operations() if one.name == name), None)
    if found is None:
        raise NotFound(f"The call {name}")
    return found


def _caller(operation: Operation, application: Application, token: str) -> Caller:
    own = Caller(None, application, OWN_RIGHTS, Author(application.id, "flow"))
    caller = authenticate_api(token) if token else own
    if not operation.access.open and not operation.scopes.intersection(caller.scopes):
        raise Forbidden(FORBIDDEN)
    return caller


def _texts(given: Mapping[str, Any]) -> list[tuple[str, str]]:
    """As they would stand in a query string."""
    return [
        (name, str(value).lower() if isinstance(value, bool) else str(value))
        for name, value in given.items()
        if isinstance(value, str | int | float)
    ]


def _objects(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in given.items() if isinstance(value, dict | list)}

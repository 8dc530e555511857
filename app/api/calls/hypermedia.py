"""What stands around the fields of a resource: `_type`, `_links` and `_actions`."""

from typing import Any
from urllib.parse import quote, urlencode

from app.api.calls.call import Call
from app.api.calls.operation import PLACEHOLDER, operations
from app.api.calls.resource import Resource, resource_named
from app.models import DEVELOP
from app.schemas import answer as answers

Json = dict[str, Any]


def dressed(answer: Any, call: Call) -> Any:
    """The JSON value to send."""
    resource = resource_named(call.operation.answers or call.operation.resource)
    match answer:
        case answers.Collection():
            return _collection(answer, resource, call)
        case answers.Resource():
            return _entity(answer.wire(), resource.items or resource, call)
        case answers.Bundle():
            return {
                name: _collection(inner, resource_named(name), call)
                for name, inner in answer.collections().items()
            }
    return answer.model_dump(mode="json", by_alias=True, exclude_none=True)


def _collection(answer: Any, resource: Resource, call: Call) -> Json:
    body: Json = answer.wire()
    items = resource.items or resource
    body["items"] = [_entity(item, items, call) for item in body["items"]]
    if set(PLACEHOLDER.findall(resource.path)) <= call.path.keys():
        return _around(resource, _path(resource.path, call.path), "", call) | body
    asked = _path(call.operation.path, call.path)  # it is collected from several places
    return _around(resource, asked, "", call, with_actions=False) | body


def _entity(body: Json, resource: Resource, call: Call) -> Json:
    names = PLACEHOLDER.findall(resource.path)
    ids = {name: str(body[name]) for name in names[:-1] if name in body}
    ids |= {name: str(body["id"]) for name in names[-1:]}
    query = ""
    if resource.is_versioned and body["version"] != DEVELOP:
        query = "?" + urlencode({"version": body["version"]})
    return _around(resource, _path(resource.path, call.path | ids), query, call) | body


def _around(
    resource: Resource, path: str, query: str, call: Call, with_actions: bool = True
) -> Json:
    around: Json = {"_type": resource.name}
    if call.query.with_links:
        around["_links"] = {"self": {"href": path + query}}
    if call.query.with_actions and with_actions:
        around["_actions"] = _actions(resource, path, call)
    return around


def _actions(resource: Resource, path: str, call: Call) -> Json:
    """What may be done with it by whoever asked."""
    return {
        operation.action: {
            "href": path + operation.path.removeprefix(resource.path),
            "method": operation.method,
        }
        for operation in operations()
        if operation.resource == resource.name and operation.scopes & call.scopes
    }


def _path(template: str, values: dict[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: quote(values[found[1]], safe=""), template)

"""Lists and objects."""

from collections.abc import Mapping
from typing import Any

from app.rendering.budget import LONGEST_RANGE
from app.rendering.errors import RenderError
from app.rendering.helpers.compare import same
from app.rendering.helpers.table import helper
from app.rendering.printing import join_texts, text
from app.rendering.state import Scope
from app.rendering.values import LISTS, Missing, item, path


@helper("obj")
def obj(scope: Scope, /, **fields: Any) -> dict[str, Any]:
    return fields


@helper("array")
def array(scope: Scope, /, *values: Any) -> list[Any]:
    return list(scope.rt.walk(values))


@helper("merge")
def merge(scope: Scope, /, *objects: Any) -> dict[str, Any]:
    """Shallow; the last one wins. What is no object counts as empty."""
    merged: dict[str, Any] = {}
    for value in objects:
        if isinstance(value, Mapping):
            merged.update(scope.rt.walk(value))
    return merged


@helper("lookup")
def lookup(_: Scope, collection: Any, key: Any) -> Any:
    return item(collection, key)


@helper("length")
def length(_: Scope, value: Any) -> int | Missing:
    """Of a list, object or text; missing for anything else."""
    return len(value) if isinstance(value, (str, Mapping, *LISTS)) else Missing(name="length")


@helper("last")
def last(_: Scope, value: Any) -> Any:
    """The last item of a list or character of a text."""
    if isinstance(value, (str, *LISTS)) and value:
        return value[-1]
    return Missing(name="last")


@helper("join")
def join(scope: Scope, value: Any, separator: Any = ",", attribute: Any = None) -> str:
    """attribute: join this field of the items."""
    rt = scope.rt
    if not isinstance(value, LISTS):
        return text(value, rt)
    items = [path(entry, attribute) for entry in value] if attribute else rt.walk(value)
    return join_texts([text(entry, rt) for entry in items], text(separator, rt), rt)


@helper("indexByKey")
def index_by_key(scope: Scope, value: Any, wanted: Any, key: Any = "key") -> int:
    """Where `key`, a field or path, equals `wanted`; -1 if nowhere."""
    for index, entry in enumerate(listed(scope, value)):
        if same(path(entry, str(key)), wanted):
            return index
    return -1


@helper("valueByKey")
def value_by_key(
    scope: Scope,
    value: Any,
    wanted: Any,
    keyField: str = "key",  # noqa: N803  (authors write these names)
    valueField: str = "value",  # noqa: N803
) -> Any:
    """The `valueField` of the first item whose `keyField` equals `wanted`; "." is the item."""
    for entry in listed(scope, value):
        if same(path(entry, str(keyField)), wanted):
            return path(entry, str(valueField))
    return Missing(name="valueByKey")


def listed(scope: Scope, value: Any) -> Any:
    return scope.rt.walk(value) if isinstance(value, LISTS) else ()


@helper("range")
def number_range(scope: Scope, /, *bounds: Any) -> range:
    numbers = range(*(int(bound) for bound in bounds))
    if len(numbers) > LONGEST_RANGE:
        raise RenderError(f"A range may have {LONGEST_RANGE:,} numbers.")
    return numbers

"""What the generated code calls while a template is drawn: fields, loops, macros, components."""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2.runtime import LoopContext, Macro

from app.rendering.errors import RenderError
from app.rendering.helpers import HELPERS
from app.rendering.jinja.operators import named
from app.rendering.state import Scope
from app.rendering.values import Missing, field, kind

UNSET: Any = object()
LOOP_FIELDS = frozenset(
    ("index", "index0", "revindex", "revindex0", "first", "last", "length")
    + ("previtem", "nextitem", "depth", "depth0")
)


class Loop(LoopContext):
    """`loop` inside {% for %}."""


class Namespace(dict[str, Any]):
    """namespace(): the one thing a template can change, to carry values out of a loop."""


def loop_over(scope: Scope, value: Any) -> Any:
    """What {% for %} goes through; nothing for missing and null."""
    if isinstance(value, (list, tuple, dict, str, range, Missing)):
        return value
    if value is None:
        return ()
    if isinstance(value, Mapping):
        return list(value)
    raise RenderError(f"{{% for %}} needs a list, not a {kind(value)}.")


def look_up(value: Any, name: str) -> Any:
    """value.name, quickest for plain objects."""
    if type(value) is dict:
        try:
            return value[name]
        except KeyError:
            return Missing(name=name)
    if type(value) is Loop:
        return getattr(value, name) if name in LOOP_FIELDS else Missing(name=name)
    return field(value, name)


def cannot_assign(_: str) -> RenderError:
    return RenderError("Only a namespace() has fields to set: {% set ns = namespace() %}.")


def namespace(scope: Scope, /, **values: Any) -> Namespace:
    return Namespace(values)


def draw_component(
    scope: Scope, buffer: list[str], name: Any, this: Any, args: dict[str, Any]
) -> None:
    """{{ component("name", this, key=value) }} straight into the caller's output."""
    rt = scope.rt
    try:
        draw = rt.components[name]
    except (KeyError, TypeError):
        draw = rt.component(name)
    rt.depth -= 1  # enter() and leave(), written out for tables with a component per row
    rt.steps -= 1
    if rt.depth < 0 or rt.steps < rt.mark:
        rt.check()
    if draw is not None:
        draw(Scope(rt, this, args), buffer)
    rt.depth += 1


def call_component(
    scope: Scope, buffer: list[str], name: Any, this: Any = UNSET, /, **args: Any
) -> None:
    """With whatever arguments the author gave."""
    draw_component(scope, buffer, name, scope.this if this is UNSET else this, args)


call_component.__qualname__ = "component"  # in Python's own “missing argument”


def component(scope: Scope, *args: Any, **kwargs: Any) -> str:
    """component() inside an expression: its text."""
    buffer: list[str] = []
    call_component(scope, buffer, *args, **kwargs)
    return scope.rt.safe("".join(buffer))


def call(scope: Scope, callee: Any, /, *args: Any, **kwargs: Any) -> Any:
    """Call a macro, or a recursive loop with more data; nothing else can be called."""
    rt = scope.rt
    if type(callee) is Loop:
        args = (loop_over(scope, *args),)
    elif type(callee) is not Macro:
        raise RenderError("Only helpers and macros can be called; this is neither.")
    rt.enter()
    result = callee(*args, **kwargs)
    rt.leave()
    return result


def call_name(scope: Scope, callee: Any, name: str, /, *args: Any, **kwargs: Any) -> Any:
    """A name that the template sets somewhere: its macro, else the helper."""
    if name in HELPERS and type(callee) not in (Macro, Loop):
        return HELPERS[name](scope, *args, **kwargs)
    return call(scope, callee, *args, **kwargs)


def call_method(scope: Scope, owner: Any, name: str, /, *args: Any, **kwargs: Any) -> Any:
    """owner.name(…): a macro kept in owner, loop.cycle(), or one of a few safe methods."""
    if type(owner) is Loop and name in ("cycle", "changed"):
        return getattr(owner, name)(*args)
    value = field(owner, name)
    if type(value) is Macro:
        return call(scope, value, *args, **kwargs)
    table = METHODS["text"] if isinstance(owner, str) else METHODS["object"]
    if name not in table or not isinstance(owner, (str, Mapping)):
        raise RenderError(f"There is no method “{name}()” of {named(owner)}.")
    return table[name](scope, owner, *args, **kwargs)


def split(scope: Scope, value: str, separator: Any = None) -> list[str]:
    if separator == "":
        return list(scope.rt.walk(value))
    scope.rt.will_list(value.count(separator) + 1 if separator else len(value) // 2)
    return value.split(separator)


def replace(scope: Scope, value: str, old: str, new: str) -> str:
    found = value.count(old) if isinstance(old, str) else 0
    scope.rt.will_make(len(value) + found * len(new))
    return value.replace(old, new)


METHODS: dict[str, dict[str, Callable[..., Any]]] = {
    "text": {
        "split": split,
        "replace": replace,
        "startswith": lambda scope, value, start: value.startswith(start),
        "endswith": lambda scope, value, end: value.endswith(end),
        "strip": lambda scope, value: value.strip(),
        "upper": HELPERS["upper"],
        "lower": HELPERS["lower"],
    },
    "object": {
        "items": lambda scope, value: [[k, v] for k, v in scope.rt.walk(value).items()],
        "keys": lambda scope, value: list(scope.rt.walk(value)),
        "values": lambda scope, value: list(scope.rt.walk(value).values()),
        "get": lambda scope, value, key, default=None: value.get(key, default),
    },
}

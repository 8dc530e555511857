"""The table of filters and tests: helpers first, then Jinja's own as far as they are harmless."""

import random
from collections.abc import Callable, Mapping
from typing import Any

from markupsafe import Markup

from app.rendering.errors import RenderError
from app.rendering.helpers import HELPERS, TESTS
from app.rendering.helpers.compare import gt, gte, holds, lt, lte, same
from app.rendering.jinja import list_filters as lists
from app.rendering.jinja import number_filters as numbers
from app.rendering.jinja import text_filters as texts
from app.rendering.printing import text
from app.rendering.state import Scope
from app.rendering.values import LISTS, Missing, kind, number
from app.rendering.values import field as field_of

Filter = Callable[..., Any]


def default(_: Scope, value: Any, fallback: Any = "", boolean: Any = False) -> Any:
    return fallback if isinstance(value, Missing) or (boolean and not value) else value


def map_items(scope: Scope, value: Any, name: Any = None, *args: Any, **kwargs: Any) -> list[Any]:
    """map("filter", …) or map(attribute="path", default=…)"""
    entries = lists.items_of(scope, value)
    if "attribute" in kwargs:
        found = [lists.picked(entry, kwargs["attribute"]) for entry in entries]
        return [default(scope, entry, kwargs.get("default", Missing())) for entry in found]
    function = named("filter", FILTERS, name)
    return [function(scope, entry, *args, **kwargs) for entry in entries if scope.rt.step()]


def chosen(keep: bool, by_field: bool) -> Filter:
    """select, reject, selectattr, rejectattr"""

    def choose(scope: Scope, value: Any, *args: Any) -> list[Any]:
        attribute, rest = (args[0], args[1:]) if by_field else (None, args)
        test = named("test", TEST_TABLE, rest[0]) if rest else truthy
        return [
            entry
            for entry in lists.items_of(scope, value)
            if scope.rt.step()
            and bool(test(scope, lists.picked(entry, attribute), *rest[1:])) is keep
        ]

    return choose


def named(what: str, table: Mapping[str, Filter], name: Any) -> Filter:
    if not isinstance(name, str) or name not in table:
        raise RenderError(f"There is no {what} named “{str(name)[:60]}”.")
    return table[name]


def weighed(scope: Scope, value: Any) -> str:
    """The text of a value that will be read through: a list may hold a long one many times."""
    shown = text(value, scope.rt)
    scope.rt.will_make(len(shown))
    return shown


def truthy(_: Scope, value: Any) -> bool:
    return bool(value)


def pick_random(scope: Scope, value: Any) -> Any:
    entries = lists.items_of(scope, value)
    return random.choice(entries) if entries else Missing(name="random")  # noqa: S311  (no secret)


def to_json_filter(scope: Scope, value: Any, indent: Any = None) -> Any:
    return HELPERS["jsonEncode"](scope, value, indent)


FILTERS: dict[str, Filter] = {
    "abs": lambda _, value: abs(number(value)),
    "attr": lambda _, value, name: field_of(value, name) if isinstance(name, str) else Missing(),
    "batch": lists.batch,
    "capitalize": texts.on_text(str.capitalize),
    "center": texts.center,
    "count": HELPERS["length"],
    "d": default,
    "default": default,
    "dictsort": lists.dictsort,
    "e": texts.escaped,
    "escape": texts.escaped,
    "filesizeformat": numbers.file_size,
    "first": lists.first,
    "float": numbers.to_float,
    "forceescape": texts.force_escape,
    "groupby": lists.groupby,
    "indent": texts.indent,
    "int": numbers.to_int,
    "items": lists.items,
    "list": lists.items_of,
    "map": map_items,
    "random": pick_random,
    "reject": chosen(keep=False, by_field=False),
    "rejectattr": chosen(keep=False, by_field=True),
    "replace": texts.replace,
    "reverse": lists.reverse,
    "round": numbers.rounded,
    "safe": texts.safe,
    "select": chosen(keep=True, by_field=False),
    "selectattr": chosen(keep=True, by_field=True),
    "slice": lists.slices,
    "sort": lists.sort,
    "string": texts.text,
    "striptags": texts.striptags,
    "sum": lists.sum_of,
    "title": texts.on_text(texts.title),
    "tojson": to_json_filter,
    "truncate": texts.truncate,
    "unique": lists.unique,
    "urlencode": texts.urlencode,
    "urlize": texts.urlize,
    "wordcount": texts.on_text(lambda source: len(source.split())),
    "wordwrap": texts.wordwrap,
    "xmlattr": texts.xmlattr,
    **HELPERS,
}

TEST_TABLE: dict[str, Filter] = {
    "boolean": lambda _, value: isinstance(value, bool),
    "defined": lambda _, value: not isinstance(value, Missing),
    "divisibleby": lambda _, value, by: number(by) != 0 and number(value) % number(by) == 0,
    "equalto": HELPERS["eq"],
    "escaped": lambda _, value: isinstance(value, Markup),
    "even": lambda _, value: number(value) % 2 == 0,
    "false": lambda _, value: value is False,
    "filter": lambda _, name: isinstance(name, str) and name in FILTERS,
    "float": lambda _, value: isinstance(value, float),
    "ge": gte,
    "greaterthan": gt,
    "in": lambda scope, value, collection: holds(scope, collection, value),
    "integer": lambda _, value: isinstance(value, int) and not isinstance(value, bool),
    "iterable": lambda _, value: isinstance(value, (str, Mapping, *LISTS)),
    "le": lte,
    "lessthan": lt,
    "lower": lambda scope, value: weighed(scope, value).islower(),
    "mapping": lambda _, value: isinstance(value, Mapping),
    "none": lambda _, value: value is None,
    "number": lambda _, value: kind(value) == "number",
    "odd": lambda _, value: number(value) % 2 == 1,
    "sameas": lambda _, value, other: same(value, other),
    "sequence": lambda _, value: isinstance(value, (str, *LISTS)),
    "string": lambda _, value: isinstance(value, str),
    "test": lambda _, name: isinstance(name, str) and name in TEST_TABLE,
    "true": lambda _, value: value is True,
    "undefined": lambda _, value: isinstance(value, Missing),
    "upper": lambda scope, value: weighed(scope, value).isupper(),
    "==": HELPERS["eq"],
    "!=": HELPERS["ne"],
    ">": gt,
    ">=": gte,
    "<": lt,
    "<=": lte,
    **{name: HELPERS[name] for name in TESTS},
}

for name, function in FILTERS.items():
    function.__qualname__ = name  # so that Python's own "missing argument" names the filter

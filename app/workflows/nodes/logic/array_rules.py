"""The rules of the Array node, each from a list to the list that the next one gets."""

import time
from collections.abc import Callable
from typing import Any, Literal

from pydantic import Field

from app.rendering.values import tidy
from app.workflows import paths
from app.workflows.config import NodeConfig, ResultPath, Template
from app.workflows.engine.context import RunContext
from app.workflows.errors import NodeError
from app.workflows.expressions import evaluate
from app.workflows.nodes.logic.sorting import sorted_items
from app.workflows.values import UNDEFINED, strictly_equal, to_number, to_string, truthy

FILTER_SECONDS = 5.0
LARGEST_INDEX = 2**53
Items = list[Any]


class Rule(NodeConfig):
    input_template: Template = Field(
        default=Template(""),
        title="Value",
        description="For filter an expression of value, index, array and payload; "
        "to sort or group by, the path of a field",
        json_schema_extra={
            "when": {
                "type": [
                    "concat",
                    "insertAt",
                    "push",
                    "replaceAt",
                    "unshift",
                    "deduplicateBy",
                    "filter",
                    "groupBy",
                    "indexOf",
                    "keyBy",
                    "sortBy",
                    "slice",
                ]
            },
            "formatBy": {"type": {"filter": "expression"}},
        },
    )
    index_template: Template = Field(
        default=Template(""),
        title="Index",
        description="Negative: from the end",
        json_schema_extra={
            "when": {"type": ["insertAt", "removeAt", "replaceAt", "lookupAt", "slice"]}
        },
    )
    output_path: ResultPath = Field(default=ResultPath(""), title="Result path")

    def whole(self, template: Template, title: str, ctx: RunContext) -> int:
        number = ctx.number(template, title)
        if number != int(number) or abs(number) > LARGEST_INDEX:
            raise NodeError(f"{title} must be a whole number, not {number:g}", "ValidationError")
        return int(number)

    def index(self, ctx: RunContext) -> int:
        return self.whole(self.index_template, "Index", ctx)


class Changing(Rule):
    """Changes the list. What it takes out goes to the result path."""

    type: Literal[
        "compact",
        "concat",
        "deduplicate",
        "flatten",
        "insertAt",
        "pop",
        "push",
        "removeAt",
        "replaceAt",
        "reverse",
        "shift",
        "slice",
        "unshift",
    ]

    def apply(self, items: Items, ctx: RunContext) -> Items:
        return CHANGES[self.type](self, items, ctx)


class Reading(Rule):
    """Leaves the list as it is, and writes to the result path."""

    type: Literal[
        "deduplicateBy",
        "filter",
        "groupBy",
        "indexOf",
        "keyBy",
        "length",
        "lookupAt",
        "sort",
        "sortBy",
        "sum",
    ]
    order: Literal["ascending", "descending"] = Field(default="ascending", title="Order")

    def apply(self, items: Items, ctx: RunContext) -> Items:
        ctx.put(self.output_path, READINGS[self.type](self, items, ctx))
        return items

    def keys(self, items: Items) -> Items:
        """The field to sort or group by, of each item."""
        return [paths.get(item, self.input_template) for item in items]


# -- changing


def concat(rule: Changing, items: Items, ctx: RunContext) -> Items:
    value = ctx.value(rule.input_template)
    return [*items, *(value if isinstance(value, list) else [value])]


def flatten(rule: Changing, items: Items, ctx: RunContext) -> Items:
    return [i for item in items for i in (item if isinstance(item, list) else [item])]


def insert_at(rule: Changing, items: Items, ctx: RunContext) -> Items:
    items.insert(rule.index(ctx), ctx.value(rule.input_template))
    return items


def replace_at(rule: Changing, items: Items, ctx: RunContext) -> Items:
    index, value = rule.index(ctx), ctx.value(rule.input_template)
    if -len(items) <= index < len(items):
        ctx.put(rule.output_path, items[index])
        items[index] = value
    return items


def slice_items(rule: Changing, items: Items, ctx: RunContext) -> Items:
    start, end = (
        rule.whole(template, title, ctx) if ctx.text(template).strip() else None
        for template, title in ((rule.input_template, "Start"), (rule.index_template, "End"))
    )
    return items[start:end]


def taking(index_of: Callable[[Changing, RunContext], int]) -> "Change":
    def take(rule: Changing, items: Items, ctx: RunContext) -> Items:
        index = index_of(rule, ctx)
        taken = items.pop(index) if -len(items) <= index < len(items) else UNDEFINED
        ctx.put(rule.output_path, taken)
        return items

    return take


def unique(items: Items, keys: Items) -> Items:
    """The first item of each key. Lists and objects differ, unless they are the same one."""
    first: dict[Any, Any] = {}
    for item, key in zip(items, keys, strict=True):
        first.setdefault(identity(key), item)
    return list(first.values())


def identity(value: Any) -> Any:
    if isinstance(value, (list, dict)):
        return id(value)
    return (bool if isinstance(value, bool) else float if value == value else "NaN", value)


Change = Callable[[Changing, Items, RunContext], Items]
CHANGES: dict[str, Change] = {
    "compact": lambda rule, items, ctx: [item for item in items if truthy(item)],
    "concat": concat,
    "deduplicate": lambda rule, items, ctx: unique(items, items),
    "flatten": flatten,
    "insertAt": insert_at,
    "pop": taking(lambda rule, ctx: -1),
    "push": lambda rule, items, ctx: [*items, ctx.value(rule.input_template)],
    "removeAt": taking(lambda rule, ctx: rule.index(ctx)),
    "replaceAt": replace_at,
    "reverse": lambda rule, items, ctx: items[::-1],
    "shift": taking(lambda rule, ctx: 0),
    "slice": slice_items,
    "unshift": lambda rule, items, ctx: [ctx.value(rule.input_template), *items],
}

# -- reading


def filtered(rule: Reading, items: Items, ctx: RunContext) -> Items:
    language, now = ctx.group.flow.language, ctx.ports.clock.now()
    until = time.monotonic() + FILTER_SECONDS
    found = []
    for index, value in enumerate(items):
        scope = {"value": value, "index": index, "array": items, "payload": ctx.payload}
        if truthy(evaluate(rule.input_template, scope, language, now=now)):
            found.append(value)
        if time.monotonic() > until:
            raise NodeError(f"The filter took longer than {FILTER_SECONDS:g} seconds", "Timeout")
    return found


def grouped(rule: Reading, items: Items, ctx: RunContext) -> dict[str, Items]:
    groups: dict[str, Items] = {}
    for item, key in zip(items, rule.keys(items), strict=True):
        groups.setdefault(to_string(key), []).append(item)
    return groups


def keyed(rule: Reading, items: Items, ctx: RunContext) -> dict[str, Any]:
    """The last item of each key."""
    return {to_string(key): item for item, key in zip(items, rule.keys(items), strict=True)}


def index_of(rule: Reading, items: Items, ctx: RunContext) -> int:
    wanted = ctx.value(rule.input_template)
    return next((i for i, item in enumerate(items) if strictly_equal(item, wanted)), -1)


def lookup_at(rule: Reading, items: Items, ctx: RunContext) -> Any:
    index = rule.index(ctx)
    return items[index] if -len(items) <= index < len(items) else UNDEFINED


READINGS: dict[str, Callable[[Reading, Items, RunContext], Any]] = {
    "deduplicateBy": lambda rule, items, ctx: unique(items, rule.keys(items)),
    "filter": filtered,
    "groupBy": grouped,
    "indexOf": index_of,
    "keyBy": keyed,
    "length": lambda rule, items, ctx: len(items),
    "lookupAt": lookup_at,
    "sort": lambda rule, items, ctx: sorted_items(items, items, rule.order),
    "sortBy": lambda rule, items, ctx: sorted_items(items, rule.keys(items), rule.order),
    "sum": lambda rule, items, ctx: tidy(sum(map(to_number, items))),
}

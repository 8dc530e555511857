"""Workflows of two versions: which nodes are new, gone or set differently."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.models import Endpoint
from app.services.flows.linked import AnyFlow, flow_id
from app.services.flows.words import starts_of
from app.services.version_diff.changes import (
    FlowChange,
    NodeChange,
    Note,
    Pair,
    Turn,
    changed,
    pairs,
    turn,
)
from app.workflows.registry import node_specs

Endpoints = Mapping[str, Endpoint]
Json = dict[str, Any]
LONGEST = 60
"""Characters of a value that is shown in words."""


def flow_changes(flows: Iterable[Pair], old: Endpoints, new: Endpoints) -> list[FlowChange]:
    """old, new: endpoints by id."""
    found = [_change(pair, old, new) for pair in flows if _differs(pair)]
    return sorted(found, key=lambda one: one.name.casefold())


def _differs(pair: Pair) -> bool:
    return pair.kind != "changed" or _content(pair.old) != _content(pair.new)


def _content(flow: AnyFlow) -> Any:
    return (
        *(flow.name, flow.description or "", flow.enabled),
        *(flow.triggers, flow.nodes, flow.globals),
    )


def _change(pair: Pair, old: Endpoints, new: Endpoints) -> FlowChange:
    flow: AnyFlow = pair.either
    if pair.kind != "changed":
        notes = [Note(_summary(flow, old if pair.new is None else new))]
        return FlowChange(pair.kind, flow_id(flow), flow.name, [], [], notes)
    turns, nodes = _turns(pair, old, new), _node_changes(pair.old.nodes, pair.new.nodes)
    only_drawn = not turns and not nodes
    notes = [Note("only the drawing on the canvas")] if only_drawn else []
    return FlowChange("changed", flow_id(flow), flow.name, turns, nodes, notes)


def _summary(flow: AnyFlow, endpoints: Endpoints) -> str:
    number = len(flow.nodes)
    nodes = f"{number} node{'' if number == 1 else 's'}"
    starts = ", ".join(start.text for start in starts_of(flow.triggers, endpoints))
    return f"{nodes}, started by {starts}" if starts else f"{nodes}, started by nothing"


def _turns(pair: Pair, old: Endpoints, new: Endpoints) -> list[Turn]:
    before: AnyFlow
    after: AnyFlow
    before, after = pair
    starts = [
        ", ".join(start.text for start in starts_of(flow.triggers, endpoints)) or "nothing"
        for flow, endpoints in ((before, old), (after, new))
    ]
    same_nodes = {node["id"] for node in before.nodes} == {node["id"] for node in after.nodes}
    return [
        *turn("name", before.name, after.name),
        *turn("", "on" if before.enabled else "off", "on" if after.enabled else "off"),
        *turn("started by", *starts),
        *(changed("wires", _wires(before), _wires(after)) if same_nodes else []),
        *changed("description", before.description or "", after.description or ""),
        *changed("globals", before.globals, after.globals),
    ]


def _wires(flow: AnyFlow) -> Any:
    triggers = [trigger.get("outputIds") for trigger in flow.triggers]
    return triggers, {node["id"]: node.get("outputIds") for node in flow.nodes}


def _node_changes(old: list[Json], new: list[Json]) -> list[NodeChange]:
    found = []
    for pair in pairs(old, new, lambda node: node["id"]):
        turns = _node_turns(pair.old, pair.new) if pair.kind == "changed" else []
        if turns or pair.kind != "changed":
            found.append(NodeChange(pair.kind, _label(pair.either), turns))
    return found


def _label(node: Json) -> str:
    spec = node_specs().get(node["type"])
    return str((node.get("meta") or {}).get("label") or (spec.label if spec else node["type"]))


def _node_turns(old: Json, new: Json) -> list[Turn]:
    before, after = _settings(old), _settings(new)
    titles = _titles(new["type"])
    found = [*turn("label", _label(old), _label(new)), *turn("type", old["type"], new["type"])]
    for name in dict.fromkeys([*before, *after]):
        was, becomes = before.get(name), after.get(name)
        if was == becomes:
            continue
        words = _word(was), _word(becomes)
        shown = words if None not in words else ("", "")
        found.append(Turn(titles.get(name, name), *map(str, shown)))
    return found


def _settings(node: Json) -> Json:
    """Its config, and what of it is kept in the meta."""
    spec, meta = node_specs().get(node["type"]), node.get("meta") or {}
    kept = spec.meta.model_fields.values() if spec and spec.meta else ()
    names = {field.alias for field in kept}
    return {n: value for n, value in meta.items() if n in names} | (node.get("config") or {})


def _titles(kind: str) -> dict[str, str]:
    """Of the fields of its settings, by their names in the JSON."""
    spec = node_specs().get(kind)
    models = [model for model in (spec.config, spec.meta) if model] if spec else []
    fields = [field for model in models for field in model.model_fields.values()]
    return {field.alias: field.title for field in fields if field.alias and field.title}


def _word(value: Any) -> str | None:
    """None for what is too long to be read at a glance."""
    match value:
        case None | "":
            return "nothing"
        case bool():
            return "on" if value else "off"
        case int() | float():
            return str(value)
        case str() if len(value) <= LONGEST and "\n" not in value:
            return value
        case _:
            return None

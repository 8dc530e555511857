"""Every node type there is, found by walking the folders of `nodes/`."""

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from app.workflows import nodes
from app.workflows.node import SPECS, NodeSpec


@cache
def node_specs() -> Mapping[str, NodeSpec]:
    """By kind. A kind that is registered twice is refused here."""
    for module in pkgutil.walk_packages(nodes.__path__, f"{nodes.__name__}."):
        import_module(module.name)
    return dict(sorted(SPECS.items()))


def palette() -> list[dict[str, Any]]:
    """What the editor needs of each node: the side panel is drawn from `schema`."""
    return [
        {
            "type": spec.kind,
            "label": spec.label,
            "name": spec.name,
            "category": spec.category,
            "help": spec.help,
            "outputs": list(spec.outputs),
            "outputsPer": spec.outputs_per,
            "classes": list(spec.classes),
            "presets": [preset._asdict() for preset in spec.presets],
            "schema": _schema(spec),
        }
        for spec in node_specs().values()
    ]


def _schema(spec: NodeSpec) -> dict[str, Any]:
    """Of the config; before its fields those that are kept in the meta."""
    schema = spec.config.model_json_schema(by_alias=True)
    kept = spec.meta.model_json_schema(by_alias=True)["properties"] if spec.meta else {}
    fields = {name: field | {"at": "meta"} for name, field in kept.items()}
    return schema | {"properties": fields | schema.get("properties", {})}

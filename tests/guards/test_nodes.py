"""Every node tells what it does, draws its own side panel, and has a test in its place."""

import json
import re
from pathlib import Path
from typing import get_args

import pytest

from app.workflows.config import NodeConfig
from app.workflows.engine.context import RunContext
from app.workflows.registry import node_specs, palette

TESTS = Path(__file__).parents[1] / "workflows" / "nodes"
KINDS = sorted(node_specs())


def objects(config):
    """The config, and the objects in its lists."""
    yield config
    for field in config.model_fields.values():
        for part in inner(field.annotation):
            yield from objects(part)


def inner(annotation):
    if isinstance(annotation, type) and issubclass(annotation, NodeConfig):
        yield annotation
    for part in get_args(annotation):
        yield from inner(part)


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_a_test(kind):
    *_, folder, file = node_specs()[kind].function.__module__.split(".")
    assert (TESTS / folder / f"test_{file}.py").is_file()


@pytest.mark.parametrize("kind", KINDS)
def test_it_has_help(kind):
    assert re.fullmatch(r"[A-Z“].{15,}\.", node_specs()[kind].help, re.DOTALL)


@pytest.mark.parametrize("kind", KINDS)
def test_each_field_of_its_config_has_a_title(kind):
    """But for a kind of rule, and for what only old exports have."""
    for part in objects(node_specs()[kind].config):
        for name, field in part.model_fields.items():
            old = (field.json_schema_extra or {}).get("deprecated")
            assert field.title or old or name == "type", f"{part.__qualname__}.{name}"


@pytest.mark.parametrize("entry", palette(), ids=lambda entry: entry["type"])
def test_the_editor_can_draw_it(entry):
    assert entry["label"]
    assert json.loads(json.dumps(entry["schema"]))["type"] == "object"


def test_the_guide_tells_of_all_that_a_node_can_ask_for():
    guide = (Path(__file__).parents[2] / "docs" / "nodes.md").read_text()
    asked = {name for name in vars(RunContext) if callable(getattr(RunContext, name))}
    for name in sorted(name for name in asked if not name.startswith("_")):
        assert f"ctx.{name}(" in guide, name

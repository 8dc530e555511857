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


def schemas(entry):
    """Of the config and of what is in it, each with the names of the fields it and those around it
    have, and their choices."""
    definitions = entry["schema"].get("$defs", {})
    around = choices(entry["schema"])
    yield entry["schema"], around
    for inner in definitions.values():
        alike = [choices(one) for one in definitions.values()]
        yield (
            inner,
            around
            | {name: set().union(*(one.get(name, ()) for one in alike)) for name in choices(inner)},
        )


def choices(schema):
    """Of a text the one it has when it is left out."""
    booleans = {"boolean": {True, False}}
    return {
        name: set(field.get("enum") or ())
        or booleans.get(field.get("type"))
        or {field.get("const", field.get("default"))} - {None}
        for name, field in schema.get("properties", {}).items()
        if not isinstance(field.get("default"), (list, dict))
    }


@pytest.mark.parametrize("entry", palette(), ids=lambda entry: entry["type"])
def test_a_field_depends_only_on_choices_there_are(entry):
    for schema, known in schemas(entry):
        for name, field in schema.get("properties", {}).items():
            for other, values in field.get("when", {}).items():
                assert {*values} <= known[other], f"{name} needs {other}"
            for other in field.get("formatBy", {}):
                assert known[other], f"{name} is formatted by {other}"


@pytest.mark.parametrize("entry", palette(), ids=lambda entry: entry["type"])
def test_each_choice_has_words_of_its_own(entry):
    for schema, _ in schemas(entry):
        for name, field in schema.get("properties", {}).items():
            if labels := field.get("labels"):
                words = [labels[value] for value in field["enum"]]
                assert len(words) == len({*words}), name


def test_the_guide_tells_of_all_that_a_node_can_ask_for():
    guide = (Path(__file__).parents[2] / "docs" / "nodes.md").read_text()
    asked = {name for name in vars(RunContext) if callable(getattr(RunContext, name))}
    for name in sorted(name for name in asked if not name.startswith("_")):
        assert f"ctx.{name}(" in guide, name

import pytest

from app.workflows.config import NodeConfig
from app.workflows.node import node
from app.workflows.registry import node_specs, palette


def test_it_finds_the_nodes_in_their_folders():
    spec = node_specs()["EndpointReplyNode"]
    assert (spec.category, spec.name) == ("output", "endpoint-reply")
    assert spec.help.startswith("Answer the request")
    assert not spec.waits
    assert node_specs()["DelayNode"].waits


def test_a_kind_cannot_be_registered_twice():
    with pytest.raises(ValueError, match="DelayNode is registered twice"):

        @node("DelayNode", label="Another")
        def another(config: NodeConfig, payload, ctx):
            """Never seen."""


def test_outputs_can_follow_the_config():
    switch = node_specs()["SwitchNode"]
    assert switch.output_count({}) == 1
    assert switch.output_count({"cases": [{}, {}]}) == 3
    assert node_specs()["LoopNode"].output_count({}) == 2


def test_the_palette_tells_how_to_draw_a_node():
    entry = next(entry for entry in palette() if entry["type"] == "ConditionalNode")
    assert entry["outputs"] == ["false", "true"]
    assert entry["schema"]["properties"]["expression"] == {
        "default": "",
        "description": "What is in {{ }} is a value, not text: {{ data.method }} === 'post'",
        "format": "expression",
        "title": "Expression",
        "type": "string",
    }


def test_a_kind_can_have_several_entries():
    entry = next(entry for entry in palette() if entry["type"] == "LoopCapNode")
    assert entry["presets"][-1] == {
        "name": "loop-break",
        "label": "Loop: Break",
        "config": {"shouldBreak": True},
    }

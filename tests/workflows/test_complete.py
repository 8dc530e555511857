import re

import pytest

from app.workflows.complete import complete_flow, pad_outputs


@pytest.mark.parametrize(
    ("trigger", "key"),
    [
        ({"type": "virtualButton"}, r"f1-[\w-]{10}"),
        ({"type": "timer", "key": ""}, r"f1-[\w-]{10}"),
        ({"type": "flowError"}, "f1-flowError"),
        ({"type": "flowError", "config": {"scope": "local"}}, "f1-flowError"),
        ({"type": "flowError", "config": {"scope": "experience"}}, "a1-experience-flowError"),
        ({"type": "customNodeStart"}, "customNodeStart"),
        ({"type": "virtualButton", "key": "own"}, "own"),
    ],
)
def test_triggers_get_a_key(trigger, key):
    completed = complete_flow({"triggers": [trigger]}, "f1", "a1")
    assert re.fullmatch(key, completed["triggers"][0]["key"])


def test_an_endpoint_must_be_named():
    assert complete_flow({"triggers": [{"type": "endpoint"}]}, "f1", "a1")["triggers"] == [
        {"type": "endpoint"}
    ]


def test_nodes_get_an_id_and_keep_all_else():
    flow = {"name": "x", "nodes": [{"type": "DebugNode", "odd": 1}, {"type": "a", "id": "own"}]}
    completed = complete_flow(flow, "f1", "a1")
    first, second = completed["nodes"]
    assert re.fullmatch(r"[\w-]{10}", first["id"])
    assert (first["odd"], second["id"], completed["name"]) == (1, "own", "x")
    assert "id" not in flow["nodes"][0]


def test_imports_get_their_missing_outputs():
    nodes = [
        {"type": "ConditionalNode", "outputIds": [["a"]]},
        {"type": "ConditionalNode"},
        {"type": "DebugNode", "outputIds": []},
    ]
    assert [node.get("outputIds") for node in pad_outputs({"nodes": nodes})["nodes"]] == [
        [["a"], []],
        [[], []],
        [],
    ]

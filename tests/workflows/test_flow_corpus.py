"""The flows that the editor is tried with can all be saved, and leave nothing out."""

import json

import pytest

from app.workflows.check import check_flow
from app.workflows.registry import node_specs

from ..flow_corpus import all_kinds, corpus

FLOWS = corpus()


@pytest.mark.parametrize("flow", FLOWS, ids=lambda flow: flow["name"][:9])
def test_each_can_be_saved(flow: dict[str, object]) -> None:
    assert check_flow(flow, "experience") == []


def test_they_hold_every_type_of_node() -> None:
    found = {node["type"] for flow in FLOWS for node in flow["nodes"]}
    assert found == set(all_kinds())
    assert found - node_specs().keys()


def test_they_are_the_same_each_time() -> None:
    assert json.dumps(corpus()) == json.dumps(FLOWS)


def test_they_hold_nested_loops_missing_places_and_several_triggers() -> None:
    for flow in FLOWS:
        loops = {n["id"]: (n.get("meta") or {}) for n in flow["nodes"] if n["type"] == "LoopNode"}
        if any(meta.get("groupId") in loops for meta in loops.values()):
            break
    else:
        pytest.fail("no loop within a loop")
    assert any(all("x" not in (n.get("meta") or {}) for n in f["nodes"]) for f in FLOWS)
    assert any(len(flow["triggers"]) > 3 for flow in FLOWS)

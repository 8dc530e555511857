"""A workflow of 300 nodes can be opened, changed and saved. `python -m bench.editor` prints what it
costs."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Console
from .flow_editor import Editor, address_of, graph_of, make_flow

pytestmark = pytest.mark.browser

NODES, A_ROW = 300, 20


def large_graph() -> dict[str, Any]:
    """Half of the nodes have two outputs; every wire goes down, or along a row."""
    nodes = []
    for at in range(NODES):
        row, column = divmod(at, A_ROW)
        below, beside = at + A_ROW, at + A_ROW + 1
        targets = [[f"n{to}"] if to < NODES else [] for to in (below, beside)]
        is_branch = at % 2 == 0
        nodes.append(
            {
                "id": f"n{at}",
                "type": "ConditionalNode" if is_branch else "MutateNode",
                "config": {"expression": "1"} if is_branch else {"rules": []},
                "meta": {"label": f"Node {at}", "x": 60 + column * 220, "y": 160 + row * 120},
                "outputIds": targets if is_branch else targets[:1],
            }
        )
    trigger = {
        "type": "virtualButton",
        "key": "large",
        "meta": {"label": "Start", "x": 60, "y": 40},
    }
    return {"triggers": [trigger | {"config": {}, "outputIds": [["n0"]]}], "nodes": nodes}


def test_it_opens_and_its_nodes_move(desk: Page, console: Console) -> None:
    flow = make_flow(console, "Large", **large_graph())
    editor = Editor(desk).open(address_of(console, flow["id"]))
    editor.move("Node 0", 60, 160)
    desk.get_by_role("button", name="Fit", exact=True).click()
    expect(editor.node("Node 299")).to_be_visible()
    editor.move("Node 170", 20, 20)
    editor.save()
    before, after = large_graph()["nodes"], graph_of(console, flow["id"])["nodes"]
    moved = [now["id"] for was, now in zip(before, after, strict=True) if was != now]
    assert {"n0", "n170"} <= {*moved}

"""A workflow of 300 nodes: what it costs to open it and to drag in it is printed, not judged."""

from statistics import median, quantiles
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .conftest import Console
from .flow_editor import Editor, address_of, graph_of, make_flow

pytestmark = pytest.mark.browser

NODES, A_ROW = 300, 20
WATCH = """() => {
  window.frames_ = [];
  let last = performance.now();
  const tick = (now) => {
    window.frames_.push(now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""


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


def frames(page: Page) -> str:
    found = page.evaluate("() => window.frames_.splice(0)")[1:]
    return (
        f"{median(found):.0f} median, {quantiles(found, n=20)[-1]:.0f} p95, "
        f"{max(found):.0f} worst frame, ms"
    )


def test_it_opens_and_its_nodes_move(
    desk: Page, console: Console, capsys: pytest.CaptureFixture[str]
) -> None:
    flow = make_flow(console, "Large", **large_graph())
    editor = Editor(desk).open(address_of(console, flow["id"]))
    expect(editor.node("Node 0")).to_be_visible()
    opened = desk.evaluate(
        "() => performance.getEntriesByName('flow-editor-drawn')[0].startTime - "
        "performance.getEntriesByType('navigation')[0].responseEnd"
    )
    desk.evaluate(WATCH)
    editor.move("Node 0", 60, 160, steps=60)
    one = frames(desk)
    stage = editor.box_of_stage
    start = (stage["x"] + 8, stage["y"] + 160)
    editor.drag(start, (stage["x"] + stage["width"] - 8, stage["y"] + stage["height"] - 8))
    chosen = desk.locator(".side").inner_text()
    frames(desk)
    editor.move("Node 21", 40, 60, steps=60)
    many = frames(desk)
    desk.get_by_role("button", name="Fit", exact=True).click()
    expect(editor.node("Node 299")).to_be_visible()
    desk.evaluate(WATCH)
    editor.move("Node 170", 20, 20, steps=60)
    whole = frames(desk)
    editor.save()
    with capsys.disabled():
        print(f"\n{NODES} nodes, {len(large_graph()['nodes'])} in the flow")
        print(f"  open: {opened:.0f} ms from the page to the drawing")
        print(f"  drag one: {one}")
        print(f"  drag many ({chosen}): {many}")
        print(f"  drag one, the whole flow in sight: {whole}")
    before, after = large_graph()["nodes"], graph_of(console, flow["id"])["nodes"]
    moved = [now["id"] for was, now in zip(before, after, strict=True) if was != now]
    assert {"n0", "n21", "n170"} <= {*moved}

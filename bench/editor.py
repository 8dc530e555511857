"""What a workflow of 300 nodes costs in the editor: python -m bench.editor prints milliseconds.

In a real browser, without a graphics processor: a person's machine is faster.
"""

import tempfile
from pathlib import Path
from statistics import median, quantiles

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser import chromium
from tests.browser.console.conftest import Console, sign_in
from tests.browser.console.flow_editor import Editor, address_of, make_flow
from tests.browser.console.test_large_flow import NODES, large_graph

STEPS = 60  # of the pointer, in one drag
OPENED = """() => performance.getEntriesByName("flow-editor-drawn")[0].startTime
  - performance.getEntriesByType("navigation")[0].responseEnd"""
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


def main() -> None:
    path = chromium.find()
    if path is None:
        raise SystemExit(chromium.HELP)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        console = Console(Path(data))
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        try:
            page = browser.new_page(viewport={"width": 1280, "height": 860})
            sign_in(page, console)
            measure(page, console)
        finally:
            browser.close()
            console.stop()


def measure(page: Page, console: Console) -> None:
    flow = make_flow(console, "Large", **large_graph())
    editor = Editor(page).open(address_of(console, flow["id"]))
    expect(editor.node("Node 0")).to_be_visible()
    print(f"{NODES} nodes: {page.evaluate(OPENED):.0f} ms from the page to the drawing")
    page.evaluate(WATCH)
    editor.move("Node 0", 60, 160, steps=STEPS)
    print(f"drag one: {frames(page)}")
    stage = editor.box_of_stage
    start = (stage["x"] + 8, stage["y"] + 160)
    editor.drag(start, (stage["x"] + stage["width"] - 8, stage["y"] + stage["height"] - 8))
    frames(page)
    editor.move("Node 21", 40, 60, steps=STEPS)
    print(f"drag those in a frame: {frames(page)}")
    page.get_by_role("button", name="Fit", exact=True).click()
    expect(editor.node("Node 299")).to_be_visible()
    frames(page)
    editor.move("Node 170", 20, 20, steps=STEPS)
    print(f"drag one, the whole workflow in sight: {frames(page)}")


def frames(page: Page) -> str:
    """Of those since the last call."""
    found = page.evaluate("() => window.frames_.splice(0)")[1:]
    return (
        f"{median(found):.0f} median, {quantiles(found, n=20)[-1]:.0f} p95, "
        f"{max(found):.0f} worst frame, ms"
    )


if __name__ == "__main__":
    main()

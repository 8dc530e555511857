import assert from "node:assert/strict";
import { test } from "node:test";
import { FlowDocument } from "../../static/js/flow_editor/document.js";
import { outlineOf, visibleRows } from "../../static/js/flow_editor/outline/order.js";
import { Palette } from "../../static/js/flow_editor/palette.js";

const kind = (type, outputs) => ({ type, label: type, name: type, category: "logic", help: "", outputs, presets: [], schema: {} });
const palette = new Palette({
  nodes: [kind("Step", ["continue"]), kind("If", ["false", "true"]), kind("End", []), kind("LoopNode", ["after", "body"]), kind("AnnotationNode", [])],
  triggers: ["endpoint"],
});

function drawn(nodes, triggers = [["a"]]) {
  const flow = new FlowDocument({
    triggers: triggers.map((first, at) => ({ type: "endpoint", key: `e${at}`, meta: { label: `T${at}` }, outputIds: [first] })),
    nodes: nodes.map(([id, type, outputIds = [], meta = {}]) => ({ id, type, outputIds, meta })),
  }, palette);
  const words = ({ row, level }) => `${"  ".repeat(level - 1)}${row.heading ? `[${row.heading}] ` : ""}${row.via?.label ? `${row.via.label}: ` : ""}${row.kind === "join" ? "→ " : ""}${flow.entry(row.key).isTrigger ? flow.label(row.key) : row.key}`;
  return { flow, lines: (closed = new Set()) => visibleRows(outlineOf(flow), closed).map(words) };
}

test("a path goes straight down below its trigger", () => {
  assert.deepEqual(drawn([["a", "Step", [["b"]]], ["b", "Step", [["c"]]], ["c", "End"]]).lines(), ["T0", "  a", "  b", "  c"]);
});

test("where it forks, each branch is deeper and named by its output", () => {
  const { lines } = drawn([["a", "If", [["b"], ["c"]]], ["b", "End"], ["c", "Step", [["d"]]], ["d", "End"]]);
  assert.deepEqual(lines(), ["T0", "  a", "    false: b", "    true: c", "    d"]);
});

test("several targets of one output are branches, too", () => {
  assert.deepEqual(drawn([["a", "Step", [["b", "c"]]], ["b", "End"], ["c", "End"]]).lines(), ["T0", "  a", "    b", "    c"]);
});

test("what is reached again is a join", () => {
  const { lines } = drawn([["a", "If", [["b"], ["c"]]], ["b", "End"], ["c", "Step", [["b"]]]], [["a"], ["c"]]);
  assert.deepEqual(lines(), ["T0", "  a", "    false: b", "    true: c", "    → b", "T1", "  → c"]);
});

test("the body of a loop is deeper, and what comes after goes straight on", () => {
  const { lines } = drawn([["a", "LoopNode", [["d"], ["b"]]], ["b", "Step", [[]], { groupId: "a" }], ["c", "Step", [[]], { groupId: "a" }], ["d", "End"]]);
  assert.deepEqual(lines(), ["T0", "  a", "    body: b", "    [In the loop, but nothing leads here] c", "  after: d"]);
});

test("what nothing leads to stands at the end, circles and notes, too", () => {
  const { lines } = drawn([["a", "End"], ["n", "AnnotationNode"], ["x", "Step", [["y"]]], ["y", "End"], ["p", "Step", [["q"]]], ["q", "Step", [["p"]]]]);
  assert.deepEqual(lines(), ["T0", "  a", "[Nothing leads here] x", "y", "p", "q", "→ p", "[Notes] n"]);
});

test("what is in a closed row is not seen", () => {
  const { flow, lines } = drawn([["a", "Step"]]);
  assert.deepEqual(lines(new Set([flow.keys[0]])), ["T0"]);
});

test("a wire to a node that does not exist leads nowhere", () => {
  assert.deepEqual(drawn([["a", "Step", [["gone"]]]]).lines(), ["T0", "  a"]);
});

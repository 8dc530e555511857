// Where a recorded run lights the document.
import assert from "node:assert/strict";
import { test } from "node:test";
import { duration, goneFrom, keyOf, pathOf } from "../../static/js/flow_editor/runs/path.js";
import { opened } from "./example.mjs";

const step = (number, nodeId, more = {}) => ({
  number, nodeId, after: number - 1, within: null, flowId: "f", label: nodeId, milliseconds: 2, output: 0, error: null, ...more,
});
const run = (...steps) => ({ flowId: "f", triggerKind: "endpoint", endpointId: "e1", steps });
const lit = (path) => path.wires.map(({ from, output, to }) => `${from}.${output}>${to}`);
const trigger = (flow) => flow.items.find(({ isTrigger }) => isTrigger).key;

test("it lights the nodes, the wires between them and the trigger", () => {
  const flow = opened();
  const path = pathOf(run(step(1, "if"), step(2, "no", { milliseconds: 0.04 })), flow, 2);
  assert.deepEqual([...path.nodes], [["if", "2.0 ms"], ["no", "0.04 ms"], [trigger(flow), ""]]);
  assert.deepEqual(lit(path), [`${trigger(flow)}.0>if`, "if.0>no"]);
  assert.equal(path.current, "no");
});

test("a loop is lit through its body, and its rounds are counted", () => {
  const rounds = [step(3, "in", { after: 2, within: 2 }), step(4, "cap", { within: 2 }), step(5, "in", { after: 2, within: 2 })];
  const path = pathOf(run(step(1, "if", { output: 1 }), step(2, "loop"), ...rounds), opened(), 1);
  assert.deepEqual(lit(path).slice(1), ["if.1>loop", "loop.1>in", "in.0>cap"]);
  assert.equal(path.nodes.get("in"), "2 × 4.0 ms");
});

test("what happened within a custom node stands at the node that calls it", () => {
  const inner = step(2, "deep", { within: 1, flowId: "c", milliseconds: 900 });
  const called = run(step(1, "if"), inner, step(3, "no", { after: 1 }));
  assert.equal(keyOf(called, inner), "if");
  const path = pathOf(called, opened(), 2);
  assert.equal(path.current, "if");
  assert.equal(path.nodes.get("if"), "2.0 ms");
});

test("a node that failed is told apart", () => {
  const path = pathOf(run(step(1, "if", { error: { name: "Error", message: "no" } })), opened(), 1);
  assert.deepEqual([...path.failed], ["if"]);
  assert.deepEqual(path.steps.if, { milliseconds: 2, error: "Error: no" });
});

test("nodes that are gone are named once and not lit", () => {
  const old = run(step(1, "was", { label: "Was here" }), step(2, "no"), step(3, "was", { label: "Was here" }));
  assert.deepEqual(goneFrom(old, opened()), ["Was here"]);
  assert.deepEqual([...pathOf(old, opened(), 1).nodes.keys()], ["no"]);
});

test("times are written as the server writes them", () => {
  assert.deepEqual([0.04, 0.15, 97, 340, 5000, null].map(duration), ["0.04 ms", "0.1 ms", "97.0 ms", "340 ms", "5.0 s", ""]);
});

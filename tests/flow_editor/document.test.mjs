import assert from "node:assert/strict";
import { test } from "node:test";
import { Selection } from "../../static/js/flow_editor/selection.js";
import { changes, opened, palette, stored } from "./example.mjs";

const made = (type, name) => {
  const known = palette();
  return known.defaultItem(known.of(type, name));
};

test("a wire is hung to another end in one step, at the same place among its neighbours", () => {
  const flow = opened();
  flow.add({ type: "MutateNode", config: {}, meta: {}, id: "new" }, { at: { x: 600, y: 260 } });
  flow.wire("if", 0, "odd");
  flow.rewire({ from: "if", output: 0, to: "no" }, { from: "if", output: 0, to: "new" });
  assert.deepEqual(flow.find("if").outputIds[0], ["new", "odd"]);
  flow.undo();
  assert.deepEqual(flow.find("if").outputIds[0], ["no", "odd"]);
  flow.rewire({ from: "odd", output: 0, to: "no" }, { from: "new", output: 0, to: "no" });
  assert.deepEqual([flow.find("odd").outputIds, flow.find("new").outputIds], [[[]], [["no"]]]);
});

test("a wire is not hung to where no wire can be, and stays", () => {
  const flow = opened();
  const [trigger] = flow.keys;
  const old = { from: "if", output: 0, to: "no" };
  for (const to of [trigger, "if", "in"]) assert.throws(() => flow.rewire(old, { ...old, to }));
  assert.deepEqual(flow.find("if").outputIds[0], ["no"]);
  assert.equal(flow.refusal("if", 0, "no", old), ""); // where it is
  assert.equal(flow.canUndo, false);
});

test("what hangs at one wire only goes into the loop with it", () => {
  const flow = opened();
  flow.rewire({ from: "if", output: 0, to: "no" }, { from: "if", output: 1, to: "no" });
  flow.unwire("odd", 0, "no");
  flow.rewire({ from: "if", output: 1, to: "no" }, { from: "loop", output: 1, to: "no" });
  assert.equal(flow.groupOf("no"), "loop");
});

test("an opened flow is given back as it was stored, unknown fields included", () => {
  assert.deepEqual(opened().flow, stored());
});

test("a command leaves what it is not about as it was", () => {
  const flow = opened();
  flow.configure("if", { expression: "2" });
  const wanted = stored();
  wanted.nodes[0].config = { expression: "2" };
  assert.deepEqual(flow.flow, wanted);
});

test("outputs have the names of the palette, cases theirs, and those of unknown nodes their wires", () => {
  const flow = opened();
  assert.deepEqual(flow.outputsOf("if"), [
    { index: 0, label: "false", targets: ["no"] },
    { index: 1, label: "true", targets: ["loop"] },
  ]);
  assert.deepEqual(flow.outputsOf("odd"), [{ index: 0, label: "continue", targets: ["no"] }]);
  assert.deepEqual(flow.outputsOf("cap"), []);
  const key = flow.add(made("SwitchNode"));
  flow.configure(key, { cases: [{ caseLabel: "red" }, { caseTemplate: "blue" }, {}] });
  assert.deepEqual(flow.outputsOf(key).map(({ label }) => label), ["default", "red", "blue", "case 3"]);
});

test("a case that goes takes its wires with it", () => {
  const flow = opened();
  const key = flow.add(made("SwitchNode"));
  flow.configure(key, { cases: [{ caseLabel: "red" }] });
  flow.wire(key, 1, "no");
  flow.configure(key, { cases: [] });
  assert.deepEqual(flow.find(key).outputIds, [[]]);
  flow.undo();
  assert.deepEqual(flow.find(key).outputIds, [[], ["no"]]);
});

test("a node is added after an output, wired and below it, in one step", () => {
  const flow = opened();
  const heard = changes(flow);
  const key = flow.add(made("MutateNode"), { after: { key: "no", output: 0 } });
  assert.deepEqual(flow.find("no").outputIds, [[key]]);
  assert.ok(flow.find(key).meta.y > flow.find("no").meta.y);
  assert.equal(flow.find(key).meta.groupId, undefined);
  assert.deepEqual([heard.length, heard[0].kind, heard[0].added], [1, "added", [key]]);
  flow.undo();
  assert.deepEqual(flow.flow, stored());
});

test("a node that is added after the body of a loop is in the loop, and its end knows which", () => {
  const flow = opened();
  assert.equal(flow.find(flow.add(made("MutateNode"), { after: { key: "loop", output: 1 } })).meta.groupId, "loop");
  const end = flow.find(flow.add(made("LoopCapNode", "loop-next"), { after: { key: "in", output: 0 } }));
  assert.deepEqual([end.meta.groupId, end.config.loopNodeId], ["loop", "loop"]);
});

test("wires that cannot be are refused with a reason", () => {
  const flow = opened();
  const note = flow.add(made("AnnotationNode"));
  assert.match(flow.refusal("no", 0, "no"), /itself/);
  assert.match(flow.refusal("in", 0, "no"), /loop/);
  assert.match(flow.refusal("if", 0, "in"), /loop/);
  assert.match(flow.refusal("loop", 0, "if"), /circle/);
  assert.match(flow.refusal("if", 0, "no"), /already/);
  assert.match(flow.refusal("if", 0, note), /note/);
  assert.match(flow.refusal("if", 0, flow.keys[0]), /trigger/);
  assert.equal(flow.refusal("if", 1, "no"), "");
  assert.throws(() => flow.wire("no", 0, "no"), /itself/);
  assert.equal(flow.canUndo, true); // the note
});

test("a loose node follows the wire into the loop", () => {
  const flow = opened();
  const key = flow.add(made("MutateNode"));
  flow.wire("in", 0, key);
  assert.equal(flow.groupOf(key), "loop");
});

test("what leaves a loop loses the wires that crossed its border", () => {
  const flow = opened();
  flow.regroup(["cap"], null);
  assert.equal(flow.groupOf("cap"), null);
  assert.deepEqual(flow.find("in").outputIds, [[]]);
  assert.equal(flow.find("if"), flow.find("if"));
  flow.regroup(["loop"], "loop"); // not into itself
  assert.equal(flow.groupOf("loop"), null);
});

test("a removed loop takes its body along, and no wire leads to what is gone", () => {
  const flow = opened();
  flow.remove(["loop"]);
  assert.deepEqual(flow.flow.nodes.map(({ id }) => id), ["if", "no", "odd"]);
  assert.deepEqual(flow.find("if").outputIds, [["no"], []]);
  flow.undo();
  assert.deepEqual(flow.flow, stored());
});

test("undo and redo go through all steps and say what they undo", () => {
  const flow = opened();
  const heard = changes(flow);
  flow.place([{ key: "if", x: 101, y: 212 }, { key: "no", x: 20, y: 300 }]);
  flow.unwire("if", 0, "no");
  flow.remove(["odd"]);
  const last = flow.flow;
  assert.deepEqual([flow.find("if").meta.x, flow.find("if").meta.y], [100, 220]);
  for (let step = 0; step < 3; step++) flow.undo();
  assert.deepEqual(flow.flow, stored());
  assert.equal(flow.canUndo, false);
  for (let step = 0; step < 3; step++) flow.redo();
  assert.deepEqual(flow.flow, last);
  assert.deepEqual(heard.map(({ kind }) => kind), ["placed", "wired", "removed", "added", "wired", "placed", "placed", "wired", "removed"]);
  assert.equal(heard[3].step, "Undone: Remove node");
});

test("typing in one field is one step, in another one it is another", () => {
  const flow = opened();
  for (const expression of ["a", "ab", "abc"]) flow.configure("if", { expression });
  flow.describe("if", { label: "New" });
  flow.undo();
  assert.equal(flow.find("if").config.expression, "abc");
  flow.undo();
  assert.equal(flow.find("if").config.expression, "1");
  flow.configure("if", { expression: "x" });
  flow.seal();
  flow.configure("if", { expression: "xy" });
  flow.undo();
  assert.equal(flow.find("if").config.expression, "x");
});

test("a step that fails has not happened", () => {
  const flow = opened();
  assert.throws(() => flow.step("Two", () => (flow.remove(["odd"]), flow.wire("no", 0, "no"))));
  assert.deepEqual(flow.flow, stored());
  assert.equal(flow.canUndo, false);
});

test("it is dirty until it is saved or everything is undone", () => {
  const flow = opened();
  flow.remove(["odd"]);
  assert.equal(flow.isDirty, true);
  flow.undo();
  assert.equal(flow.isDirty, false);
  flow.redo();
  const mark = flow.mark;
  flow.remove(["no"]);
  flow.saved(mark); // what was sent before that
  assert.equal(flow.isDirty, true);
  flow.undo();
  assert.equal(flow.isDirty, false);
});

test("a key that the server has made up is kept, and undo does not lose it", () => {
  const flow = opened();
  const key = flow.add(made("virtualButton"));
  flow.describe(key, { label: "Try" });
  const graph = flow.flow;
  flow.saved(flow.mark, { ...graph, triggers: graph.triggers.map((one) => ({ key: "f-made", ...one })) });
  assert.equal(flow.find(key).key, "f-made");
  assert.equal(flow.isDirty, false);
  flow.undo();
  assert.equal(flow.find(key).key, "f-made");
});

test("a copy that is pasted has ids of its own, and its wires and loops go with it", () => {
  const flow = opened();
  const clip = JSON.parse(JSON.stringify(flow.copy(["loop", "if"])));
  assert.deepEqual(clip.nodes.map(({ id }) => id), ["if", "loop", "in", "cap"]);
  const [condition, loop, inside, end] = flow.paste(clip);
  assert.deepEqual(flow.find(condition).outputIds, [[], [loop]]);
  assert.deepEqual(flow.find(loop).outputIds, [[], [inside]]);
  assert.equal(flow.groupOf(inside), loop);
  assert.equal(flow.find(end).config.loopNodeId, loop);
  assert.equal(flow.find(condition).meta.mine, 7);
  assert.equal(new Set(flow.keys).size, flow.keys.length);
  flow.undo();
  assert.deepEqual(flow.flow, stored());
});

test("a pasted endpoint keeps its endpoint, a pasted button gets a key of its own", () => {
  const flow = opened();
  const button = flow.add(made("virtualButton"));
  flow.startBy(button, "f-one");
  const [first, second] = flow.paste(flow.copy([flow.keys[0], button]));
  assert.equal(flow.find(first).key, "e1");
  assert.equal(flow.find(second).key, undefined);
  assert.notEqual(flow.find(second).meta.uiId, flow.find(button).meta.uiId);
});

test("their version replaces yours in one step that can be undone", () => {
  const flow = opened();
  flow.configure("if", { expression: "mine" });
  const theirs = stored();
  theirs.nodes[1].meta.label = "Theirs";
  const heard = changes(flow);
  flow.replace(theirs);
  assert.deepEqual(flow.flow, theirs);
  assert.deepEqual(heard[0].keys.sort(), ["if", "no"]);
  flow.undo();
  assert.equal(flow.find("if").config.expression, "mine");
});

test("a selection tells only of changes", () => {
  const selection = new Selection();
  let times = 0;
  selection.addEventListener("change", () => (times += 1));
  selection.set(["a", "b", "a"]);
  selection.set(["a", "b"]);
  selection.toggle("a");
  assert.deepEqual([selection.keys, selection.key, times], [["b"], "b", 2]);
});

test("loops that are in one another are in none, and nothing is in them", () => {
  const flow = stored();
  const loop = (id, groupId) => ({ id, type: "LoopNode", meta: { groupId }, outputIds: [[], []] });
  flow.nodes.push(loop("self", "self"), loop("one", "other"), loop("other", "one"), { id: "lost", type: "MutateNode", meta: { groupId: "one" } });
  const odd = opened(flow);
  assert.deepEqual(["self", "one", "other", "lost", "in"].map((key) => odd.groupOf(key)), [null, null, null, null, "loop"]);
  assert.deepEqual(odd.withMembers(["self", "one", "loop"]), ["self", "one", "loop", "in", "cap"]);
});

test("labels and cases that are no text are not taken for one", () => {
  const flow = stored();
  flow.nodes.push({ id: "odd case", type: "SwitchNode", config: { cases: [{ caseLabel: 5 }, null, { caseTemplate: "x" }] }, meta: { label: { no: "text" } } });
  flow.nodes.push({ id: "no cases", type: "SwitchNode", config: { cases: 5 } });
  const odd = opened(flow);
  assert.equal(odd.label("odd case"), "Switch");
  assert.deepEqual(odd.outputsOf("odd case").map(({ label }) => label), ["default", "case 1", "case 2", "x"]);
  assert.deepEqual(odd.outputsOf("no cases").map(({ label }) => label), ["default"]);
});

test("each that is pasted is a node of its own, whatever ids they had", () => {
  const flow = opened();
  const bare = { type: "MutateNode" };
  const keys = flow.paste({ nodes: [bare, bare, { ...bare, id: "a" }, { ...bare, id: "a", outputIds: [["a"]] }] });
  assert.equal(new Set(keys).size, 4);
  assert.equal(flow.items.length, stored().nodes.length + 5);
});

test("what is moved over the border together stays as it was to each other", () => {
  const flow = opened();
  flow.place([{ key: "no", x: -100, y: 40 }, { key: "if", x: 60, y: -60 }]);
  const place = (key) => [flow.find(key).meta.x, flow.find(key).meta.y];
  assert.deepEqual([place("no"), place("if")], [[0, 100], [160, 0]]);
  const keys = flow.paste(flow.copy(["no", "if"]), { at: { x: -500, y: -500 } });
  assert.deepEqual(keys.map(place), [[160, 0], [0, 100]]);
});

test("who goes back to what was saved while they went on has nothing to save", () => {
  const flow = opened();
  const key = flow.add(made("virtualButton"));
  const { mark, flow: sent } = flow;
  flow.describe("if", { label: "Meanwhile" });
  flow.saved(mark, { ...sent, triggers: sent.triggers.map((one) => ({ key: "f-made", ...one })) });
  assert.equal(flow.isDirty, true);
  flow.undo();
  assert.equal(flow.find(key).key, "f-made");
  assert.equal(flow.isDirty, false);
});

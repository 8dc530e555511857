import assert from "node:assert/strict";
import { test } from "node:test";
import { around, bends, boxOf, fitted, frameOf, sizeOf, wiresOf, wrapped } from "../../static/js/flow_editor/canvas/picture.js";
import { laidOut, missingPlaces } from "../../static/js/flow_editor/layout.js";
import { opened, palette, stored } from "./example.mjs";

const letters = (text) => text.length * 6;
const boxes = (flow, places) => new Map(flow.keys.map((key) => [key, { ...(places?.get(key) ?? flow.find(key).meta), ...sizeOf(flow, key) }]));
const overlap = (one, other) => one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;
const holds = (outer, inner) =>
  inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width && inner.y + inner.height <= outer.y + outer.height;

test("a box names its outputs, but not the only one", () => {
  const flow = opened();
  assert.deepEqual(boxOf(flow, "if", { x: 0, y: 0 }).outputs, [
    { name: "false", x: 46, side: "left", room: 106 },
    { name: "true", x: 138, side: "right", room: 106 },
  ]);
  assert.deepEqual(boxOf(flow, "in", { x: 0, y: 0 }).outputs.map(({ name }) => name), [""]);
  assert.equal(boxOf(flow, flow.keys[0], { x: 0, y: 0 }).hasInput, false);
});

test("a box grows with its cases", () => {
  const flow = opened();
  const key = flow.add(palette().defaultItem(palette().of("SwitchNode")));
  flow.configure(key, { cases: Array.from({ length: 5 }, () => ({})) });
  assert.equal(sizeOf(flow, key).width, 372);
});

test("what cannot run here says so, a reply tells its status", () => {
  const flow = opened();
  flow.configure("no", { responseCodeTemplate: "404" });
  assert.equal(boxOf(flow, "no", { x: 0, y: 0 }).about, "Endpoint Reply, 404");
  const unknown = boxOf(flow, "odd", { x: 0, y: 0 });
  assert.deepEqual([unknown.isKnown, unknown.about, unknown.label], [false, "Cannot run here", "AwsLambdaNode"]);
});

test("wires that lead to nothing are not drawn", () => {
  const flow = stored();
  flow.nodes[0].outputIds[0].push("gone");
  assert.deepEqual(wiresOf(opened(flow), "if").map(({ to }) => to), ["no", "loop"]);
});

test("a frame holds the body of its loop, and a loop in it with its own frame", () => {
  const flow = opened();
  const inner = flow.add({ type: "LoopNode", config: {}, meta: {}, outputIds: [[], []] }, { group: "loop" });
  flow.add({ type: "MutateNode", config: {}, meta: {}, outputIds: [[]] }, { group: inner });
  const all = boxes(flow);
  const frame = frameOf(flow, "loop", all);
  for (const key of flow.membersOf("loop")) assert.ok(holds(frame, all.get(key)), key);
  assert.ok(holds(frame, frameOf(flow, inner, all)));
  assert.ok(!holds(frame, all.get("if")));
});

test("an empty loop has a frame to drop nodes into, where its group begins", () => {
  const flow = opened();
  flow.remove(["in", "cap"]);
  const { x, y, width } = frameOf(flow, "loop", boxes(flow));
  assert.deepEqual([x, y, width > 100], [400, 60, true]);
});

test("a wire goes down, across and down; around when its target is above", () => {
  assert.deepEqual(bends({ x: 0, y: 0 }, { x: 0, y: 50 }), []);
  assert.deepEqual(bends({ x: 0, y: 0 }, { x: 90, y: 100 }), [{ x: 0, y: 22 }, { x: 90, y: 22 }]);
  assert.deepEqual(bends({ x: 0, y: 0 }, { x: 90, y: 100 }, 1), [{ x: 0, y: 27 }, { x: 90, y: 27 }]);
  const around = bends({ x: 0, y: 100 }, { x: 90, y: 0 });
  assert.deepEqual([around.length, around.at(-1).x, around.at(-1).y < 0], [4, 90, true]);
});

test("texts are cut and broken to fit", () => {
  assert.equal(fitted("short", 60, letters), "short");
  assert.equal(fitted("much too long", 48, letters), "much to…");
  assert.deepEqual(wrapped("one two three\nfour", 50, 200, letters), ["one two", "three", "four"]);
  assert.deepEqual(wrapped("a b c d e f", 6, 34, letters), ["a", "…"]);
});

test("a layout puts nothing on anything else, and what follows below", () => {
  const flow = opened();
  const inner = flow.add(palette().defaultItem(palette().of("LoopNode")), { after: { key: "in", output: 0 } });
  flow.add(palette().defaultItem(palette().of("MutateNode")), { after: { key: inner, output: 1 } });
  const note = flow.add(palette().defaultItem(palette().of("AnnotationNode")));
  const places = laidOut(flow);
  const all = boxes(flow, places);
  for (const one of flow.keys) for (const other of flow.keys) assert.ok(one === other || !overlap(all.get(one), all.get(other)), `${one} on ${other}`);
  for (const key of flow.keys) {
    for (const { targets } of flow.outputsOf(key)) for (const to of targets) assert.ok(places.get(to).y > places.get(key).y, `${key} above ${to}`);
  }
  const frame = frameOf(flow, "loop", all);
  for (const key of flow.keys.filter((one) => !flow.withMembers(["loop"]).includes(one))) assert.ok(!overlap(frame, all.get(key)), `${key} in the frame`);
  assert.ok(places.get(note).x > around(flow.keys.filter((key) => key !== note).map((key) => all.get(key))).x);
});

test("only what has no place gets one, apart from the rest", () => {
  const flow = stored();
  for (const at of [1, 5]) delete flow.nodes[at].meta.x;
  const document = opened(flow);
  const places = missingPlaces(document);
  assert.deepEqual([...places.keys()].sort(), ["no", "odd"]);
  for (const [key, place] of places) {
    for (const other of document.keys.filter((one) => !places.has(one))) {
      assert.ok(!overlap({ ...place, ...sizeOf(document, key) }, { ...document.find(other).meta, ...sizeOf(document, other) }), key);
    }
  }
  assert.equal(missingPlaces(opened()).size, 0);
});

test("names of outputs between others have the room that is there", () => {
  const flow = opened();
  const key = flow.add(palette().defaultItem(palette().of("SwitchNode")));
  flow.configure(key, { cases: [{}, {}, {}] });
  const { outputs, width } = boxOf(flow, key, { x: 0, y: 0 });
  const ends = outputs.map(({ x, side, room }) => (side === "left" ? [x - 8 - room, x - 8] : [x + 8, x + 8 + room]));
  for (const [at, { x }] of outputs.entries()) assert.ok(ends.every(([from, to], of) => of === at || to <= x || from >= x), `over output ${at}`);
  assert.ok(ends[1][1] - ends[1][0] < width / 4);
});

test("a word that is wider than a note goes on in the next line, and no emoji is cut in half", () => {
  assert.deepEqual(wrapped("a wonderful day", 30, 170, letters), ["a", "wonde", "rful", "day"]);
  assert.equal(fitted("😀😀😀😀", 30, letters), "😀😀…");
});

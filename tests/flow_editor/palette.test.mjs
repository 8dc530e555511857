import assert from "node:assert/strict";
import { test } from "node:test";
import { Palette } from "../../static/js/flow_editor/palette.js";
import { palette } from "./example.mjs";

test("it finds by words of the label and the help, what begins so first", () => {
  const found = palette().search("lo");
  assert.deepEqual(found.map(({ title }) => title), ["Logic"]);
  assert.deepEqual(found[0].entries.map(({ label }) => label), ["Loop", "Next Round"]); // the type of the second is LoopCapNode
  assert.deepEqual(palette().search("no such thing"), []);
});

test("the presets of a type are entries of their own", () => {
  assert.equal(palette().of("LoopCapNode", "loop-next").label, "Next Round");
});

test("a new node has a list for each output", () => {
  const known = palette();
  const item = known.defaultItem(known.of("ConditionalNode"));
  assert.deepEqual(item.outputIds, [[], []]);
  assert.deepEqual(item.meta, { category: "logic", name: "conditional", label: "Conditional" });
  assert.deepEqual(known.defaultItem(known.of("LoopCapNode")).outputIds, []);
});

test("a new node holds what its panel shows as chosen, where the panel keeps it", () => {
  const properties = { mode: { type: "string", enum: ["a", "b"], default: "a", at: "meta" }, level: { type: "string", enum: ["info", "warn"], default: "info" }, loud: { type: "boolean", default: false } };
  const node = { type: "DebugNode", label: "Debug", name: "debug", category: "debug", help: "", outputs: [], outputsPer: null, presets: [], schema: { properties } };
  const known = new Palette({ triggers: [], nodes: [{ ...node, presets: [{ name: "debug-warn", label: "Warn", config: { level: "warn" } }] }] });
  const item = known.defaultItem(known.of("DebugNode"));
  assert.deepEqual(item.config, { level: "warn", loud: false });
  assert.equal(item.meta.mode, "a");
});

test("a custom node has the outputs that the version which is called was made with", () => {
  const item = { type: "CustomNodeExecuteNode", config: { customNodeId: "c" }, outputIds: [[], []] };
  assert.deepEqual(palette().outputs(item), ["false", "true"]);
  assert.deepEqual(palette().outputs({ ...item, config: { customNodeId: "c", customNodeVersion: "old" } }), ["continue"]);
  assert.deepEqual(palette().outputs({ ...item, config: { customNodeId: "gone" } }), ["continue"]);
});

test("each custom node can be found by its name, and is called with two outputs if it has two", () => {
  const known = palette();
  const [entry] = known.search("two ways").flatMap((group) => group.entries);
  const item = known.defaultItem(entry);
  assert.deepEqual(item.config, { customNodeId: "c", customNodeVersion: "default", fields: [] });
  assert.deepEqual([item.meta.label, item.outputIds], ["Two ways", [[], []]]);
  assert.equal(known.label(item), "Custom Node");
});

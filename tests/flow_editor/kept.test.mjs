import assert from "node:assert/strict";
import { test } from "node:test";
import { configOf, keep, keptValue } from "../../static/js/flow_editor/panel/kept.js";
import { opened } from "./example.mjs";

const SCHEMA = { properties: { key: { at: "key" }, mode: { at: "meta" }, level: {} } };

test("a field is read from where it is kept", () => {
  assert.deepEqual(keptValue(SCHEMA, { key: "k", meta: { mode: "a", level: "no" }, config: { level: "info", mode: "no" } }), { key: "k", mode: "a", level: "info" });
  assert.deepEqual(keptValue(SCHEMA, {}), {});
  assert.deepEqual(Object.keys(configOf(SCHEMA).properties), ["level"]);
});

test("and written back there, with all that is beside it left alone", () => {
  const flow = opened();
  keep(flow, "if", SCHEMA, "mode", "a");
  keep(flow, "if", SCHEMA, "level", "info");
  assert.deepEqual(flow.find("if").config, { expression: "1", level: "info" });
  assert.deepEqual([flow.find("if").meta.mode, flow.find("if").meta.mine], ["a", 7]);
  keep(flow, "if", SCHEMA, "level", undefined);
  assert.deepEqual(flow.find("if").config, { expression: "1" });
  const [trigger] = flow.keys;
  keep(flow, trigger, SCHEMA, "key", "e2");
  assert.equal(flow.find(trigger).key, "e2");
});

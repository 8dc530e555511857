import assert from "node:assert/strict";
import { test } from "node:test";
import { FlowDocument } from "../../static/js/flow_editor/document.js";
import { Palette } from "../../static/js/flow_editor/palette.js";
import { before, globalsOf, matching, merged, onlyReference, paramsOf, referenceAt, writtenBefore } from "../../static/js/flow_editor/panel/paths.js";

const AUTH = { type: "AuthNode", label: "Authenticate", name: "auth", category: "experience", help: "", outputs: ["failed", "ok"], presets: [], schema: { properties: { userPath: { type: "string", format: "result-path" } } } };
const palette = new Palette({ nodes: [AUTH], triggers: ["endpoint"] });
const flow = new FlowDocument(
  {
    triggers: [{ type: "endpoint", key: "e1", outputIds: [["a"]] }],
    nodes: [
      { id: "a", type: "AuthNode", config: { userPath: "working.user" }, meta: { label: "Check" }, outputIds: [[], ["b"]] },
      { id: "b", type: "AuthNode", config: { userPath: "" }, outputIds: [] },
      { id: "c", type: "AuthNode", config: { userPath: "working.other" }, outputIds: [] },
    ],
    globals: [{ key: "site", json: "1" }],
  },
  palette,
);

test("the reference under the cursor is found", () => {
  assert.deepEqual(referenceAt("Hi {{ data.bo }}!", 13), { from: 6, to: 13, typed: "data.bo" });
  assert.deepEqual(referenceAt("{{data.body}}", 6), { from: 2, to: 11, typed: "data" });
  assert.deepEqual(referenceAt("{{ a }} {{ ", 11), { from: 11, to: 11, typed: "" });
  assert.equal(referenceAt("{{ a }} b", 9), null);
  assert.equal(referenceAt("plain", 3), null);
});

test("a template that is one path is told from others", () => {
  assert.equal(onlyReference(" {{ data.body.email }} "), "data.body.email");
  for (const text of ["{{ a }} and {{ b }}", "{{ upper(a) }}", "a", "", undefined]) assert.equal(onlyReference(text), "");
});

test("suggestions that begin with what was typed come first", () => {
  const known = [{ path: "working.data" }, { path: "data.body" }, { path: "time" }];
  assert.deepEqual(matching(known, "data").map(({ path }) => path), ["data.body", "working.data"]);
  assert.deepEqual(matching([{ path: "time" }], "time"), []);
});

test("what earlier nodes write is known, and what others write is not", () => {
  assert.deepEqual(before(flow, "b"), ["a", flow.keys[0]]);
  assert.deepEqual(writtenBefore(flow, palette, "b"), [{ path: "working.user", from: "Check" }]);
});

test("globals and route parameters are known", () => {
  assert.deepEqual(globalsOf(flow), [{ path: "globals.site", from: "Globals" }]);
  const endpoints = [{ id: "e1", route: "/pumps/{pumpId}/{rest*}", name: "GET /pumps" }];
  assert.deepEqual(paramsOf(flow, endpoints, "b").map(({ path }) => path), ["data.params.pumpId", "data.params.rest"]);
});

test("each path stands once, with the sample of a run", () => {
  assert.deepEqual(merged([{ path: "a", sample: "1" }], [{ path: "a", from: "x" }, { path: "b", from: "y" }]), [{ path: "a", sample: "1", from: "x" }, { path: "b", from: "y" }]);
});

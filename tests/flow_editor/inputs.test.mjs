import assert from "node:assert/strict";
import { test } from "node:test";
import { fieldsOf } from "../../static/js/flow_editor/panel/fields.js";
import { filled, given, parted, sectionsOf } from "../../static/js/flow_editor/panel/inputs.js";

const CONFIG = {
  fields: [
    { type: "stringTemplate", id: "who", label: "Who", required: true, description: "By name" },
    { type: "numberTemplate", id: "times", label: "Times", defaultValue: 3 },
    { type: "section", id: "more", label: "More" },
    { type: "select", id: "tone", label: "Tone", defaultValue: "warm", options: [{ label: "Warm", value: "warm" }, { value: "cold" }] },
    { type: "checkbox", id: "loud", label: "Loud", defaultValue: true },
    { type: "jsonTemplate", id: "extra", label: "" },
    { type: "payloadPath", id: "from", label: "From" },
  ],
};

test("each input is a field of its kind, under the section that it is in", () => {
  const sections = sectionsOf(CONFIG);
  assert.deepEqual(sections.map(({ title }) => title), ["", "More"]);
  const kinds = sections.map(({ schema }) => fieldsOf(schema, {}, { tone: "warm" }).map(({ name, kind, title, isRequired, fallback }) => [name, kind, title, isRequired, fallback]));
  assert.deepEqual(kinds, [
    [["who", "template", "Who", true, undefined], ["times", "template", "Times", false, 3]],
    [["tone", "choice", "Tone", false, "warm"], ["loud", "switch", "Loud", false, true], ["extra", "json-template", "extra", false, undefined], ["from", "payload-path", "From", false, undefined]],
  ]);
  assert.equal(sections[1].schema.properties.tone.labels.cold, "cold");
  assert.deepEqual(sectionsOf({ outputCount: 1 }), []);
});

test("what is given keeps its order, its other fields and what the node does not know", () => {
  const rows = [{ id: "who", value: "Ann", ofLater: 1 }, { id: "gone", value: "x" }];
  assert.deepEqual(given(rows), { who: "Ann", gone: "x" });
  assert.deepEqual(filled(rows, "who", "Ben"), [{ id: "who", value: "Ben", ofLater: 1 }, { id: "gone", value: "x" }]);
  assert.deepEqual(filled(rows, "loud", false), [...rows, { id: "loud", value: false }]);
  assert.deepEqual(filled(rows, "who", undefined), [{ id: "gone", value: "x" }]);
  assert.deepEqual(filled("", "who", "Ann"), [{ id: "who", value: "Ann" }]);
  assert.deepEqual(parted(CONFIG, rows), [[rows[0]], [rows[1]]]);
});

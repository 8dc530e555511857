import assert from "node:assert/strict";
import { test } from "node:test";
import { asShown, fieldsOf, newItem, resultPathsIn, singular, summary, unknownIn, variantOf, words } from "../../static/js/flow_editor/panel/fields.js";

const SOURCES = { type: "string", enum: ["json", "path", "none"], default: "json", title: "Body is" };
const BODY = { type: "string", format: "template", title: "Body", when: { bodyType: ["json", "path"] }, formatBy: { bodyType: { json: "json-template", path: "payload-path" } } };

function kinds(properties, value, definitions = {}) {
  return Object.fromEntries(fieldsOf({ properties }, definitions, value).map(({ name, kind, isShown }) => [name, isShown ? kind : "hidden"]));
}

test("each type has its kind of field", () => {
  const properties = {
    a: { type: "string", format: "template" }, b: { type: "string", format: "result-path" }, c: { type: "boolean" }, d: { type: "string" },
    e: { type: "array", items: { type: "string", format: "template" } }, f: { type: "array", items: { $ref: "#/$defs/Header" } }, g: {},
    h: { $ref: "#/$defs/Header", title: "With" }, i: { type: "string", format: "template", contentMediaType: "text/html" },
    j: { type: "array", items: { type: "boolean" }, itemLabels: ["Sunday", "Monday"] }, k: { type: "string", format: "javascript" },
  };
  const definitions = { Header: { type: "object", properties: { key: { type: "string" } } } };
  assert.deepEqual(kinds(properties, {}, definitions), {
    a: "template", b: "result-path", c: "switch", d: "text", e: "list", f: "rows", g: "any", h: "object", i: "code", j: "flags", k: "javascript",
  });
});

test("a field is shown where the fields it depends on say so, by their defaults too", () => {
  assert.equal(kinds({ bodyType: SOURCES, body: BODY }, {}).body, "json-template");
  assert.equal(kinds({ bodyType: SOURCES, body: BODY }, { bodyType: "path" }).body, "payload-path");
  assert.equal(kinds({ bodyType: SOURCES, body: BODY }, { bodyType: "none", body: "kept" }).body, "hidden");
});

test("a field inside an object can depend on what is around it", () => {
  const inner = { properties: { user: { type: "string", when: { auth: ["basic"] } } } };
  assert.equal(fieldsOf(inner, {}, {}, { auth: "basic" })[0].isShown, true);
  assert.equal(fieldsOf(inner, {}, {}, { auth: "none" })[0].isShown, false);
});

test("a value that its widget would lose something of is shown as JSON", () => {
  const properties = { text: { type: "string", format: "template" }, list: { type: "array", items: { type: "string" } }, on: { type: "boolean" }, days: { type: "array", items: {}, itemLabels: ["Sunday"] } };
  assert.deepEqual(kinds(properties, { text: { deep: 1 }, list: [{ a: 1 }], on: "{{ x }}", days: [true, false] }), { text: "any", list: "any", on: "any", days: "any" });
  assert.deepEqual(kinds(properties, { text: 5, list: "", on: true, days: [false] }), { text: "template", list: "list", on: "switch", days: "flags" });
  assert.equal(kinds({ text: properties.text }, { text: null }).text, "template");
});

test("null beside a type means that the field may be left out", () => {
  assert.equal(kinds({ value: { anyOf: [{ type: "string", format: "template" }, { type: "null" }] } }, { value: null }).value, "template");
});

test("of several types the one is taken that another field names", () => {
  const header = { anyOf: [{ type: "array", items: { type: "string" } }, { type: "string", format: "payload-path" }], branchBy: { by: { list: 0, path: 1 } } };
  assert.equal(kinds({ header }, { by: "path" }).header, "payload-path");
  assert.equal(kinds({ header }, { by: "list" }).header, "list");
  assert.equal(kinds({ header }, { header: "data.names" }).header, "payload-path");
});

test("what only old exports have is shown where it stands", () => {
  const properties = { old: { type: "string", deprecated: true } };
  assert.equal(kinds(properties, {}).old, "hidden");
  assert.equal(kinds(properties, { old: "x" }).old, "text");
});

test("one of several kinds of objects is told by its name", () => {
  const definitions = { Set: { type: "object", properties: { type: { const: "set" }, to: { type: "string", format: "result-path" } }, required: ["type"] } };
  const schema = { discriminator: { propertyName: "type", mapping: { set: "#/$defs/Set" } }, oneOf: [{ $ref: "#/$defs/Set" }] };
  assert.deepEqual(variantOf(schema, definitions, { type: "set" }).schema, definitions.Set);
  assert.deepEqual(variantOf(schema, definitions, { type: "odd" }).choices, ["set"]);
  assert.deepEqual(newItem(schema, definitions), { type: "set" });
  const list = { properties: { rules: { type: "array", items: schema } } };
  assert.deepEqual(resultPathsIn(list, definitions, { rules: [{ type: "set", to: "working.a" }, { type: "odd" }] }), ["working.a"]);
});

test("what is new holds the choices and switches that are shown, as they are shown", () => {
  const properties = {
    bodyType: SOURCES, body: BODY, on: { type: "boolean", default: true }, off: { type: "boolean" }, kind: { type: "string", enum: ["a", "b"] },
    hidden: { ...SOURCES, when: { bodyType: ["none"] } }, old: { ...SOURCES, deprecated: true }, perhaps: { anyOf: [{ type: "boolean" }, { type: "null" }], default: null },
  };
  assert.deepEqual(asShown({ properties, required: ["kind"] }, {}), { bodyType: "json", on: true, kind: "a" });
  assert.deepEqual(asShown({ properties }, {}, { bodyType: "none" }), { on: true, hidden: "json" });
  const definitions = { Set: { type: "object", properties: { type: { const: "set" }, valueType: SOURCES }, required: ["type"] } };
  const union = { discriminator: { propertyName: "type", mapping: { set: "#/$defs/Set" } }, oneOf: [{ $ref: "#/$defs/Set" }] };
  assert.deepEqual(newItem(union, definitions), { type: "set", valueType: "json" });
});

test("fields that no schema knows are found", () => {
  assert.deepEqual(unknownIn({ properties: { a: {} } }, { a: 1, legacy: { b: 2 } }), { legacy: { b: 2 } });
});

test("names are read as words", () => {
  assert.equal(words("valueIncrease"), "Value increase");
  assert.equal(words("GET"), "GET");
  assert.equal(singular("Headers"), "header");
  assert.equal(singular("Cookies"), "cookie");
  assert.equal(singular("Group IDs"), "group ID");
  assert.equal(singular("Members of the cluster"), "member of the cluster");
  assert.equal(singular("To"), "to");
  assert.equal(summary({ type: "set", destination: "working.a" }), "working.a");
});

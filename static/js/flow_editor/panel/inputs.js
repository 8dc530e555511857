// What a custom node asks of those who call it, as fields of the panel. A call keeps what it gives as [{id, value}].

const TEMPLATES = { stringTemplate: "template", numberTemplate: "template", jsonTemplate: "json-template", payloadPath: "payload-path" };

// The custom node that a call names, {name, config}: config of the version that it names, too. undefined if it is not here.
export function calledBy(customNodes = [], { customNodeId, customNodeVersion } = {}) {
  const node = customNodes.find(({ id }) => id === customNodeId);
  return node && { name: node.name, config: node.versions?.[customNodeVersion] ?? node.config ?? {} };
}

// Of a customNodeConfig: [{title, help, schema}], one for what stands before its first section and one for each of them.
export function sectionsOf({ fields = [] }) {
  const sections = [{ title: "", help: "", fields: [] }];
  for (const field of fields) {
    if (field.type === "section") sections.push({ title: field.label, help: field.description ?? "", fields: [] });
    else if (field.id) sections.at(-1).fields.push(field);
  }
  return sections.filter((section) => section.title || section.fields.length).map(({ title, help, fields: inner }) => ({ title, help, schema: schemaOf(inner) }));
}

function schemaOf(fields) {
  return {
    type: "object",
    properties: Object.fromEntries(fields.map((field) => [field.id, { title: field.label || field.id, description: field.description ?? "", ...typeOf(field), default: field.defaultValue }])),
    required: fields.filter(({ required }) => required).map(({ id }) => id),
  };
}

function typeOf({ type, options = [] }) {
  if (type === "checkbox") return { type: "boolean" };
  if (type !== "select") return { type: "string", format: TEMPLATES[type] };
  const labels = Object.fromEntries(options.map(({ label, value }) => [value, label || value]));
  return { type: "string", enum: options.map(({ value }) => value), labels };
}

// What is given for them, by their ids.
export function given(rows) {
  return Object.fromEntries((Array.isArray(rows) ? rows : []).map(({ id, value }) => [id, value]));
}

// With another value for one of them; undefined takes it out. The others stay as they are.
export function filled(rows, id, value) {
  const all = Array.isArray(rows) ? rows : [];
  if (value === undefined) return all.filter((row) => row.id !== id);
  if (!all.some((row) => row.id === id)) return [...all, { id, value }];
  return all.map((row) => (row.id === id ? { ...row, value } : row));
}

// [given for what it asks for, given for what it does not know]
export function parted({ fields = [] }, rows) {
  const known = new Set(fields.map(({ id }) => id));
  const all = Array.isArray(rows) ? rows : [];
  return [all.filter(({ id }) => known.has(id)), all.filter(({ id }) => !known.has(id))];
}

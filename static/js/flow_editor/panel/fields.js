// What the JSON Schema of a config means for the panel: which fields there are, of what kind, and which of them matter now.
// docs/nodes.md has the keywords that are ours: when, formatBy, branchBy, labels, itemLabels, options, optionsType.

const TEXTS = new Set(["template", "expression", "payload-path", "result-path", "json-template", "javascript", "code", "text"]);

// [{name, title, help, kind, schema, fallback, isRequired, isShown, isOld, scope}], in the schema's order. around: values of the
// objects around this one.
export function fieldsOf(schema, definitions, value = {}, around = {}) {
  const properties = Object.entries(schema.properties ?? {}).map(([name, field]) => [name, resolved(field, definitions)]);
  const defaults = Object.fromEntries(properties.map(([name, field]) => [name, field.default]));
  const scope = { ...around, ...defaults, ...value };
  return properties
    .filter(([, field]) => field.const === undefined)
    .map(([name, written]) => {
      const field = chosen(written, definitions, scope, value?.[name]);
      const kind = kindOf(field, definitions, scope);
      const isRead = fits(kind, field, value?.[name]);
      return {
        name,
        title: field.title ?? words(name),
        help: field.description ?? "",
        kind: isRead ? kind : "any",
        schema: field,
        fallback: field.default,
        isRequired: (schema.required ?? []).includes(name),
        isShown: holds(field.when, scope) && !(field.deprecated && value?.[name] === undefined),
        scope,
      };
    });
}

// A reference with what stands beside it.
export function resolved(schema, definitions) {
  if (!schema?.$ref) return schema ?? {};
  const { $ref, ...beside } = schema;
  return { ...resolved(definitions[$ref.split("/").at(-1)], definitions), ...beside };
}

// Of several types the one that another field names, else the first that the value is of. null is the same as left out.
function chosen(schema, definitions, scope, value) {
  if (!schema.anyOf) return schema;
  const { anyOf, ...beside } = schema;
  const branches = anyOf.map((branch) => resolved(branch, definitions)).filter(({ type }) => type !== "null");
  const [[by, places] = []] = Object.entries(schema.branchBy ?? {});
  const named = by && branches[places[scope[by]]];
  const branch = named ?? branches.find((one) => fits(kindOf(one, definitions, scope), one, value)) ?? branches[0];
  return { ...branch, ...beside };
}

export function kindOf(schema, definitions, scope = {}) {
  if (schema.enum) return "choice";
  if (schema.oneOf) return "union";
  if (schema.type === "boolean") return "switch";
  if (schema.type === "number" || schema.type === "integer") return "number";
  if (schema.type === "array") return kindOfList(schema, definitions);
  if (schema.type === "object" && schema.properties) return "object";
  if (schema.type !== "string") return "any";
  const format = formatOf(schema, scope);
  if (format === "template" && schema.contentMediaType) return "code";
  return TEXTS.has(format) ? format : "text";
}

function formatOf(schema, scope) {
  for (const [by, formats] of Object.entries(schema.formatBy ?? {})) if (formats[scope[by]]) return formats[scope[by]];
  return schema.format;
}

function kindOfList(schema, definitions) {
  if (schema.itemLabels) return "flags";
  const item = resolved(schema.items, definitions);
  return item.type === "object" || item.oneOf ? "rows" : "list";
}

// Whether the widget of that kind can show the value without losing any of it. What was left out fits all.
function fits(kind, schema, value) {
  if (value === undefined) return true;
  if (TEXTS.has(kind)) return value === null || typeof value !== "object";
  if (kind === "choice") return typeof value === "string";
  if (kind === "switch") return typeof value === "boolean";
  if (kind === "number") return typeof value !== "object";
  if (kind === "rows") return value === "" || (Array.isArray(value) && value.every(isObject));
  if (kind === "list") return value === "" || (Array.isArray(value) && value.every((one) => typeof one !== "object"));
  if (kind === "flags") return Array.isArray(value) && value.length === schema.itemLabels.length && value.every((one) => typeof one === "boolean");
  return kind === "any" || isObject(value);
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function holds(condition, scope) {
  return Object.entries(condition ?? {}).every(([name, values]) => values.includes(scope[name]));
}

// The choices and switches that are shown before anybody has touched them: what is new holds them as they are shown, for other
// servers may take something else for granted.
export function asShown(schema, definitions, value = {}) {
  const shown = fieldsOf(schema, definitions, value).filter(({ isShown, kind, name }) => isShown && value[name] === undefined && (kind === "choice" || kind === "switch"));
  const pairs = shown.map(({ name, fallback, isRequired, schema: { enum: values } }) => [name, fallback ?? (isRequired ? values?.[0] : undefined)]);
  return Object.fromEntries(pairs.filter(([, one]) => one !== undefined));
}

// Of a union: {by: the field that says which, choices: [its values], schema of the one that is chosen}.
export function variantOf(schema, definitions, value) {
  const { propertyName: by, mapping } = schema.discriminator;
  const choices = schema.oneOf.flatMap(({ $ref }) => Object.keys(mapping).filter((name) => mapping[name] === $ref));
  const name = value?.[by] ?? choices[0];
  return { by, choices, chosen: name, schema: resolved({ $ref: mapping[name] ?? "" }, definitions) };
}

// What a new item of a list begins with.
export function newItem(schema, definitions) {
  const item = resolved(schema, definitions);
  if (item.oneOf) {
    const { by, chosen: name, schema: variant } = variantOf(item, definitions);
    return { [by]: name, ...asShown(variant, definitions) };
  }
  if (item.type === "object") return asShown(item, definitions);
  return item.type === "boolean" ? false : "";
}

// Fields that the schema does not know: old exports have them, and they stay.
export function unknownIn(schema, value) {
  return Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => !(name in (schema?.properties ?? {}))));
}

// Result paths that a config writes to.
export function resultPathsIn(schema, definitions, value, around = {}) {
  if (!isObject(value)) return [];
  return fieldsOf(schema, definitions, value, around).flatMap((field) => {
    const own = value[field.name];
    if (!field.isShown || own === undefined) return [];
    if (field.kind === "result-path") return own ? [String(own)] : [];
    if (field.kind === "object") return resultPathsIn(field.schema, definitions, own, field.scope);
    if (field.kind !== "rows" || own === "") return [];
    const item = resolved(field.schema.items, definitions);
    const inner = (one) => (item.oneOf ? variantOf(item, definitions, one).schema : item);
    return own.flatMap((one) => resultPathsIn(inner(one), definitions, one, field.scope));
  });
}

// "valueInc" to "Value inc"; what is written in capitals stays.
export function words(name) {
  if (!/[a-z]/.test(name)) return name;
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").replaceAll("_", " ").toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

// One of what a list's title names: "Headers" to "header".
export function singular(title) {
  const one = title.replace(/^(\w*[^s\W])s(?=$| of )/, "$1").replace(/ (\w*[^s\W])s$/, " $1");
  return /^[A-Z]{2}/.test(one) ? one : one.charAt(0).toLowerCase() + one.slice(1);
}

// What a row is called beside its number: the first words in it.
export function summary(value) {
  const text = Object.entries(value ?? {}).find(([name, one]) => name !== "type" && typeof one === "string" && one.trim())?.[1] ?? "";
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

// Where in a node or trigger a field of the panel is kept: `at` in its schema, its config unless that says otherwise.

// Its fields, from wherever they are kept.
export function keptValue(schema, item) {
  const from = ({ at = "config" }, name) => (at === "key" ? item.key : item[at]?.[name]);
  const pairs = Object.entries(schema.properties ?? {}).map(([name, field]) => [name, from(field, name)]);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

// And back, through the document's commands. Others of the config are taken as they are now: more than one form can change them.
export function keep(flow, key, schema, name, value) {
  const { at = "config" } = schema.properties[name];
  if (at === "key") return flow.startBy(key, value);
  if (at === "meta") return flow.describe(key, { [name]: value });
  const { [name]: _, ...rest } = flow.find(key).config ?? {};
  return flow.configure(key, value === undefined ? rest : { ...flow.find(key).config, [name]: value });
}

// The fields that are in the config.
export function configOf(schema) {
  return { properties: Object.fromEntries(Object.entries(schema.properties ?? {}).filter(([, { at = "config" }]) => at === "config")) };
}

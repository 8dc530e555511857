// What can be set of a trigger, in the same words as a node's schema. `at` says where in the trigger a field is kept.
export const ANY_ENDPOINT = "0".repeat(24);

const SCHEMAS = {
  endpoint: {
    key: {
      at: "key", title: "Endpoint", type: "string", options: "endpoints", only: true,
      more: [[ANY_ENDPOINT, "Any request, also to no endpoint"]],
    },
    experienceVersion: { at: "config", title: "Version", type: "string", description: "Of the experience; blank: any", classes: ["cloud"] },
  },
  flowError: {
    scope: {
      at: "config", title: "Errors of", type: "string", default: "local", enum: ["local", "experience"],
      labels: { local: "This workflow", experience: "All other workflows of this version" },
    },
  },
  virtualButton: {
    payload: { at: "meta", title: "Payload", type: "string", format: "json", description: "An object in JSON: `data` of the run when it is pressed here" },
  },
  timer: {
    seconds: { at: "config", title: "Every so many seconds", type: "number" },
    cron: { at: "config", title: "Cron", type: "string", description: "Five fields, as in 0 8 * * 1" },
    tz: { at: "config", title: "Time zone", type: "string", examples: ["UTC", "Europe/Berlin", "America/New_York"] },
  },
};

export function triggerSchema(type, flowClass) {
  const properties = Object.entries(SCHEMAS[type] ?? {}).filter(([, { classes }]) => !classes || classes.includes(flowClass));
  return { type: "object", properties: Object.fromEntries(properties) };
}

// Its fields, from wherever they are kept.
export function triggerValue(schema, item) {
  const from = ({ at }, name) => (at === "key" ? item.key : item[at]?.[name]);
  const pairs = Object.entries(schema.properties).map(([name, field]) => [name, from(field, name)]);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

// And back, through the document's commands.
export function changeTrigger(flow, key, schema, name, value) {
  const { at } = schema.properties[name];
  if (at === "key") return flow.startBy(key, value);
  if (at === "meta") return flow.describe(key, { [name]: value });
  const { [name]: _, ...rest } = flow.find(key).config ?? {};
  return flow.configure(key, value === undefined ? rest : { ...rest, [name]: value });
}

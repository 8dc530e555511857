// What can be set of a trigger, in the same words as a node's schema. `at`: see kept.js.
export const ANY_ENDPOINT = "0".repeat(24);

const SCHEMAS = {
  endpoint: {
    key: {
      at: "key", title: "Endpoint", type: "string", options: "endpoints", only: true,
      more: [[ANY_ENDPOINT, "Any request, also to no endpoint"]],
    },
    experienceVersion: { title: "Version", type: "string", description: "Of the experience; blank: any", classes: ["cloud"] },
  },
  flowError: {
    scope: {
      title: "Errors of", type: "string", default: "local", enum: ["local", "experience"],
      labels: { local: "This workflow", experience: "All other workflows of this version" },
    },
  },
  virtualButton: {
    payload: { at: "meta", title: "Payload", type: "string", format: "json", description: "An object in JSON: `data` of the run when it is pressed here" },
  },
  timer: {
    seconds: { title: "Every so many seconds", type: "number" },
    cron: { title: "Cron", type: "string", description: "Five fields, as in 0 8 * * 1" },
    tz: { title: "Time zone", type: "string", examples: ["UTC", "Europe/Berlin", "America/New_York"] },
  },
};

export function triggerSchema(type, flowClass) {
  const properties = Object.entries(SCHEMAS[type] ?? {}).filter(([, { classes }]) => !classes || classes.includes(flowClass));
  return { type: "object", properties: Object.fromEntries(properties) };
}

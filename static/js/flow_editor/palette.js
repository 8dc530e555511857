// What a flow can be made of: node types from the server's registry, the triggers of this class of flow, custom nodes.
import { textOf } from "./json.js";
import { asShown } from "./panel/fields.js";
import { calledBy } from "./panel/inputs.js";

const FAMILIES = [
  { name: "trigger", title: "Triggers", categories: ["trigger"] },
  { name: "experience", title: "Experience", categories: ["experience"] },
  { name: "logic", title: "Logic", categories: ["logic", "loop", "customNodeExecute", "customNodeEnd"] },
  { name: "data", title: "Data", categories: ["data"] },
  { name: "output", title: "Outputs", categories: ["output", "debug"] },
  { name: "note", title: "Notes", categories: ["annotation"] },
];
const CALL = "CustomNodeExecuteNode";
const TRIGGERS = {
  endpoint: ["Endpoint", "endpoint", "Starts when an endpoint is asked, and can reply to it."],
  flowError: ["Workflow Error", "flowError", "Starts when a run of a workflow halts with an error."],
  virtualButton: ["Virtual Button", "virtualButton", "Starts when somebody presses it, here or through the API."],
  timer: ["Timer", "timer", "Starts at times, or every so often."],
  webhook: ["Webhook", "webhook", "Starts when a webhook is asked."],
  customNodeStart: ["Custom Node Start", "customNodeStart", "Starts when a workflow calls this custom node."],
};

export class Palette {
  #byType;

  // nodes: as the registry gives them; triggers: names of types; customNodes: [{id, name, version, config, versions}], the last by name
  constructor({ nodes, triggers, flowClass = "experience", customNodes = [] }) {
    this.flowClass = flowClass;
    this.customNodes = customNodes;
    const starts = triggers.map((type) => {
      const [label, name, help] = TRIGGERS[type] ?? [type, type, ""];
      return { type, label, name, category: "trigger", help, outputs: ["continue"], outputsPer: null, presets: [], schema: {}, isTrigger: true };
    });
    this.entries = [...starts, ...nodes].flatMap((node) => [...entriesOf(node), ...callsOf(node, customNodes)]).map((entry) => ({ ...entry, family: familyOf(entry.category) }));
    this.#byType = grouped(this.entries);
  }

  // The entry of a type, or the one of its several that has this name; undefined for what cannot run here.
  of(type, name) {
    const entries = this.#byType.get(type) ?? [];
    return entries.find((entry) => entry.name === name) ?? entries[0];
  }

  isTrigger(item) {
    return Boolean(this.of(item.type)?.isTrigger);
  }

  label(item) {
    return this.of(item.type, item.meta?.name)?.label ?? TRIGGERS[item.type]?.[0] ?? item.type;
  }

  family(item) {
    return this.of(item.type)?.family ?? familyOf(item.meta?.category);
  }

  // Labels of the outputs of a node. What cannot run here has those that its wires tell of.
  outputs(item) {
    const entry = this.of(item.type);
    if (!entry) return (item.outputIds?.length ? item.outputIds : []).map((_, at) => (item.outputIds.length === 1 ? "continue" : String(at)));
    const per = item.config?.[entry.outputsPer];
    const called = item.type === CALL ? calledBy(this.customNodes, item.config) : null;
    const own = called?.config.outputCount === 2 ? ["false", "true"] : entry.outputs;
    return [...own, ...(Array.isArray(per) ? per : []).map((one, at) => textOf(one?.caseLabel) || textOf(one?.caseTemplate) || `case ${at + 1}`)];
  }

  // [{title, name, entries}], those that flows of this class can hold and whose words fit; what fits best comes first.
  search(text = "") {
    const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (entry) => words.every((word) => `${entry.label} ${entry.type} ${entry.help}`.toLowerCase().includes(word));
    const rank = ({ label }) => (words.length ? 2 - label.toLowerCase().includes(words[0]) - label.toLowerCase().startsWith(words[0]) : 0);
    const offered = this.entries.filter((entry) => (!entry.classes || entry.classes.includes(this.flowClass)) && fits(entry));
    const groups = FAMILIES.map(({ name, title }) => ({
      name,
      title,
      entries: offered.filter(({ family }) => family === name).sort((one, other) => rank(one) - rank(other)),
    }));
    return groups.filter(({ entries }) => entries.length).sort((one, other) => rank(one.entries[0]) - rank(other.entries[0]));
  }

  // A new node or trigger; ids and places are the document's.
  defaultItem(entry) {
    const meta = { category: entry.category, name: entry.name, label: entry.label };
    if (entry.isTrigger) return { type: entry.type, config: {}, meta: { ...meta, uiId: this.newUiId() }, outputIds: [[]] };
    const config = structuredClone(entry.config ?? {});
    const { properties = {}, $defs: definitions } = entry.schema;
    for (const [name, value] of Object.entries(asShown(entry.schema, definitions, config))) (properties[name].at === "meta" ? meta : config)[name] = value;
    const item = { type: entry.type, config, meta };
    if (entry.type === "AnnotationNode") Object.assign(meta, { annotationText: "", width: 260, height: 220 });
    return { ...item, outputIds: this.outputs(item).map(() => []) };
  }

  newUiId() {
    return crypto.randomUUID().slice(0, 8);
  }
}

function entriesOf(node) {
  if (!node.presets.length) return [node];
  return node.presets.map(({ name, label, config }) => ({ ...node, name, label, config }));
}

// An entry for each custom node that there is, behind the one that leaves open which.
function callsOf(node, customNodes) {
  if (node.type !== CALL) return [];
  return customNodes.map(({ id, name, version }) => ({
    ...node, label: name, help: `Calls the custom node ${name}.`, config: { customNodeId: id, customNodeVersion: version, fields: [] },
  }));
}

function familyOf(category) {
  return FAMILIES.find(({ categories }) => categories.includes(category))?.name ?? "logic";
}

// By type. (Map.groupBy is younger than the Node that runs the tests.)
function grouped(entries) {
  const found = new Map();
  for (const entry of entries) found.set(entry.type, [...(found.get(entry.type) ?? []), entry]);
  return found;
}

// The side panel: everything about what is chosen, drawn from its schema. What changes elsewhere (undo, the canvas) is drawn
// anew; what is typed here is not touched.
import { remove } from "../acts.js";
import { same } from "../json.js";
import { h } from "../elements.js";
import { actIcon, nodeIcon } from "../icons.js";
import { isPart, SMALLEST_NOTE } from "../items.js";
import { drawn, Form, otherFields, withCode } from "./form.js";
import { configOf, keep, keptValue } from "./kept.js";
import { KnownPaths } from "./known_paths.js";
import { linksOf } from "./links.js";
import { pressButton } from "./press.js";
import { triggerSchema } from "./triggers.js";

// leave(): where Escape leads to.
export function mountPanel(element, editor, { leave = () => {} } = {}) {
  const { document: flow, selection, problems } = editor;
  const own = { paths: new KnownPaths(editor), drafts: new Map(), key: null, gone: null };
  const context = Object.assign(Object.create(editor), own); // sees the parts that are mounted later, too
  let drawnItem = null; // the item as this panel last drew or wrote it
  let typing = false;
  let cleared = new AbortController();

  function draw() {
    const key = selection.key && flow.find(selection.key) ? selection.key : null;
    const place = key === context.key ? placeOf(element) : null;
    cleared.abort();
    cleared = new AbortController();
    Object.assign(context, { key, gone: cleared.signal });
    drawnItem = key && flow.find(key);
    if (key) context.paths.at(key); // asks, so that they are known when somebody types
    element.setAttribute("aria-label", key ? `${flow.label(key)}, settings` : "Settings");
    element.replaceChildren(...(key ? settings(context, key, write) : nothing(context)));
    if (key) showProblems();
    place?.();
  }

  // A command that comes from a field: its change is on the screen already.
  function write(act) {
    typing = true;
    try {
      act();
    } finally {
      typing = false;
    }
  }

  function showProblems() {
    if (context.key) placeProblems(element, problems.of(context.key));
  }

  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    event.stopPropagation();
    leave();
  });
  selection.addEventListener("change", draw);
  problems.addEventListener("change", showProblems);
  flow.addEventListener("change", () => {
    const item = context.key && flow.find(context.key);
    if (!typing && (!item || changedIn(drawnItem, item))) return draw();
    drawnItem = item;
    const links = element.querySelector(".node-links");
    const place = links && placeOf(links);
    links?.replaceWith(linksOf(context, context.key));
    place?.();
    element.querySelector(".node-raw")?.dispatchEvent(new CustomEvent("stale"));
    return undefined;
  });
  draw();
  return { focus: () => element.querySelector("input:not([hidden]), select, textarea:not([hidden]), .cm-content")?.focus() };
}

// Whether something other than its wires and its place is different: those are not in the form.
function changedIn(before, after) {
  const rest = ({ outputIds, meta: { x, y, groupId, ...meta } = {}, ...item }) => ({ ...item, meta });
  return before !== after && !same(rest(before), rest(after));
}

function settings(context, key, write) {
  const { document: flow, palette } = context;
  const { item } = flow.entry(key);
  const entry = palette.of(item.type, item.meta?.name);
  const form = h("div", { class: "stack stack-4" });
  const fill = () => form.replaceChildren(...[naming(context, key, write), ...fields(context, key, entry, write)].filter(Boolean));
  fill();
  const about = h("p", { class: "help node-about", id: "node-about", hidden: true }, withCode(entry?.help ?? ""));
  return [
    head(context, key, about),
    h("div", { class: "side-body" },
      about,
      h("ul", { class: "node-problems", "data-node-problems": true, hidden: true }),
      form,
      item.type === "AnnotationNode" ? null : linksOf(context, key),
      raw(context, key, write, fill)),
  ];
}

function head(context, key, about) {
  const { document: flow, palette, readOnly } = context;
  const { item } = flow.entry(key);
  const toggle = ({ currentTarget }) => {
    about.hidden = !about.hidden;
    currentTarget.setAttribute("aria-expanded", String(!about.hidden));
  };
  return h("header", {},
    h("span", { class: `n-${palette.family(item)}` }, nodeIcon(item.type)),
    h("h2", { class: "grow" }, palette.label(item)),
    about.textContent ? h("button", { class: "icon-btn", type: "button", "aria-label": "What this node does", title: "What this node does", "aria-expanded": "false", "aria-controls": about.id, onclick: toggle }, actIcon("help")) : null,
    readOnly ? null : h("button", { class: "icon-btn", type: "button", "aria-label": "Remove node", title: "Remove node", onclick: () => remove(context, [key]) }, actIcon("trash")));
}

function naming(context, key, write) {
  const { document: flow } = context;
  const { item } = flow.entry(key);
  const isNote = item.type === "AnnotationNode";
  const set = (name) => (value) => write(() => flow.describe(key, { [name]: value }));
  const one = (name, title, kind, change = set(name), schema = {}) =>
    drawn({ name, title, help: "", kind, schema, id: `node-${name}`, isRequired: true }, item.meta?.[name], change, context).element;
  const size = (name, title) => one(name, title, "number", (length) => (length === undefined || length >= SMALLEST_NOTE) && set(name)(length));
  if (isNote) {
    return h("div", { class: "stack stack-4" },
      one("annotationText", "Text", "code", set("annotationText"), { contentMediaType: "text/plain" }),
      h("div", { class: "node-size" }, size("width", "Width"), size("height", "Height")));
  }
  return h("div", { class: "stack stack-4" }, one("label", "Label", "text"), described(context, item, set("description")));
}

// Few nodes have a description: it opens where there is one.
function described(context, item, change) {
  const area = h("textarea", { class: "textarea", id: "node-description", "aria-label": "Description", rows: 3, readonly: context.readOnly, oninput: ({ target }) => change(target.value || undefined) });
  area.value = item.meta?.description ?? "";
  return h("details", { class: "node-more", open: Boolean(area.value) }, h("summary", {}, "Description"), area);
}

function fields(context, key, entry, write) {
  const { document: flow, palette } = context;
  const { item, isTrigger } = flow.entry(key);
  const configure = (config) => write(() => flow.configure(key, config));
  const stored = () => flow.find(key).config ?? {};
  const id = `node-${item.type}`;
  if (!entry && !isTrigger) {
    const field = { id: `${id}-config`, title: "Settings as JSON", help: "", kind: "any", schema: { type: "object" }, isObject: true, isRequired: true, rows: 12 };
    return [drawn(field, item.config ?? {}, configure, context).element];
  }
  const schema = isTrigger ? triggerSchema(item.type, palette.flowClass) : entry.schema;
  const change = (value, name) => write(() => keep(flow, key, schema, name, value[name]));
  return [
    new Form({ schema, definitions: schema.$defs ?? {}, value: keptValue(schema, item), change, context, id }).element,
    otherFields(configOf(schema), stored, configure, context, id),
    item.type === "virtualButton" && !context.readOnly ? pressButton(context, key) : null,
  ];
}

// The whole item, for what no field shows. changed(): the fields above are behind it.
function raw(context, key, write, changed) {
  const { document: flow } = context;
  const area = h("div", { class: "node-raw" });
  const details = h("details", { class: "node-more" }, h("summary", {}, "As JSON"), area);
  const wrongIn = (given) => (isPart({ ...given, type: "" }) ? "" : "config and meta are objects, outputIds is a list of lists.");
  const show = () => {
    const field = { id: `node-json-${key.replace(/\W/g, "-")}`, title: "Node as JSON", help: "Its type and id stay.", kind: "any", schema: { type: "object" }, isObject: true, isRequired: true, rows: 14, wrongIn };
    const change = (next) => {
      replaceItem(flow, key, next, write);
      changed();
    };
    area.replaceChildren(drawn(field, flow.find(key), change, context).element);
  };
  details.addEventListener("toggle", () => details.open && show());
  area.addEventListener("stale", () => details.open && !area.contains(window.document.activeElement) && show());
  return details;
}

function replaceItem(flow, key, next, write) {
  const { item, isTrigger } = flow.entry(key);
  const kept = isTrigger ? { ...next, type: item.type } : { ...next, id: item.id, type: item.type };
  if (same(item, kept)) return;
  const swap = (items) => items.map((one) => (one === item ? kept : one));
  const { triggers, nodes, globals } = flow.flow;
  if (isTrigger) write(() => flow.step("Change the JSON", () => replaceTrigger(flow, key, item, kept)));
  else write(() => flow.replace({ triggers, nodes: swap(nodes), globals }, "Change the JSON"));
}

function replaceTrigger(flow, key, item, next) {
  const gone = Object.fromEntries(Object.keys(item.meta ?? {}).map((name) => [name, undefined]));
  flow.configure(key, next.config ?? {});
  flow.describe(key, { ...gone, ...next.meta });
  if (next.key !== item.key) flow.startBy(key, next.key);
}

function nothing({ selection, document: flow }) {
  const chosen = selection.keys.length;
  const words = chosen ? `${chosen} nodes are chosen.` : flow.items.length ? "Choose a node to see its settings." : "Add a trigger: it says what starts this workflow.";
  return [h("p", { class: "empty" }, words)];
}

// A problem begins with the path of its field; those that name none stand at the top. What the server says of a config counts
// from its fields: "rules.0.set.destination is required".
function placeProblems(element, found) {
  const placed = found.map((problem) => ({ ...problem, ...fieldNear(element, problem.message) }));
  for (const note of element.querySelectorAll("[data-problem]")) {
    const here = placed.filter((problem) => problem.note === note);
    note.hidden = !here.length;
    note.textContent = here.map(({ sentence }) => sentence).join(" ");
    const control = window.document.getElementById(note.dataset.problem);
    if (!control || !(here.length || control.dataset.refused)) continue;
    control.setAttribute("aria-invalid", String(Boolean(here.length)));
    control.dataset.refused = here.length ? "yes" : "";
  }
  const top = element.querySelector("[data-node-problems]");
  const rest = placed.filter(({ note }) => !note);
  top.hidden = !rest.length;
  top.replaceChildren(...rest.map(({ level, message }) => h("li", { class: level === "error" ? "error" : "warning" }, actIcon("warn"), message)));
}

// The note of the field that a message is about, and the message with the field's title. Between a place and a field the server
// names the kind of a rule, which is no field.
function fieldNear(element, message) {
  const [path, ...words] = message.split(" ");
  const parts = path.split(".").filter((part, at, all) => !(/^\d+$/.test(all[at - 1]) && all[at + 1]) || /^\d+$/.test(part));
  const notes = [...element.querySelectorAll("[data-problem]")];
  for (let length = parts.length; length; length -= 1) {
    const ending = `-${parts.slice(0, length).join("-")}`;
    const note = notes.find(({ dataset, parentElement }) => dataset.problem.endsWith(ending) && !parentElement.closest("[hidden]"));
    if (!note) continue;
    const inner = parts.slice(length).map((part) => (/^\d+$/.test(part) ? Number(part) + 1 : part));
    return { note, sentence: [note.dataset.title, ...inner, ...words].join(" ") };
  }
  return { note: null, sentence: message };
}

// Puts the cursor back after the panel was drawn anew.
function placeOf(element) {
  const field = element.contains(window.document.activeElement) ? window.document.activeElement : null;
  if (!field?.id) return null;
  const { selectionStart, selectionEnd } = field;
  return () => {
    const again = window.document.getElementById(field.id);
    again?.focus();
    if (selectionStart !== undefined && selectionStart !== null) again?.setSelectionRange?.(selectionStart, selectionEnd);
  };
}

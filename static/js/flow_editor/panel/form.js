// A form drawn from an object's schema. It keeps the value, and shows and hides fields as their conditions say.
import { actIcon } from "../icons.js";
import { h } from "../elements.js";
import { choice, flags, number, onOff, picker } from "./choices.js";
import { asShown, fieldsOf, newItem, resolved, singular, summary, unknownIn, variantOf, words } from "./fields.js";
import { calledBy, filled, given, parted, sectionsOf } from "./inputs.js";
import { code, json, path, template, text } from "./texts.js";

const WIDGETS = {
  text, template, code, number, choice, flags, expression: template, "json-template": code, javascript: code,
  "payload-path": path, "result-path": path, switch: onOff, list: listOf, rows: rowsOf, object: objectOf, any: anything, json: jsonText,
};

export class Form {
  #rows = new Map();

  // change(value, name): the whole object, and which field it was; id: begins the ids of its fields.
  constructor({ schema, definitions, value, around = {}, change, context, id, without = [] }) {
    Object.assign(this, { schema, definitions, value, around, change, context, id, without });
    this.element = h("div", { class: "stack stack-4 node-form" });
    this.refresh();
  }

  set(name, next) {
    const { [name]: _, ...rest } = this.value ?? {};
    this.value = next === undefined ? rest : { ...this.value, [name]: next };
    this.change(this.value, name);
    this.refresh();
  }

  // Fields whose kind has changed are drawn anew; the others stay, with the cursor in them.
  refresh(around = this.around) {
    this.around = around;
    for (const field of fieldsOf(this.schema, this.definitions, this.value, around)) {
      if (this.without.includes(field.name)) continue;
      const row = this.#rows.get(field.name);
      if (row && (row.kind === field.kind || !field.isShown)) {
        row.element.hidden = !field.isShown;
        row.refresh?.(field.scope);
      } else if (field.isShown) this.#draw(field, row);
      else if (!row) this.#rows.set(field.name, this.#waiting());
    }
  }

  #waiting() {
    const element = h("div", { hidden: true });
    this.element.append(element);
    return { element, kind: null };
  }

  #draw(field, earlier) {
    const placed = { ...field, id: `${this.id}-${field.name}`.replace(/\s+/g, "-"), definitions: this.definitions };
    const shown = drawn(placed, this.value?.[field.name], (next) => this.set(field.name, next), this.context);
    if (earlier) earlier.element.replaceWith(shown.element);
    else this.element.append(shown.element);
    this.#rows.set(field.name, { ...shown, kind: field.kind });
  }
}

// Label, widget and help of a field.
export function drawn(field, value, change, context) {
  const widget = widgetOf(field);
  const { element, control, hasTitle, isGroup, refresh } = widget(field, value, change, context);
  const help = field.help ? h("p", { class: "help", id: `${field.id}-help` }, withCode(field.help)) : null;
  const error = h("p", { class: "error", id: `${field.id}-error`, "data-problem": field.id, "data-title": field.title, hidden: true });
  if (control) control.setAttribute("aria-describedby", [control.getAttribute("aria-describedby"), help?.id, error.id].filter(Boolean).join(" "));
  const title = [field.title, field.isRequired || isGroup || context.readOnly ? null : optional(field)];
  const box = isGroup
    ? h("fieldset", { class: "field node-group" }, h("legend", {}, title), element, help, error)
    : h("div", { class: "field" }, hasTitle ? null : h("label", { for: field.id, id: `${field.id}-label` }, title), element, help, error);
  box.dataset.field = field.id;
  return { element: box, refresh };
}

function widgetOf({ kind, schema }) {
  if (schema.options) return kind === "list" ? listOf : picker;
  return schema.inputsOf && kind === "rows" ? inputsOf : WIDGETS[kind];
}

// What stands in backticks is code.
export function withCode(text) {
  return text.split("`").map((part, at) => (at % 2 ? h("code", {}, part) : part));
}

function optional({ kind, schema }) {
  return schema.only || ["choice", "switch"].includes(kind) ? null : h("span", { class: "optional" }, " (optional)");
}

function objectOf(field, value, change, context) {
  const form = new Form({ schema: field.schema, definitions: field.definitions, value: value ?? {}, around: field.scope, change, context, id: field.id });
  return { element: h("div", { class: "node-inner" }, form.element), isGroup: true, refresh: (scope) => form.refresh(scope) };
}

// A value that may be anything: text as a template, everything else as JSON.
function anything(field, value, change, context) {
  const isText = field.schema.type === undefined && (value === undefined || typeof value === "string");
  return isText ? template({ ...field, fallback: "" }, value, change, context) : json(field, value, change, context);
}

// Text that is to hold a JSON object, such as what a virtual button sends.
function jsonText(field, value, change, context) {
  const shown = json({ ...field, isObject: true }, undefined, () => {}, context);
  const { control } = shown;
  if (!context.drafts.has(field.id)) control.value = value ?? "";
  control.addEventListener("input", () => context.drafts.has(field.id) || change(control.value || undefined));
  return shown;
}

function listOf(field, value, change, context) {
  const item = resolved(field.schema.items, field.definitions);
  const kind = item.format ?? "text";
  return itemsOf(field, value, change, context, (one, at, set) => {
    const widget = field.schema.options ? picker : (WIDGETS[kind] ?? text);
    const schema = { ...item, options: field.schema.options };
    const shown = widget({ ...field, kind, schema, id: `${field.id}-${at}`, fallback: "" }, one, (next) => set(next ?? ""), context);
    shown.control.setAttribute("aria-label", `${field.title} ${at + 1}`);
    return { element: shown.element };
  });
}

function rowsOf(field, value, change, context) {
  const item = resolved(field.schema.items, field.definitions);
  return itemsOf(field, value, change, context, (one, at, set) => {
    const given = { definitions: field.definitions, around: field.scope, change: set, context, id: `${field.id}-${at}`, value: one };
    return item.oneOf ? unionOf(item, given, field.title) : new Form({ ...given, schema: item });
  });
}

// What the custom node asks for that another field names, and rows for all that it does not; rows alone if there is no such node.
function inputsOf(field, value, change, context) {
  const element = h("div", { class: "node-inner stack stack-4" });
  let rows = value;
  let called;
  const names = (scope) => [scope[field.schema.inputsOf], scope.customNodeVersion].join();
  const put = (next) => change((rows = next));
  const draw = (scope) => {
    called = names(scope);
    const node = calledBy(context.options.customNodes, { customNodeId: scope[field.schema.inputsOf], customNodeVersion: scope.customNodeVersion });
    const config = node?.config ?? {};
    const [known, others] = parted(config, rows);
    const forms = sectionsOf(config).flatMap(({ title, help, schema }, at) => {
      const set = (next, name) => put(filled(rows, name, next[name]));
      const form = new Form({ schema, definitions: {}, value: given(known), change: set, context, id: `${field.id}-in${at}` });
      return [title ? h("div", {}, h("h3", {}, title), help ? h("p", { class: "help" }, withCode(help)) : null) : null, form.element];
    });
    if (node && !forms.length) forms.push(h("p", { class: "help" }, `${node.name} asks for nothing.`));
    const rest = !node || others.length ? rowsOf(field, others, (next) => put([...parted(config, rows)[0], ...next]), context).element : null;
    element.replaceChildren(...[...forms, rest].filter(Boolean));
  };
  draw(field.scope);
  return { element, control: null, isGroup: true, refresh: (scope) => names(scope) !== called && draw(scope) };
}

// One of several kinds of objects. What was written for another kind stays, for whoever changes their mind.
function unionOf(item, given, title) {
  const element = h("div", { class: "stack stack-4" });
  let { value } = given;
  let form;
  const draw = () => {
    const { by, choices, chosen, schema } = variantOf(item, given.definitions, value);
    const select = h("select", { class: "select", id: `${given.id}-${by}`, "aria-label": `Kind of ${singular(title)}`, disabled: given.context.readOnly },
      (choices.includes(chosen) ? choices : [chosen, ...choices]).map((one) => h("option", { value: one, selected: one === chosen }, words(one))));
    form = new Form({ ...given, schema, value, without: [by], change: (next) => given.change((value = next)) });
    select.addEventListener("change", () => {
      value = { ...value, [by]: select.value };
      value = { ...asShown(variantOf(item, given.definitions, value).schema, given.definitions, value), ...value };
      given.change(value);
      draw();
      element.querySelector("select").focus();
    });
    element.replaceChildren(select, form.element);
  };
  draw();
  return { element, refresh: (scope) => form.refresh(scope) };
}

// Items with buttons to add, move and remove them. draw(item, at, set): {element, refresh}.
function itemsOf(field, value, change, context, draw) {
  const one = singular(field.title);
  const list = h("ol", { class: "node-items" });
  const add = context.readOnly ? null : h("button", { class: "btn btn-sm", type: "button", id: field.id, onclick: () => put([...current, newItem(field.schema.items, field.definitions)], current.length) }, actIcon("plus"), `Add ${one}`);
  let current = Array.isArray(value) ? value : [];
  let drawnItems = [];

  // focus: the place whose first field gets it; -1 is the button that adds.
  function put(next, focus) {
    current = next;
    change(current);
    show();
    const target = focus < 0 ? add : list.children[focus]?.querySelector("input:not([hidden]), select, textarea:not([hidden])");
    target?.focus();
  }

  function show() {
    drawnItems = current.map((item, at) => draw(item, at, (next) => change((current = current.map((old, place) => (place === at ? next : old))))));
    list.replaceChildren(...drawnItems.map(({ element }, at) => row(element, at)));
    if (add) add.hidden = current.length >= (field.schema.maxItems ?? Infinity);
  }

  function row(element, at) {
    const isPlain = field.kind === "list";
    const name = `${one} ${at + 1}`;
    const button = (act, icon, word, off) =>
      h("button", { class: "icon-btn", type: "button", "aria-label": `${word} ${name}`, title: word, disabled: off, onclick: act }, actIcon(icon));
    const swap = (by) => () => put(swapped(current, at, at + by), at + by);
    const acts = context.readOnly ? null : h("span", { class: "node-item-acts" },
      button(swap(-1), "up", "Move up", at === 0),
      button(swap(1), "down", "Move down", at === current.length - 1),
      button(() => put(current.filter((_, place) => place !== at), Math.min(at, current.length - 2)), "trash", "Remove", false));
    if (isPlain) return h("li", { class: "node-item-plain" }, element, acts);
    const title = h("header", {}, h("b", { class: "grow" }, name.charAt(0).toUpperCase() + name.slice(1)), acts);
    const spoken = [name, summary(current[at])].filter(Boolean).join(": ");
    return h("li", {}, h("div", { class: "node-item", role: "group", "aria-label": spoken }, title, element));
  }

  show();
  const refresh = (scope) => drawnItems.forEach((item) => item.refresh?.(scope));
  return { element: h("div", { class: "stack stack-2" }, list, add), control: null, isGroup: true, refresh };
}

function swapped(items, one, other) {
  const moved = [...items];
  [moved[one], moved[other]] = [moved[other], moved[one]];
  return moved;
}

// Fields that no schema knows, as JSON. current(): the config as it is by then.
export function otherFields(schema, current, change, context, id) {
  const unknown = unknownIn(schema, current());
  if (!Object.keys(unknown).length) return null;
  const known = () => Object.fromEntries(Object.entries(current()).filter(([name]) => name in (schema?.properties ?? {})));
  const set = (next) => change({ ...known(), ...next });
  const field = { id: `${id}-other`, title: "Other fields", help: "Not read here; they stay as they are.", kind: "any", schema: { type: "object" }, isObject: true, isRequired: true };
  return drawn(field, unknown, set, context).element;
}

// Fields that choose: of an enum, on or off, of what the application has, days.
import { h } from "../elements.js";
import { words } from "./fields.js";
import { shownText, template } from "./texts.js";

const ELSEWHERE = " "; // no id is a blank

export function choice(field, value, change, { readOnly }) {
  const { enum: values, labels = {} } = field.schema;
  const current = value ?? field.fallback ?? "";
  const offered = values.includes(current) ? values : [current, ...values];
  const name = (one) => (one === "" ? "Choose" : values.includes(one) ? (labels[one] ?? words(one)) : `${one}, which is unknown here`);
  const control = h("select", { class: "select", id: field.id, disabled: readOnly, onchange: ({ target }) => change(target.value) },
    offered.map((one) => h("option", { value: one, selected: one === current }, name(one))));
  return { element: control, control };
}

export function onOff(field, value, change, { readOnly }) {
  const control = h("input", {
    type: "checkbox", role: "switch", id: field.id, checked: value ?? field.fallback ?? false, disabled: readOnly, onchange: ({ target }) => change(target.checked),
  });
  return { element: h("label", { class: "switch" }, control, h("i"), h("span", {}, field.title)), control, hasTitle: true };
}

export function number(field, value, change, { readOnly }) {
  const control = h("input", {
    class: "input", id: field.id, inputmode: "decimal", value: shownText(value), placeholder: shownText(field.fallback), readonly: readOnly,
    oninput: ({ target }) => change(read(target.value)),
  });
  return { element: control, control };
}

// What is no number yet stays what was typed; the server says what is wrong with it.
function read(written) {
  if (!written.trim()) return undefined;
  return Number.isFinite(Number(written)) ? Number(written) : written;
}

// One of what there is, by its name; or a template that comes out as its id.
export function picker(field, value, change, context) {
  const { options: of, optionsType, only, more = [] } = field.schema;
  const there = offered(context.options, of, optionsType);
  const known = [...there.map((one) => [of === "credentials" ? one.name : one.id, one.name]), ...more];
  const current = shownText(value);
  const isGone = /^[0-9a-f]{24}$/.test(current) && !known.some(([id]) => id === current);
  const isElsewhere = current !== "" && !isGone && !known.some(([id]) => id === current);
  const option = (id, name, selected) => h("option", { value: id, selected }, name);
  const control = h("select", { class: "select", id: field.id, disabled: context.readOnly },
    option("", field.isRequired || only ? "Choose" : "None", !current),
    known.map(([id, name]) => option(id, name, id === current)),
    isGone ? option(current, `${current}, which is not here`, true) : null,
    only ? null : option(ELSEWHERE, "From a template", isElsewhere));
  const written = only ? null : template({ ...field, id: `${field.id}-template`, fallback: "" }, isElsewhere ? value : "", change, context);
  written?.control.setAttribute("aria-label", `${field.title}, as a template`);
  const show = () => written && (written.element.hidden = control.value !== ELSEWHERE);
  control.addEventListener("change", () => {
    show();
    if (control.value === ELSEWHERE) return written.control.focus();
    return change(control.value || undefined);
  });
  show();
  return { element: h("div", { class: "stack stack-1" }, control, written?.element), control };
}

function offered(options, of, type) {
  if (of === "buttons") return (options.workflows ?? []).flatMap(({ name, buttons = [] }) => buttons.map((one) => ({ id: one.id, name: `${name}: ${one.name}` })));
  return (options[of] ?? []).filter((one) => !type || one.type === type);
}

// A list of fixed length, each place on or off.
export function flags(field, value, change, { readOnly }) {
  const labels = field.schema.itemLabels;
  const current = value ?? field.fallback ?? labels.map(() => false);
  const boxes = labels.map((label, at) =>
    h("input", { type: "checkbox", id: at ? `${field.id}-${at}` : field.id, checked: current[at], disabled: readOnly, onchange: () => change(boxes.map(({ checked }) => checked)) }));
  const element = h("div", { class: "flags" }, boxes.map((box, at) => h("label", { class: "check" }, box, h("span", {}, labels[at]))));
  return { element, control: boxes[0], isGroup: true };
}

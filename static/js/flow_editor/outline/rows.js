// A row of the outline, and what is read of it.
import { h } from "../elements.js";
import { actIcon, nodeIcon } from "../icons.js";
import { textOf } from "../json.js";

const LONGEST = 80; // characters of a note that are read out

// place: {row, level, position, size}; look: {isClosed, isSelected, isFirst, problems, step, acts}
export function rowElement(context, place, look) {
  const { row } = place;
  const heading = row.heading || (look.isFirst && row.via?.label) || "";
  const port = heading ? h("div", { class: `o-port${look.isLit ? " lit" : ""}`, "aria-hidden": "true" }, heading) : null;
  return h("li", {
    role: "treeitem", tabindex: "-1", "data-row": row.id, "data-key": row.key, class: look.step ? "lit" : null, "aria-current": look.isCurrent ? "step" : null,
    "aria-level": place.level, "aria-setsize": place.size, "aria-posinset": place.position, "aria-selected": String(look.isSelected),
    "aria-expanded": row.children.length ? String(!look.isClosed) : null, "aria-label": spoken(context, row, look),
  }, port, row.kind === "join" ? joinBox(context, row) : nodeBox(context, row, look));
}

function nodeBox(context, row, { isClosed, problems, step, acts }) {
  const { document: flow, palette } = context;
  const item = flow.find(row.key);
  const label = flow.label(row.key);
  const kind = palette.label(item);
  const worst = problems.find(({ level }) => level === "error") ?? problems[0];
  const said = item.type === "AnnotationNode" ? (textOf(item.meta?.annotationText) || "Empty note") : label;
  return h("div", { class: "o-node" },
    row.children.length ? h("button", { class: "o-twist", type: "button", tabindex: "-1", "aria-label": `${isClosed ? "Open" : "Close"} ${label}`, "data-act": "twist" }, actIcon("chevron")) : null,
    h("span", { class: `n-${palette.family(item)}` }, nodeIcon(item.type)),
    h("span", { class: "grow" },
      h("b", { class: item.type === "AnnotationNode" ? "o-note" : null }, said), " ", said !== kind ? h("span", { class: "dim" }, kind) : null,
      worst ? h("span", { class: `o-problem ${worst.level}` }, actIcon("warn"), worst.message) : null,
      step?.error ? h("span", { class: "o-problem error" }, actIcon("warn"), step.error) : null),
    step?.milliseconds === undefined || step?.milliseconds === null ? null : h("span", { class: "badge" }, `${spent(step.milliseconds)} ms`),
    acts.includes("add") ? act("add", "plus", `Add a node after ${label}`) : null,
    acts.includes("more") ? act("more", "more", `More for ${label}`) : null);
}

function joinBox(context, row) {
  const label = context.document.label(row.key);
  return h("div", { class: "o-node o-join" },
    h("span", { class: "dim" }, actIcon("link")),
    h("span", { class: "grow" }, h("a", { href: "#", tabindex: "-1", "data-act": "follow" }, label), " ", h("span", { class: "dim" }, "joined from above")),
    act("more", "more", `More for the wire to ${label}`));
}

function act(name, icon, label) {
  return h("button", { class: "icon-btn", type: "button", tabindex: "-1", "aria-label": label, title: label, "data-act": name }, actIcon(icon));
}

function spent(milliseconds) {
  return milliseconds < 100 ? milliseconds.toFixed(1) : Math.round(milliseconds).toLocaleString("en").replaceAll(",", "\u2009");
}

function spoken({ document: flow, palette }, row, { problems, step }) {
  const item = flow.find(row.key);
  const kind = palette.label(item);
  const label = flow.label(row.key);
  const words = [
    row.via?.label && `${row.via.label}:`,
    row.kind === "join" ? `${label}, joined from above` : label === kind ? label : `${label}, ${kind}`,
    item.type === "AnnotationNode" && beginning(textOf(item.meta?.annotationText)),
    row.heading && row.heading.toLowerCase(),
    problems.length && `${problems.length} ${problems.length === 1 ? "problem" : "problems"}: ${problems[0].message}`,
    step?.error && `halted: ${step.error}`,
    step?.milliseconds !== undefined && step?.milliseconds !== null && `${spent(step.milliseconds)} milliseconds`,
  ];
  return words.filter(Boolean).join(", ").replace(":,", ":");
}

function beginning(text) {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

// Where a node's outputs lead, what leads to it, and the loop it is in: links that choose, and buttons that wire.
import { addAfter, groupInto, unwire, wireFrom } from "../acts.js";
import { h } from "../elements.js";
import { actIcon } from "../icons.js";

export function linksOf(context, key) {
  const { document: flow } = context;
  const outputs = flow.outputsOf(key);
  const sources = flow.sourcesOf(key);
  const loop = flow.groupOf(key);
  const { isTrigger } = flow.entry(key);
  return h("section", { class: "stack stack-3 node-links", "aria-label": "Wires" },
    outputs.length > 1 ? h("h3", {}, "Outputs") : null,
    outputs.map((output) => outputRow(context, key, output, outputs.length > 1)),
    isTrigger ? null : h("div", {}, h("h3", {}, "Comes from"), sourcesRow(context, key, sources)),
    isTrigger ? null : loopRow(context, key, loop));
}

function outputRow(context, key, { index, label, targets }, isOne) {
  const { document: flow, readOnly } = context;
  const after = isOne ? `${label} of ${flow.label(key)}` : flow.label(key);
  const acts = readOnly ? null : h("span", { class: "node-link-acts" },
    button(context, "plus", `Add a node after ${after}`, () => addAfter(context, key, index)),
    button(context, "wire", `Wire ${after} to a node`, () => wireFrom(context, key, index)));
  const head = h("div", { class: "node-link-head" }, isOne ? h("span", { class: "grow dim" }, label) : h("h3", { class: "grow" }, "Leads to"), acts);
  const list = targets.map((to) => link(context, to, `Cut the wire to ${flow.label(to)}`, () => unwire(context, key, index, to)));
  return h("div", { class: "node-link" }, head, targets.length ? h("ul", {}, list) : h("p", { class: "help" }, "Nothing yet"));
}

function sourcesRow(context, key, sources) {
  const { document: flow } = context;
  if (!sources.length) return h("p", { class: "help" }, "Nothing leads here, so no run comes here.");
  return h("ul", {}, sources.map(({ key: from, output }) => {
    const outputs = flow.outputsOf(from);
    const via = outputs.length > 1 ? outputs[output]?.label : "";
    return link(context, from, `Cut the wire from ${flow.label(from)}`, () => unwire(context, from, output, key), via);
  }));
}

function loopRow(context, key, loop) {
  const { document: flow, readOnly, selection } = context;
  const hasLoops = flow.items.some(({ key: other, item }) => item.type === "LoopNode" && other !== key);
  if (!loop && !hasLoops) return null;
  return h("div", { class: "node-link-head" },
    h("span", { class: "grow" }, loop ? ["In the loop ", h("a", { href: "#", onclick: (event) => follow(event, selection, loop) }, flow.label(loop))] : "In no loop"),
    readOnly ? null : h("button", { class: "btn btn-sm", type: "button", onclick: () => groupInto(context, [key]) }, "Change"));
}

function link(context, key, cutName, cut, via = "") {
  const { document: flow, selection, readOnly } = context;
  return h("li", {},
    h("a", { href: "#", class: "grow", onclick: (event) => follow(event, selection, key) }, flow.label(key)),
    via ? h("span", { class: "dim" }, via) : null,
    readOnly ? null : button(context, "close", cutName, cut));
}

function follow(event, selection, key) {
  event.preventDefault();
  selection.set([key]);
}

// Its id brings the focus back when the links are drawn anew.
function button(context, icon, name, act) {
  return h("button", { class: "icon-btn", type: "button", id: `links ${name}`.replace(/\W/g, "-"), "aria-label": name, title: name, onclick: act }, actIcon(icon));
}

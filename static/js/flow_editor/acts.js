// Acts that ask something first, for the outline and the panel alike: which node to add, what to wire to, which loop. Each says
// what it has done.
import { choose, itemsOf, nodesOf } from "./chooser.js";
import { h } from "./elements.js";

// Adds a node after an output that is asked for if there are several. Gives its key, or null.
export async function addAfter(context, key, output = null) {
  const { document: flow, palette, selection, say } = context;
  const outputs = flow.outputsOf(key);
  if (!outputs.length) return tell(context, `${flow.label(key)} ends its path; nothing can follow.`);
  const via = outputChoice(outputs, output);
  const entry = await choose({ title: `Add a node after ${flow.label(key)}`, placeholder: "Find a node", before: via.element, find: nodesOf(palette), empty: "No node is called that." });
  if (!entry) return null;
  const made = flow.add(palette.defaultItem(entry), { after: { key, output: via.value() } });
  selection.set([made]);
  say(`Added ${entry.label} after ${flow.label(key)}${outputs.length > 1 ? `, ${outputs[via.value()].label}` : ""}.`);
  return made;
}

// Adds something that nothing leads to: a trigger, or a node to be wired later.
export async function addFree(context) {
  const { document: flow, palette, selection, say } = context;
  const entry = await choose({ title: "Add a trigger or node", placeholder: "Find a trigger or node", find: nodesOf(palette, { triggers: true }), empty: "Nothing is called that." });
  if (!entry) return null;
  const made = flow.add(palette.defaultItem(entry));
  selection.set([made]);
  say(`Added ${entry.label}.`);
  return made;
}

// Wires an output to a node that is there already.
export async function wireFrom(context, key, output = null) {
  const { document: flow, say } = context;
  const outputs = flow.outputsOf(key);
  if (!outputs.length) return tell(context, `${flow.label(key)} ends its path; nothing can follow.`);
  const via = outputChoice(outputs, output);
  const fits = (to) => !flow.refusal(key, via.value(), to);
  const target = await choose({ title: `Wire ${flow.label(key)} to`, placeholder: "Find a node", before: via.element, find: itemsOf(context, fits), empty: "No node can follow here." });
  if (!target) return null;
  flow.wire(key, via.value(), target);
  say(`Wired ${flow.label(key)} to ${flow.label(target)}.`);
  return target;
}

export function unwire(context, from, output, to) {
  const { document: flow, say } = context;
  flow.unwire(from, output, to);
  say(`Cut the wire from ${flow.label(from)} to ${flow.label(to)}.`);
}

// Into a loop, or out of it.
export async function groupInto(context, keys) {
  const { document: flow, say } = context;
  const own = flow.groupOf(keys[0]);
  const isLoop = (key) => flow.find(key).type === "LoopNode" && !keys.includes(key) && key !== own;
  const loops = itemsOf(context, isLoop, "Loops");
  const outside = { label: "Out of its loop", icon: "close", value: OUTSIDE };
  const find = (text) => (own && !text ? [{ title: "No loop", items: [outside] }, ...loops(text)] : loops(text));
  const loop = await choose({ title: "Move into the loop", placeholder: "Find a loop", find, empty: "There is no other loop." });
  if (!loop) return null;
  flow.regroup(keys, loop === OUTSIDE ? null : loop);
  say(loop === OUTSIDE ? "Moved out of the loop." : `Moved into ${flow.label(loop)}.`);
  return loop;
}

export function remove(context, keys) {
  const { document: flow, say, selection } = context;
  if (!keys.length) return;
  const name = keys.length === 1 ? flow.label(keys[0]) : `${keys.length} nodes`;
  const also = flow.withMembers(keys).length - keys.length;
  selection.set([]);
  flow.remove(keys);
  say(`Removed ${name}${also ? ` and ${also} in it` : ""}. Ctrl Z brings it back.`);
}

// Among what follows the same output. by: -1 or 1.
export function reorder(context, { from, output }, key, by) {
  const { document: flow, say } = context;
  const targets = flow.outputsOf(from)[output]?.targets ?? [];
  const at = targets.indexOf(key);
  if (at < 0 || !targets[at + by]) return tell(context, by < 0 ? "It is the first already." : "It is the last already.");
  const order = [...targets];
  [order[at], order[at + by]] = [order[at + by], order[at]];
  flow.step("Change the order", () => {
    for (const target of targets) flow.unwire(from, output, target);
    for (const target of order) flow.wire(from, output, target);
  });
  say(`Moved ${flow.label(key)} ${by < 0 ? "up" : "down"}.`);
  return true;
}

const OUTSIDE = Symbol("outside");

function tell({ say }, sentence) {
  say(sentence);
  return null;
}

// Which output, where there are several: radio buttons above the list.
function outputChoice(outputs, given) {
  const first = given ?? outputs.find(({ targets }) => !targets.length)?.index ?? 0;
  if (outputs.length < 2) return { element: null, value: () => 0 };
  const radios = outputs.map(({ index, label }) =>
    h("label", {}, h("input", { type: "radio", name: "chooser-output", value: index, checked: index === first }), label));
  const element = h("fieldset", { class: "segmented chooser-outputs" }, h("legend", { class: "sr" }, "After which output"), radios);
  element.addEventListener("change", () => element.parentElement.querySelector("input[role=combobox]").dispatchEvent(new Event("input")));
  return { element, value: () => Number(element.querySelector(":checked").value) };
}

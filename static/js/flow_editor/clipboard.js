// Copy, cut and paste as JSON through the system's clipboard: between flows, tabs and text editors.
import { CLIPPING } from "./document.js";
import { areParts, hasPlace } from "./items.js";
import { laidOut } from "./layout.js";

export function clipboard(context) {
  const { document: flow, selection, readOnly, say } = context;

  function copy(event) {
    if (isTyping() || !selection.keys.length) return false;
    event.clipboardData.setData("text/plain", JSON.stringify(flow.copy(selection.keys), null, 2));
    event.preventDefault();
    return true;
  }

  document.addEventListener("copy", (event) => copy(event) && say(`Copied ${counted(selection.keys)}.`));
  document.addEventListener("cut", (event) => {
    if (readOnly || !copy(event)) return;
    const words = counted(selection.keys);
    flow.remove(selection.keys);
    say(`Cut ${words}.`);
  });
  document.addEventListener("paste", (event) => {
    if (readOnly || isTyping()) return;
    const clip = clipOf(event.clipboardData.getData("text/plain"));
    if (!clip) return say("The clipboard holds no nodes.");
    event.preventDefault();
    const at = context.canvas.pointer ?? undefined;
    put(clip, { at, group: at && context.canvas.graph.loopAt(at) }, "Pasted");
  });

  // at: undefined, a little beside where they came from; group: the loop that they go into.
  function put(clip, { at, group }, word) {
    let keys;
    flow.step("Paste", () => {
      keys = flow.paste(clip, { at, group });
      if (![...clip.triggers, ...clip.nodes].every(hasPlace)) layOut(keys, at ?? context.canvas.middle);
    });
    selection.set(keys);
    if (keys.length) context.canvas.reveal(keys[0]);
    say(`${word} ${counted(keys)}.`);
  }

  // Without places of their own they would lie on each other.
  function layOut(keys, { x, y }) {
    const places = [...laidOut(flow, keys)].map(([key, place]) => ({ key, ...place }));
    const corner = { x: Math.min(...places.map((place) => place.x)), y: Math.min(...places.map((place) => place.y)) };
    flow.place(places.map((place) => ({ key: place.key, x: place.x - corner.x + x, y: place.y - corner.y + y })));
  }

  // In the loop that all of them are in.
  function duplicate() {
    const [group, ...others] = new Set(selection.keys.map((key) => flow.groupOf(key)));
    if (selection.keys.length) put(flow.copy(selection.keys), { group: others.length ? null : group }, "Duplicated");
  }

  return { duplicate };
}

// What was copied here, an export of a workflow, or a bare list of nodes; null for anything else.
export function clipOf(text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (Array.isArray(value)) value = { nodes: value };
  const { triggers = [], nodes = [] } = value ?? {};
  if (!areParts(triggers) || !areParts(nodes) || !(triggers.length + nodes.length)) return null;
  return { _type: CLIPPING, triggers, nodes };
}

function isTyping() {
  const { activeElement } = document;
  return Boolean(activeElement?.closest("input, textarea, select, [contenteditable], .cm-editor")) || Boolean(String(getSelection()));
}

function counted(keys) {
  return keys.length === 1 ? "1 node" : `${keys.length} nodes`;
}

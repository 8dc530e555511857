// Keys of the editor, and the dialog that lists them.
import { remove as removeNodes } from "./acts.js";
import { h } from "./elements.js";

const STEP = 20; // pixels that an arrow moves by, with Shift five times that

// [keys, words, act]; the first that fits is done. An act that gives false did nothing.
export function keyboard(root, context) {
  const { document: flow, selection, canvas, readOnly } = context;
  const onCanvas = (act) => () => (canvas.stage.contains(document.activeElement) ? act() : false);
  const arrow = (dx, dy) => onCanvas(() => (selection.keys.length && !readOnly ? canvas.move(dx, dy) : canvas.graph.pan(-2 * dx, -2 * dy)));
  const table = [
    ["Ctrl S", "Save", () => context.save(), true],
    ["Ctrl Z", "Undo", () => flow.undo(), true],
    ["Ctrl Shift Z", "Redo", () => flow.redo(), true],
    ["Ctrl Y", "Redo", () => flow.redo(), true],
    ["Ctrl C", "Copy the chosen nodes as JSON"],
    ["Ctrl X", "Cut them"],
    ["Ctrl V", "Paste nodes"],
    ["Ctrl D", "Duplicate the chosen nodes", () => context.duplicate(), true],
    ["Ctrl A", "Choose all nodes", () => selection.set(flow.keys)],
    ["Delete", "Remove the chosen nodes, or the chosen wire", remove, true],
    ["Backspace", null, remove, true],
    ["Escape", "Take back what is being pulled; choose nothing", chooseNothing],
    ["Enter", "Settings of the chosen node", onCanvas(() => context.openPanel())],
    ["/", "Find a node to add", () => context.findNode(), true],
    ["N", "Add a note", () => context.addNote(), true],
    ["Arrows", "Move the chosen nodes, with Shift further; or look elsewhere"],
    ["ArrowLeft", null, arrow(-STEP, 0)], ["ArrowRight", null, arrow(STEP, 0)], ["ArrowUp", null, arrow(0, -STEP)], ["ArrowDown", null, arrow(0, STEP)],
    ["Shift ArrowLeft", null, arrow(-5 * STEP, 0)], ["Shift ArrowRight", null, arrow(5 * STEP, 0)], ["Shift ArrowUp", null, arrow(0, -5 * STEP)], ["Shift ArrowDown", null, arrow(0, 5 * STEP)],
    ["Alt Arrows", "Choose the node that a wire leads to, comes from, or the one beside"],
    ["Alt ArrowDown", null, onCanvas(() => follow("down"))], ["Alt ArrowUp", null, onCanvas(() => follow("up"))], ["Alt ArrowLeft", null, onCanvas(() => follow("left"))], ["Alt ArrowRight", null, onCanvas(() => follow("right"))],
    ["+", "Zoom in", () => canvas.zoom(0.2)], ["=", null, () => canvas.zoom(0.2)], ["-", "Zoom out", () => canvas.zoom(-0.2)],
    ["0", "Full size", () => canvas.actualSize()], ["F", "Fit all nodes in the window", () => canvas.fit()],
    ["Double-click", "On the canvas: find a node to add there", null, true],
    ["Drag", "A wire's end to another node, a node from the list onto a wire, a port into the open to ask what comes next", null, true],
    ["O", "Canvas or outline", () => context.showView(context.view === "outline" ? "canvas" : "outline")],
    ["?", "All keys", () => showKeys(table, readOnly)],
  ];

  // What is open goes first; the browser closes that.
  function chooseNothing() {
    return selection.keys.length && !root.querySelector(":popover-open, .menu[open]") ? selection.set([]) : false;
  }

  function remove() {
    if (selection.keys.length) return removeNodes(context, selection.keys);
    return canvas.wire && canvas.stage.contains(document.activeElement) ? canvas.removeWire() : false;
  }

  function follow(way) {
    const key = selection.key ?? flow.keys[0];
    if (!key) return false;
    const next = selection.key ? neighbour(flow, key, way) : key;
    if (!next) return true;
    selection.set([next]);
    canvas.reveal(next);
    context.say(described(flow, next));
    return true;
  }

  addEventListener("keydown", (event) => {
    if (event.target !== document.body && !root.contains(event.target)) return;
    const pressed = named(event);
    const isTyping = event.target.closest("input, textarea, select, [contenteditable], .cm-editor, dialog, [popover]");
    const found = table.find(([keys, , act, changes]) => act && keys === pressed && !(changes && readOnly));
    if (!found || event.defaultPrevented || (isTyping && pressed !== "Ctrl S")) return;
    if (event.target.closest(".outline") && !pressed.startsWith("Ctrl") && pressed !== "?") return; // it has keys of its own
    if (/^(Enter| )$/.test(pressed) && event.target.closest("button, a, summary")) return;
    if (found[2]() !== false) event.preventDefault();
  });
  return { show: () => showKeys(table, readOnly) };
}

function neighbour(flow, key, way) {
  const targets = flow.outputsOf(key).flatMap((output) => output.targets);
  const sources = flow.sourcesOf(key).map((source) => source.key);
  if (way === "down") return targets[0];
  if (way === "up") return sources[0];
  const beside = sources.length ? flow.outputsOf(sources[0]).flatMap((output) => output.targets) : flow.keys.filter((one) => flow.entry(one).isTrigger);
  const around = [...new Set(beside.length > 1 ? beside : flow.keys)];
  return around[(around.indexOf(key) + (way === "right" ? 1 : -1) + around.length) % around.length];
}

function described(flow, key) {
  const outputs = flow.outputsOf(key).map(({ label, targets }) => `${label} to ${targets.map((target) => flow.label(target)).join(", ") || "nothing"}`);
  return `${flow.label(key)}, ${flow.palette.label(flow.find(key))}. ${outputs.join("; ")}`;
}

function named({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  const isLetter = /^[a-z]$/i.test(key);
  const parts = [(ctrlKey || metaKey) && "Ctrl", altKey && "Alt", shiftKey && (isLetter || key.length > 1) && "Shift", isLetter ? key.toUpperCase() : key];
  return parts.filter(Boolean).join(" ");
}

function showKeys(table, readOnly) {
  const shown = table.filter(([, words, , changes]) => words && !(changes && readOnly));
  const rows = shown.map(([keys, words]) => h("div", {}, h("dt", {}, keys.split(" ").map((key) => h("kbd", {}, key))), h("dd", {}, words)));
  const dialog = h("dialog", { class: "dialog keys", "aria-labelledby": "keys-h", onclose: () => dialog.remove() },
    h("h1", { class: "dialog-head", id: "keys-h" }, "All keys"),
    h("div", { class: "dialog-body" }, h("p", {}, "On a Mac, ⌘ is what Ctrl is here."), h("dl", {}, rows)),
    h("form", { class: "dialog-foot", method: "dialog" }, h("button", { class: "btn", autofocus: true }, "Close")));
  document.querySelector(".flow-editor").append(dialog);
  dialog.showModal();
}

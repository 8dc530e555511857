// The buttons over the canvas.
import { h } from "../elements.js";
import { actIcon } from "../icons.js";

// Gives the toolbar, and the part of it that is there only while several nodes are chosen.
export function canvasTools(canvas, context) {
  const { document: flow } = context;
  const button = (name, label, act, keys) =>
    h("button", { class: "icon-btn", type: "button", "aria-label": label, title: keys ? `${label} (${keys})` : label, onclick: act }, actIcon(name));
  const line = () => h("span", { class: "vr" });
  const undo = button("undo", "Undo", () => flow.undo(), "Ctrl Z");
  const redo = button("redo", "Redo", () => flow.redo(), "Ctrl Shift Z");
  const turn = () => {
    undo.disabled = !flow.canUndo;
    redo.disabled = !flow.canRedo;
  };
  flow.addEventListener("change", turn);
  turn();
  const changing = [undo, redo, line()];
  const noting = [line(), button("note", "Add note", () => context.addNote(), "N")];
  const aligning = h("span", { class: "row aligning", hidden: true }, line(),
    button("alignLeft", "Align left edges", () => canvas.align("left")),
    button("alignTop", "Align upper edges", () => canvas.align("top")),
    button("spreadAcross", "Spread from left to right", () => canvas.align("across")),
    button("spreadDown", "Spread from top to bottom", () => canvas.align("down")));
  const element = h("div", { class: "canvas-tools", role: "toolbar", "aria-label": "Canvas" },
    context.readOnly ? [] : changing,
    button("zoomOut", "Zoom out", () => canvas.zoom(-0.2), "−"),
    button("zoomIn", "Zoom in", () => canvas.zoom(0.2), "+"),
    button("fit", "Fit", () => canvas.fit(), "F"),
    context.readOnly ? [] : noting,
    aligning);
  return { element, aligning };
}

// What X6 is told of our shapes: how nodes, notes, frames and wires are made up. How they look stands in flow.css.
import { Graph } from "@antv/x6";
import { bends } from "./picture.js";

export const IN = "in"; // the port at the top
export const WIRE_ENDS = ["source", "target"];

export function outputOf(port) {
  return Number(port.slice(1));
}

// A note is Markdown; on the canvas stand its words.
export function plain(text) {
  return text.replace(/(\*\*|__|`)(.+?)\1/g, "$2").replace(/^#+ /gm, "").replace(/^[-*] /gm, "• ").replace(/\[(.+?)\]\(.+?\)/g, "$1");
}

export function wireOf(id) {
  const [, from, output, to] = JSON.parse(id);
  return { from, output, to };
}

export function edge({ id, from, output, to }) {
  return { id, shape: "wire", source: { cell: from, port: `o${output}` }, target: { cell: to, port: IN }, zIndex: 1, data: {} };
}

export function inPort(width) {
  return { id: IN, group: IN, args: { x: width / 2, y: 0 } };
}

// shown: as much of its name as there is room for; who points at it is told the whole.
export function outPort({ name, x, side }, at, shown = name) {
  const label = side === "left" && name ? { x: -8, textAnchor: "end" } : { x: 8, textAnchor: "start" };
  const attrs = { label: { text: shown, y: 15, ...label }, title: { text: name || "continue" } };
  return { id: `o${at}`, group: "out", args: { x, y: 46 }, attrs };
}

let areRegistered = false;

export function registerShapes() {
  if (areRegistered) return;
  areRegistered = true;
  const part = (tagName, selector, className = selector, attrs = {}) => ({ tagName, selector, className, attrs });
  const circles = [part("circle", "hit", "port-hit", { r: 12 }), part("circle", "circle", "port", { r: 4 })];
  Graph.registerNode("flow-node", {
    width: 184, height: 46,
    markup: [
      part("rect", "body", "body", { height: 46, rx: 7 }),
      part("rect", "edge", "edge", { x: 0, y: 9, width: 3.5, height: 28, rx: 1.75 }),
      part("path", "icon", "ic", { transform: "translate(14 15)" }),
      part("text", "label", "label", { x: 40, y: 20 }),
      part("title", "title"),
      part("text", "about", "sub", { x: 40, y: 35 }),
      part("text", "ms", "ms", { y: 35, "text-anchor": "end" }),
      part("path", "mark", "mark", { d: "M8 2.500 14.300 13.300H1.700zM8 6.500v3.200M8 11.500v.1" }),
    ],
    ports: {
      groups: {
        in: { position: "absolute", markup: circles, attrs: { hit: { magnet: true } } },
        out: { position: "absolute", markup: [...circles, part("text", "label", "port-label"), part("title", "title")], attrs: { hit: { magnet: true } } },
      },
    },
  });
  Graph.registerNode("flow-note", {
    markup: [part("rect", "body", "note-body", { rx: 3 }), part("path", "fold", "note-fold", { d: "M14 0V14H0z", event: "note:pulled" }), part("text", "text", "note-text", { x: 14, y: 22 })],
  });
  Graph.registerNode("flow-frame", {
    markup: [part("rect", "body", "frame-body", { rx: 10 }), part("text", "label", "frame-label", { x: 16, y: 22 })],
  });
  Graph.registerEdge("wire", {
    markup: [part("path", "wrap", "wire-hit"), part("path", "glow", "wire-glow"), part("path", "line", "wire"), ...WIRE_ENDS.map((end) => part("circle", end, `wire-end ${end}`, { r: 5, "data-end": end }))],
    attrs: { wrap: { connection: true }, glow: { connection: true }, line: { connection: true, targetMarker: null, sourceMarker: null } },
  });
  Graph.registerRouter("drop", (_, __, view) => bends(view.sourceAnchor, view.targetAnchor, outputOf(view.cell.getSourcePortId() ?? "o0")));
}

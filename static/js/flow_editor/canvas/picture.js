// What is to be drawn, as plain values: boxes, ports, wires and the frames of loops. No drawing library, no page.
import { SMALLEST_NOTE } from "../items.js";
import { numberOf, textOf } from "../json.js";

export const WIDTH = 184;
export const HEIGHT = 46;
const NOTE = { width: 260, height: 220 };
const LANES = 4;
const PER_OUTPUT = 62; // so that the names of many outputs have room
const OUTSIDE = 120; // for the name of an output with no other beside it
const NAME_GAP = 14; // between the name of an output and the next one
const FRAME = { side: 24, top: 44, bottom: 30 };
const EMPTY_FRAME = { width: 260, height: 120 };

export function sizeOf(flow, key) {
  const { item } = flow.entry(key);
  if (item.type === "AnnotationNode") return { width: lengthOf(item.meta?.width, NOTE.width), height: lengthOf(item.meta?.height, NOTE.height) };
  return { width: Math.max(WIDTH, flow.outputsOf(key).length * PER_OUTPUT), height: HEIGHT };
}

function lengthOf(value, otherwise) {
  return Math.max(numberOf(value, otherwise), SMALLEST_NOTE);
}

// {key, kind: "node" or "note", x, y, width, height, type, family, label, about, isKnown, hasInput, outputs: [{name, x, side, room}]}
export function boxOf(flow, key, place) {
  const { item, isTrigger } = flow.entry(key);
  const size = sizeOf(flow, key);
  const common = { key, ...place, ...size, type: item.type, family: flow.palette.family(item) };
  if (item.type === "AnnotationNode") return { ...common, kind: "note", text: textOf(item.meta?.annotationText) };
  const isKnown = Boolean(flow.palette.of(item.type));
  const outputs = flow.outputsOf(key);
  return {
    ...common,
    kind: "node",
    label: flow.label(key),
    about: aboutOf(flow, item, isKnown),
    isKnown,
    hasInput: !isTrigger,
    outputs: outputs.map(({ label }, at) => ({
      name: outputs.length === 1 && label === "continue" ? "" : label,
      x: Math.round((size.width * (at + 0.5)) / outputs.length),
      side: at < (outputs.length - 1) / 2 ? "left" : "right",
      room: (at && at < outputs.length - 1 ? size.width / outputs.length : OUTSIDE) - NAME_GAP,
    })),
  };
}

function aboutOf(flow, item, isKnown) {
  if (!isKnown) return "Cannot run here";
  const label = flow.palette.label(item);
  const status = item.type === "EndpointReplyNode" && String(item.config?.responseCodeTemplate ?? "");
  return status && /^\d{3}$/.test(status) ? `${label}, ${status}` : label;
}

// [{id, from, output, to}]; the id tells the three.
export function wiresOf(flow, key) {
  return flow.outputsOf(key).flatMap(({ index, targets }) => targets.map((to) => ({ id: wireId(key, index, to), from: key, output: index, to })));
}

export function wireId(from, output, to) {
  return JSON.stringify(["wire", from, output, to]);
}

export function frameId(loop) {
  return JSON.stringify(["frame", loop]);
}

// Around the body of a loop. boxes: key → {x, y, width, height}; those of inner loops' frames count, too.
export function frameOf(flow, loop, boxes) {
  const members = flow.membersOf(loop);
  const parts = members.flatMap((key) => [
    boxes.get(key),
    ...(flow.find(key).type === "LoopNode" ? [frameOf(flow, key, boxes)] : []),
  ]);
  if (!parts.length) {
    const { meta = {} } = flow.find(loop);
    const own = boxes.get(loop);
    return { x: numberOf(meta.groupStartX, own.x + own.width + 40), y: numberOf(meta.groupStartY, own.y), ...EMPTY_FRAME };
  }
  const { x, y, width, height } = around(parts);
  return { x: x - FRAME.side, y: y - FRAME.top, width: width + 2 * FRAME.side, height: height + FRAME.top + FRAME.bottom };
}

export function around(boxes) {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

export function depthOf(flow, key) {
  let depth = 0;
  for (let group = flow.groupOf(key); group; group = flow.groupOf(group)) depth += 1;
  return depth;
}

// The way of a wire from a port at the bottom to one at the top: down, across, down; around when the target is above.
// lane: the number of the output, so that wires of one node do not lie on each other.
export function bends(from, to, lane = 0) {
  if (Math.abs(from.x - to.x) < 1 && to.y > from.y) return [];
  if (to.y >= from.y + 24) {
    const y = Math.min(from.y + 22 + (lane % LANES) * 5, to.y - 12);
    return [{ x: from.x, y }, { x: to.x, y }];
  }
  const aside = Math.abs(from.x - to.x) > 240 ? (from.x + to.x) / 2 : Math.max(from.x, to.x) + 120;
  return [
    { x: from.x, y: from.y + 20 },
    { x: aside, y: from.y + 20 },
    { x: aside, y: to.y - 20 },
    { x: to.x, y: to.y - 20 },
  ];
}

// Lines of a text that fit a width. measure: text → its width.
export function wrapped(text, width, height, measure, leading = 17) {
  const lines = text.split("\n").flatMap((line) => wrappedLine(line, width, measure));
  const most = Math.max(1, Math.floor(height / leading));
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), "…"];
}

function wrappedLine(line, width, measure) {
  const lines = [""];
  for (const word of line.split(/\s+/).flatMap((one) => broken(one, width, measure))) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (!lines.at(-1) || measure(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

// A word that is wider than the line, in parts that are not.
function broken(word, width, measure) {
  const parts = [];
  for (let rest = [...word]; rest.length; ) {
    const count = Math.max(1, most(rest, (part) => measure(part) <= width));
    parts.push(rest.splice(0, count).join(""));
  }
  return parts;
}

// A text cut so that it fits.
export function fitted(text, width, measure) {
  if (measure(text) <= width) return text;
  const letters = [...text]; // so that no emoji is cut in half
  const count = most(letters, (part) => measure(`${part}…`) <= width);
  return `${letters.slice(0, count).join("").trimEnd()}…`;
}

// How many letters of the beginning fit.
function most(letters, fits) {
  let low = 0;
  for (let high = letters.length; low < high; ) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(letters.slice(0, middle).join(""))) low = middle;
    else high = middle - 1;
  }
  return low;
}

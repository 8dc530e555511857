// Places for nodes that have none, and for all of them when somebody asks: rows from top to bottom along the wires.
import dagre from "@dagrejs/dagre";
import { sizeOf } from "./canvas/picture.js";
import { hasPlace } from "./items.js";

const GRID = 20;
const GAP = 40;
const ROW_GAP = 54;
const FRAME_ROOM = 40; // for the head of a frame, or its foot

// key → {x, y}, of these keys. Notes stand at the right of all.
export function laidOut(flow, keys = flow.keys) {
  const drawn = keys.filter((key) => flow.find(key).type !== "AnnotationNode");
  const graph = new dagre.graphlib.Graph({ compound: true });
  graph.setGraph({ rankdir: "TB", nodesep: 36, ranksep: 54, marginx: 60, marginy: 60 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const key of drawn) graph.setNode(key, sizeOf(flow, key));
  for (const key of drawn) putInFrame(flow, graph, key);
  for (const key of drawn) {
    for (const { targets } of flow.outputsOf(key)) for (const to of targets) if (graph.hasNode(to)) graph.setEdge(key, to);
  }
  dagre.layout(graph);
  const tops = rowTops(flow, graph, drawn);
  const places = new Map(drawn.map((key) => [key, cornerOf(graph.node(key), tops)]));
  let y = 60;
  const x = onGrid(Math.max(0, ...drawn.map((key) => places.get(key).x + sizeOf(flow, key).width)) + GAP * 2);
  for (const key of keys.filter((one) => !places.has(one))) {
    places.set(key, { x, y });
    y = onGrid(y + sizeOf(flow, key).height + GAP);
  }
  return places;
}

// Places of nodes that have none: below what has, or of the whole flow if none has.
export function missingPlaces(flow) {
  const placed = (key) => hasPlace(flow.find(key));
  const missing = flow.keys.filter((key) => !placed(key));
  if (!missing.length) return new Map();
  const found = laidOut(flow, missing);
  const others = flow.keys.filter(placed).map((key) => flow.find(key).meta.y + sizeOf(flow, key).height);
  const down = others.length ? onGrid(Math.max(...others)) : 0;
  return new Map([...found].map(([key, { x, y }]) => [key, { x, y: y + down }]));
}

function putInFrame(flow, graph, key) {
  const loop = flow.groupOf(key);
  if (!loop) return;
  const frame = `frame of ${loop}`;
  if (!graph.hasNode(frame)) graph.setNode(frame, {});
  graph.setParent(key, frame);
  const outer = flow.groupOf(loop);
  if (outer && !graph.parent(frame)) {
    if (!graph.hasNode(`frame of ${outer}`)) graph.setNode(`frame of ${outer}`, {});
    graph.setParent(frame, `frame of ${outer}`);
  }
}

// Where each row begins. The rows are dagre's, but not the room between them: that it makes wider the deeper loops are nested.
function rowTops(flow, graph, keys) {
  const found = new Map();
  for (const key of keys) {
    const row = Math.round(graph.node(key).y);
    found.set(row, [...(found.get(row) ?? []), key]);
  }
  const rows = [...found].sort(([one], [other]) => one - other);
  const tops = new Map();
  let y = 60;
  let before = [];
  for (const [row, members] of rows) {
    const opening = entered(flow, members, before);
    const closing = entered(flow, before, members);
    y += opening * FRAME_ROOM + closing * FRAME_ROOM;
    tops.set(row, y);
    y += Math.max(...members.map((key) => sizeOf(flow, key).height)) + ROW_GAP;
    before = members;
  }
  return tops;
}

// How many frames hold some of these but none of the others, one in another.
function entered(flow, these, others) {
  const around = (key) => {
    const found = [];
    for (let loop = flow.groupOf(key); loop; loop = flow.groupOf(loop)) found.push(loop);
    return found;
  };
  const known = new Set(others.flatMap(around));
  return Math.max(0, ...these.map((key) => around(key).filter((loop) => !known.has(loop)).length));
}

function cornerOf({ x, y, width }, tops) {
  return { x: onGrid(x - width / 2), y: onGrid(tops.get(Math.round(y))) };
}

function onGrid(value) {
  return Math.round(value / GRID) * GRID;
}

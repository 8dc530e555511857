// Nodes and triggers as they are stored: each of these gives a changed copy.
import { numberOf } from "./json.js";

export const SMALLEST_NOTE = 60; // pixels, either way

// As much of a node or trigger as the document takes for granted; the server says what else is wrong.
export function isPart(given) {
  const { type, config, meta, outputIds } = given ?? {};
  const isLeftOut = (value) => value === undefined || value === null;
  const isObject = (value) => isLeftOut(value) || (typeof value === "object" && !Array.isArray(value));
  const areOutputs = isLeftOut(outputIds) || (Array.isArray(outputIds) && outputIds.every((targets) => isLeftOut(targets) || Array.isArray(targets)));
  return typeof type === "string" && isObject(config) && isObject(meta) && areOutputs;
}

export function areParts(given) {
  return Array.isArray(given) && given.every(isPart);
}

export function withOutput(item, output, act) {
  const outputs = [...(item.outputIds ?? [])];
  while (outputs.length <= output) outputs.push([]);
  outputs[output] = act(outputs[output] ?? []);
  return { ...item, outputIds: outputs };
}

// The end of a round names its loop in its config, too.
export function inGroup(item, loop) {
  const { groupId, ...meta } = item.meta ?? {};
  const grouped = { ...item, meta: loop ? { ...item.meta, groupId: loop } : meta };
  return loop && item.type === "LoopCapNode" ? { ...grouped, config: { ...item.config, loopNodeId: loop } } : grouped;
}

// ids: what those that are copied with it are called now.
export function copiedNode(item, id, ids, group) {
  const loop = ids.get(item.meta?.groupId) ?? group;
  return inGroup({ ...item, id, outputIds: copiedOutputs(item, ids) }, loop);
}

export function copiedTrigger(item, ids, uiId) {
  const { key, ...rest } = item;
  const isEndpoint = item.type === "endpoint" || item.type === "webhook";
  const meta = item.meta?.uiId ? { ...item.meta, uiId } : item.meta;
  return { ...rest, ...(isEndpoint && key && { key }), ...(meta && { meta }), outputIds: copiedOutputs(item, ids) };
}

function copiedOutputs(item, ids) {
  return (item.outputIds ?? []).map((targets) => (targets ?? []).filter((target) => ids.has(target)).map((target) => ids.get(target)));
}

export function moved(item, { x, y }) {
  const meta = { ...item.meta, ...onGrid({ x: numberOf(item.meta?.x, 0) + x, y: numberOf(item.meta?.y, 0) + y }) };
  if (Number.isFinite(meta.groupStartX)) Object.assign(meta, { groupStartX: meta.groupStartX + x, groupStartY: meta.groupStartY + y });
  return { ...item, meta };
}

export function hasPlace({ meta }) {
  return Number.isFinite(meta?.x) && Number.isFinite(meta?.y);
}

export function cornerOf(items) {
  const least = (name) => Math.min(...items.map(({ meta }) => numberOf(meta?.[name], 0)));
  return { x: least("x"), y: least("y") };
}

// Places of what is moved together: if one of them would lie outside, all go in, so that they stay as they are to each other.
export function inside(places) {
  const out = (name) => Math.max(0, ...places.map((place) => -(place[name] ?? 0)));
  const by = { x: out("x"), y: out("y") };
  const shifted = (place, name, axis) => (place[name] === undefined ? {} : { [name]: place[name] + by[axis] });
  return places.map((place) => ({ ...place, ...shifted(place, "x", "x"), ...shifted(place, "y", "y"), ...shifted(place, "groupX", "x"), ...shifted(place, "groupY", "y") }));
}

export function onGrid({ x, y }) {
  return { x: Math.max(0, Math.round(x / 20) * 20), y: Math.max(0, Math.round(y / 20) * 20) };
}

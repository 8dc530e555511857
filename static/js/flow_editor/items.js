// Nodes and triggers as they are stored: each of these gives a changed copy.
export const SMALLEST_NOTE = 60; // pixels, either way

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

export function copiedNode(item, ids, group) {
  const loop = ids.get(item.meta?.groupId) ?? group;
  return inGroup({ ...item, id: ids.get(item.id), outputIds: copiedOutputs(item, ids) }, loop);
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
  const meta = { ...item.meta, ...onGrid({ x: (item.meta?.x ?? 0) + x, y: (item.meta?.y ?? 0) + y }) };
  if (meta.groupStartX !== undefined) Object.assign(meta, { groupStartX: meta.groupStartX + x, groupStartY: meta.groupStartY + y });
  return { ...item, meta };
}

export function cornerOf(items) {
  return { x: Math.min(...items.map(({ meta }) => meta?.x ?? 0)), y: Math.min(...items.map(({ meta }) => meta?.y ?? 0)) };
}

export function onGrid({ x, y }) {
  return { x: Math.max(0, Math.round(x / 20) * 20), y: Math.max(0, Math.round(y / 20) * 20) };
}

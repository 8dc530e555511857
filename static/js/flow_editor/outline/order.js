// The flow as a tree: a path goes straight down, and where it forks each branch is one level deeper. What is reached a second time
// stands there as a join, which names the node above.

// [{id, key, kind: "node" or "join", via: {from, output, label} or null, heading, children}]. via: the wire that leads here.
export function outlineOf(flow) {
  const seen = new Set();
  const starts = flow.items.filter(({ isTrigger }) => isTrigger).map(({ key }) => key);
  const rows = starts.flatMap((key) => chain(flow, key, null, seen, true));
  const isNote = (key) => flow.find(key).type === "AnnotationNode";
  const isRoot = (key) => !seen.has(key) && !isNote(key) && !flow.sourcesOf(key).length && !flow.groupOf(key);
  const roots = flow.keys.filter(isRoot).flatMap((key) => chain(flow, key, null, seen));
  const rest = flow.keys.filter((key) => !isNote(key)).flatMap((key) => (seen.has(key) ? [] : chain(flow, key, null, seen)));
  const notes = flow.keys.filter((key) => isNote(key) && !seen.has(key)).map((key) => row(flow, key, null));
  return [...rows, ...headed([...roots, ...rest], "Nothing leads here"), ...headed(notes, "Notes")];
}

// A node and what goes straight on from it, as rows of one level.
function chain(flow, key, via, seen, isStart = false) {
  const rows = [];
  let at = { key, via };
  while (at) {
    if (seen.has(at.key)) {
      rows.push(join(at));
      break;
    }
    seen.add(at.key);
    const made = row(flow, at.key, at.via);
    rows.push(made);
    const wires = wiresOf(flow, at.key);
    const onward = isStart && rows.length === 1 ? null : straight(flow, at.key, wires);
    const deeper = wires.filter((wire) => wire !== onward);
    made.children = [...deeper.flatMap((wire) => chain(flow, wire.to, wire, seen)), ...unwiredIn(flow, at.key, seen)];
    at = onward && { key: onward.to, via: onward };
  }
  return rows;
}

function row(flow, key, via) {
  return { id: key, key, kind: "node", via: via && short(via), heading: "", children: [] };
}

function join({ key, via }) {
  return { id: `${via.from} ${via.output} ${key}`, key, kind: "join", via: short(via), heading: "", children: [] };
}

function short({ from, output, label }) {
  return { from, output, label };
}

function wiresOf(flow, key) {
  const outputs = flow.outputsOf(key);
  const ordered = flow.find(key).type === "LoopNode" ? [...outputs].reverse() : outputs; // the body before what comes after
  return ordered.flatMap(({ index, label, targets }) => targets.map((to) => ({ from: key, output: index, label: outputs.length > 1 ? label : "", to })));
}

// The wire that a path goes on by: the only one there is, or the one after a loop.
function straight(flow, key, wires) {
  const isLoop = flow.find(key).type === "LoopNode";
  const ahead = isLoop ? wires.filter(({ output }) => output === 0) : wires;
  const outputs = flow.outputsOf(key).length;
  return ahead.length === 1 && (isLoop || outputs === 1) ? ahead[0] : null;
}

function unwiredIn(flow, key, seen) {
  if (flow.find(key).type !== "LoopNode") return [];
  const loose = flow.membersOf(key).filter((member) => !flow.sourcesOf(member).length);
  return headed(loose.flatMap((member) => (seen.has(member) ? [] : chain(flow, member, null, seen))), "In the loop, but nothing leads here");
}

function headed(rows, heading) {
  if (rows.length) rows[0].heading = heading;
  return rows;
}

// In the order of reading, without what is in closed ones: [{row, level, position, size, parent}].
export function visibleRows(rows, closed, level = 1, parent = null) {
  return rows.flatMap((one, at) => [
    { row: one, level, position: at + 1, size: rows.length, parent },
    ...(closed.has(one.id) ? [] : visibleRows(one.children, closed, level + 1, one)),
  ]);
}

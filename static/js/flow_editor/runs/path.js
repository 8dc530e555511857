// Where a recorded run went, in terms of the document: its nodes and wires, as far as they are still there.
const ANY_ENDPOINT = "0".repeat(24);
const BODY = 1; // the output of a loop that leads into its group

// The key of the node that stands for a step: within a custom node, that is the one which calls it.
export function keyOf(run, step) {
  const byNumber = numbered(run);
  let found = step;
  while (found && found.flowId !== run.flowId) found = byNumber.get(found.within);
  return found?.nodeId ?? null;
}

// For the canvas {nodes: Map of key → text, wires: [{from, output, to}], failed: Set of keys, current: key}, and for the
// outline {steps: {key: {milliseconds, error}}}.
export function pathOf(run, flow, number) {
  const byNumber = numbered(run);
  const nodes = new Map();
  const wires = new Map();
  const failed = new Set();
  const steps = {};
  for (const [key, passes] of passesOf(run)) {
    if (!flow.find(key)) continue;
    const milliseconds = sumOf(passes);
    const error = passes.find((step) => step.error)?.error;
    nodes.set(key, timeOf(passes, milliseconds));
    steps[key] = { milliseconds, error: error && `${error.name}: ${error.message}` };
    if (error) failed.add(key);
  }
  for (const step of run.steps) {
    const led = byNumber.get(step.after);
    const to = keyOf(run, step);
    if (!nodes.has(to)) continue;
    if (!led) for (const wire of startsAt(run, flow, to)) light(wire);
    else light({ from: keyOf(run, led), output: step.within === led.number ? BODY : (led.output ?? 0), to });
  }
  const current = byNumber.get(number);
  return { nodes, wires: [...wires.values()], failed, steps, current: current ? keyOf(run, current) : null };

  function light(wire) {
    if (!flow.find(wire.from) || wire.from === wire.to) return;
    if (!nodes.has(wire.from)) {
      nodes.set(wire.from, ""); // a trigger
      steps[wire.from] = { milliseconds: null };
    }
    wires.set(JSON.stringify(wire), wire);
  }
}

// Labels of steps whose node is not in the document any more, each once.
export function goneFrom(run, flow) {
  const gone = run.steps.filter((step) => step.flowId === run.flowId && !flow.find(step.nodeId));
  return [...new Map(gone.map((step) => [step.nodeId, step.label])).values()];
}

// Of the trigger that began the run; several may lead to one node, so the one for its endpoint goes first.
function startsAt(run, flow, to) {
  const starts = flow.sourcesOf(to).filter(({ key }) => flow.entry(key).isTrigger && flow.find(key).type === run.triggerKind);
  const own = starts.filter(({ key }) => flow.find(key).key === run.endpointId);
  const any = starts.filter(({ key }) => flow.find(key).key === ANY_ENDPOINT);
  const [chosen] = [own, any, starts].find((found) => found.length) ?? [];
  return chosen ? [{ from: chosen.key, output: chosen.output, to }] : [];
}

// Key → the steps of that node, without those within a custom node that it calls.
function passesOf(run) {
  const found = new Map();
  for (const step of run.steps) {
    if (step.flowId !== run.flowId) continue;
    if (!found.has(step.nodeId)) found.set(step.nodeId, []);
    found.get(step.nodeId).push(step);
  }
  return found;
}

function sumOf(passes) {
  const known = passes.filter(({ milliseconds }) => milliseconds !== null);
  return known.length ? known.reduce((sum, { milliseconds }) => sum + milliseconds, 0) : null;
}

function timeOf(passes, milliseconds) {
  const time = duration(milliseconds);
  return time && passes.length > 1 ? `${passes.length} × ${time}` : time;
}

// As the server writes it: "0.1 ms", "97 ms", "5.0 s".
export function duration(milliseconds) {
  if (milliseconds === null || milliseconds === undefined) return "";
  if (milliseconds < 0.1) return `${milliseconds.toFixed(2)} ms`;
  if (milliseconds < 1000) return `${milliseconds.toFixed(milliseconds < 100 ? 1 : 0)} ms`;
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

const byRun = new WeakMap();

// Its steps by their numbers. Asked for each step of thousands, at each step that somebody takes.
function numbered(run) {
  if (!byRun.has(run)) byRun.set(run, new Map(run.steps.map((step) => [step.number, step])));
  return byRun.get(run);
}

// The flow's JSON is the document; canvas and outline are pictures of it. Every act is a command that makes a new state and
// leaves the old one as it was, so undo is going back to it, and what changed is what is not the same object any more.
// Fields that nobody here knows stay where they are.
import { copiedNode, copiedTrigger, cornerOf, inGroup, inside, moved, onGrid, withOutput } from "./items.js";
import { differing, numberOf, same, textOf, without } from "./json.js";
import { compared, keyed, matched, state } from "./state.js";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const ID_LENGTH = 10;
const MOST_STEPS = 200; // that can be undone
const BODY = 1; // the output of a loop that leads into its group
export const CLIPPING = "foyer/workflow-nodes";

export class FlowDocument extends EventTarget {
  #flow;
  #state;
  #saved;
  #done = []; // [{name, state}], the state before each step
  #undone = [];
  #open = null; // the step that is being taken
  #joined = ""; // what the last step was about, for steps that go on with it
  #count = 0;

  constructor(flow, palette) {
    super();
    this.palette = palette;
    this.#flow = flow;
    this.#state = this.#saved = this.#read(flow);
  }

  // As it would be saved.
  get flow() {
    const { entries, globals } = this.#state;
    const part = (isTrigger) => entries.filter((entry) => entry.isTrigger === isTrigger).map(({ item }) => item);
    return { ...this.#flow, triggers: part(true), nodes: part(false), ...(globals && { globals }) };
  }

  get items() {
    return this.#state.entries;
  }

  get keys() {
    return this.items.map(({ key }) => key);
  }

  entry(key) {
    return this.#state.byKey.get(key);
  }

  find(key) {
    return this.entry(key)?.item;
  }

  label(key) {
    const item = this.find(key);
    return textOf(item?.meta?.label) || (item ? this.palette.label(item) : "");
  }

  // Loops that are in one another are in none.
  groupOf(key) {
    const around = this.#loopAround(key);
    const passed = new Set();
    for (let loop = around; loop; loop = this.#loopAround(loop)) {
      if (passed.has(loop)) return null;
      passed.add(loop);
    }
    return around;
  }

  membersOf(loop) {
    return this.keys.filter((key) => this.groupOf(key) === loop);
  }

  // Those in the loops among them, too, however deep.
  withMembers(keys) {
    const found = new Set(keys);
    for (const key of found) {
      if (this.find(key)?.type === "LoopNode") for (const member of this.membersOf(key)) found.add(member);
    }
    return [...found];
  }

  // [{index, label, targets}]
  outputsOf(key) {
    const { item, isTrigger } = this.entry(key);
    const stored = item.outputIds ?? [];
    const labels = isTrigger ? ["continue"] : this.palette.outputs(item);
    const count = Math.max(labels.length, ...stored.map((targets, index) => (targets?.length ? index + 1 : 0)), 0);
    return Array.from({ length: count }, (_, index) => ({
      index,
      label: labels[index] ?? String(index),
      targets: [...(stored[index] ?? [])].filter((target) => this.find(target)),
    }));
  }

  // [{key, output}]
  sourcesOf(key) {
    return this.items.flatMap(({ key: from, item }) =>
      (item.outputIds ?? []).flatMap((targets, output) => (targets?.includes(key) ? [{ key: from, output }] : [])),
    );
  }

  // Why this wire cannot be, or "". old: {from, output, to}, one that it would replace.
  refusal(from, output, to, old = null) {
    const target = this.entry(to);
    if (!target || !this.find(from)) return "There is no such node.";
    if (target.isTrigger) return "A trigger starts the workflow; nothing can lead to it.";
    if (target.item.type === "AnnotationNode") return "A note is not part of the flow.";
    if (from === to) return "A node cannot lead to itself.";
    const isOld = same(old, { from, output, to });
    if (!isOld && this.outputsOf(from)[output]?.targets.includes(to)) return "This wire is there already.";
    if (this.#reaches(to, from)) return "The wires would lead round in a circle.";
    const within = this.#groupFor(from, output);
    if (this.groupOf(to) === within || this.#isLoose(to, old)) return "";
    return within ? "Only nodes of the loop can follow here." : "That node belongs to a loop; only nodes of the loop can lead to it.";
  }

  // ── Commands ────────────────────────────────────────────

  // after: {key, output}, what leads to it; before the place is settled it stands below that. group: a loop's key.
  add(item, { after, group, at } = {}) {
    const isTrigger = this.palette.isTrigger(item);
    const within = group === undefined && after ? this.#groupFor(after.key, after.output) : group;
    const key = isTrigger ? this.#triggerKey() : item.id || this.#newId();
    const placed = at ?? this.#placeFor(item, isTrigger ? null : after, within);
    let made = { ...item, meta: { ...item.meta, ...onGrid(placed) } };
    if (!isTrigger) made = inGroup({ ...made, id: key }, within ?? null);
    this.step("Add node", () => {
      this.#put([...this.items, { key, item: made, isTrigger }]);
      if (after && !isTrigger && !this.refusal(after.key, after.output, key)) this.wire(after.key, after.output, key);
    });
    return key;
  }

  wire(from, output, to) {
    const refusal = this.refusal(from, output, to);
    if (refusal) throw new Error(refusal);
    this.step("Add wire", () => {
      const within = this.#groupFor(from, output);
      if (this.groupOf(to) !== within) this.#change(to, (item) => inGroup(item, within));
      this.#change(from, (item) => withOutput(item, output, (targets) => [...targets, to]));
    });
  }

  unwire(from, output, to) {
    this.step("Remove wire", () =>
      this.#change(from, (item) => withOutput(item, output, (targets) => targets.filter((target) => target !== to))),
    );
  }

  // Hung to other ends: both are {from, output, to}. Among what follows the same output it keeps its place.
  rewire(old, { from, output, to }) {
    const refusal = this.refusal(from, output, to, old);
    if (refusal) throw new Error(refusal);
    const isSameOutput = from === old.from && output === old.output;
    this.step("Move wire", () => {
      if (!isSameOutput) this.unwire(old.from, old.output, old.to);
      const within = this.#groupFor(from, output);
      if (this.groupOf(to) !== within) this.#change(to, (item) => inGroup(item, within));
      const hung = (targets) => (isSameOutput ? targets.map((target) => (target === old.to ? to : target)) : [...targets, to]);
      this.#change(from, (item) => withOutput(item, output, hung));
    });
  }

  configure(key, config) {
    const names = differing(this.find(key).config ?? {}, config);
    if (!names.length) return;
    this.#join(`config ${key} ${names}`);
    this.step("Change settings", () => {
      this.#change(key, (item) => ({ ...item, config }));
      this.#dropOutputs(key);
    });
  }

  // Fields of its meta: label, description, annotationText … ; undefined takes one away.
  describe(key, fields) {
    const meta = this.find(key).meta ?? {};
    const names = Object.keys(fields).filter((name) => !same(meta[name], fields[name]));
    if (!names.length) return;
    this.#join(`meta ${key} ${names}`);
    this.step("Change settings", () => this.#change(key, (item) => ({ ...item, meta: without({ ...meta, ...fields }) })));
  }

  // What starts a trigger: of an endpoint's its id.
  startBy(key, started) {
    this.step("Change settings", () => this.#change(key, (item) => ({ ...item, key: started })));
  }

  // [{key, x, y}]; of loops also {groupX, groupY}, where their group begins. What would lie outside is moved in, the others with it.
  place(places) {
    this.step("Move", () => {
      for (const { key, x, y, groupX, groupY } of inside(places)) {
        const group = groupX === undefined ? {} : { groupStartX: groupX, groupStartY: groupY };
        const meta = { ...(x === undefined ? {} : onGrid({ x, y })), ...group };
        if (differing(this.find(key).meta ?? {}, { ...this.find(key).meta, ...meta }).length) {
          this.#change(key, (item) => ({ ...item, meta: { ...item.meta, ...meta } }));
        }
      }
    });
  }

  // Wires that would cross the border of the group are cut. loop: null is the flow itself.
  regroup(keys, loop) {
    const moving = keys.filter((key) => !this.entry(key).isTrigger && this.groupOf(key) !== loop && !this.#holds(key, loop));
    if (!moving.length) return;
    this.step("Move to group", () => {
      for (const key of moving) this.#change(key, (item) => inGroup(item, loop));
      const isWithin = (key) => (output, target) => !this.find(target) || this.groupOf(target) === this.#groupFor(key, output);
      for (const { key } of this.items) this.#cut(key, isWithin(key));
    });
  }

  // With loops go the nodes in them.
  remove(keys) {
    const gone = new Set(this.withMembers(keys));
    if (!gone.size) return;
    this.step(gone.size === 1 ? "Remove node" : `Remove ${gone.size} nodes`, () => {
      this.#put(this.items.filter(({ key }) => !gone.has(key)));
      for (const { key } of this.items) this.#cut(key, (_, target) => !gone.has(target));
    });
  }

  replaceGlobals(globals) {
    this.step("Change globals", () => (this.#state = { ...this.#state, globals }));
  }

  // Everything at once: their version of the flow, or a draft.
  replace({ triggers, nodes, globals }, name = "Replace the workflow") {
    const next = this.#read({ triggers, nodes, globals });
    this.step(name, () => (this.#state = matched(this.#state, next)));
  }

  // What copy() gives, with the loops' members.
  copy(keys) {
    const all = new Set(this.withMembers(keys));
    const chosen = this.items.filter(({ key }) => all.has(key));
    const part = (isTrigger) => chosen.filter((entry) => entry.isTrigger === isTrigger).map(({ item }) => item);
    return { _type: CLIPPING, triggers: part(true), nodes: part(false) };
  }

  // New ids; wires among them stay, others are dropped. at: where their upper left corner goes. Gives their keys.
  paste({ triggers = [], nodes = [] }, { at, group = null } = {}) {
    const keys = nodes.map(() => this.#newId());
    const ids = new Map(nodes.map(({ id }, at) => [id, keys[at]]));
    const corner = cornerOf([...triggers, ...nodes]);
    const { x, y } = onGrid(at ?? { x: corner.x + 40, y: corner.y + 40 });
    const by = { x: x - corner.x, y: y - corner.y };
    const entries = [
      ...triggers.map((item) => ({ key: this.#triggerKey(), item: moved(copiedTrigger(item, ids, this.palette.newUiId()), by), isTrigger: true })),
      ...nodes.map((item, index) => ({ key: keys[index], item: moved(copiedNode(item, keys[index], ids, group), by), isTrigger: false })),
    ];
    if (entries.length) this.step("Paste", () => this.#put([...this.items, ...entries]));
    return entries.map(({ key }) => key);
  }

  // Many commands, one step of undo. Nested steps belong to the outer one. If it fails, nothing has happened.
  step(name, act) {
    if (this.#open) return act();
    const before = this.#state;
    this.#open = name;
    try {
      act();
    } catch (error) {
      this.#state = before;
      throw error;
    } finally {
      this.#open = null;
    }
    if (this.#state === before) return;
    const joins = this.#joined && this.#done.at(-1)?.joined === this.#joined && !this.#undone.length;
    if (!joins) this.#done = [...this.#done, { name, state: before, joined: this.#joined }].slice(-MOST_STEPS);
    this.#undone = [];
    this.#joined = "";
    this.#tell(before, name);
  }

  // What is typed next is a step of its own.
  seal() {
    const last = this.#done.at(-1);
    if (last) last.joined = "";
  }

  undo() {
    this.#turn(this.#done, this.#undone, "Undone");
  }

  redo() {
    this.#turn(this.#undone, this.#done, "Redone");
  }

  get canUndo() {
    return this.#done.length > 0;
  }

  get canRedo() {
    return this.#undone.length > 0;
  }

  get isDirty() {
    return this.#state !== this.#saved;
  }

  // For saved(): the document as it is now.
  get mark() {
    return this.#state;
  }

  // What was there at that mark has been stored. stored: with keys that the server has made up; edits since then stay.
  saved(mark = this.#state, stored = null) {
    const keys = new Map();
    mark.entries
      .filter(({ isTrigger }) => isTrigger)
      .forEach(({ key, item }, at) => {
        const made = stored?.triggers[at]?.key;
        if (!item.key && made) keys.set(key, made);
      });
    const named = new Map(); // each state once, so that who goes back to the saved one comes to that
    const name = (state) => named.get(state) ?? named.set(state, keyed(state, keys)).get(state);
    if (keys.size) this.#everywhere(name);
    this.#saved = keys.size ? name(mark) : mark;
    this.seal();
    this.dispatchEvent(new CustomEvent("saved"));
  }

  // ── How ─────────────────────────────────────────────────

  #read({ triggers, nodes, globals }) {
    return state(
      [
        ...(triggers ?? []).map((item) => ({ key: this.#triggerKey(), item, isTrigger: true })),
        ...(nodes ?? []).map((item) => ({ key: item.id, item, isTrigger: false })),
      ],
      globals,
    );
  }

  #triggerKey() {
    return `trigger:${++this.#count}`; // no node's id: those have no colon
  }

  #newId() {
    for (;;) {
      const bytes = crypto.getRandomValues(new Uint8Array(ID_LENGTH));
      const id = Array.from(bytes, (byte) => ALPHABET[byte % ALPHABET.length]).join("");
      if (!this.find(id)) return id;
    }
  }

  #put(entries) {
    this.#state = state(entries, this.#state.globals);
  }

  #change(key, act) {
    this.#put(this.items.map((entry) => (entry.key === key ? { ...entry, item: act(entry.item) } : entry)));
  }

  #cut(key, isKept) {
    const stored = this.find(key).outputIds ?? [];
    const kept = stored.map((targets, output) => targets && targets.filter((target) => isKept(output, target)));
    if (!same(stored, kept)) this.#change(key, (item) => ({ ...item, outputIds: kept }));
  }

  // Wires of outputs that a change of settings has taken away, such as those of a case.
  #dropOutputs(key) {
    const { item, isTrigger } = this.entry(key);
    const count = isTrigger || !this.palette.of(item.type)?.outputsPer ? Infinity : this.palette.outputs(item).length;
    if ((item.outputIds ?? []).length <= count) return;
    this.#change(key, (it) => ({ ...it, outputIds: it.outputIds.slice(0, count) }));
  }

  #loopAround(key) {
    const group = this.find(key)?.meta?.groupId;
    return this.find(group)?.type === "LoopNode" ? group : null;
  }

  #groupFor(from, output) {
    return this.find(from)?.type === "LoopNode" && output === BODY ? from : this.groupOf(from);
  }

  // A node that no wire leads to or from, but perhaps that one, can go into any group.
  #isLoose(key, wire = null) {
    const item = this.find(key);
    const others = this.sourcesOf(key).filter((source) => !same({ from: source.key, output: source.output, to: key }, wire));
    return item.type !== "LoopNode" && !(item.outputIds ?? []).flat().length && !others.length;
  }

  #reaches(from, to) {
    const ahead = [from];
    const seen = new Set(ahead);
    for (const key of ahead) {
      if (key === to) return true;
      for (const next of (this.find(key)?.outputIds ?? []).flat()) if (!seen.has(next)) seen.add(next), ahead.push(next);
    }
    return false;
  }

  // Whether that loop is this node, or somewhere in it.
  #holds(key, loop) {
    for (let at = loop; at; at = this.groupOf(at)) if (at === key) return true;
    return false;
  }

  #placeFor(item, after, within) {
    const from = after && this.find(after.key)?.meta;
    if (from) {
      const outputs = this.outputsOf(after.key).length;
      const isBody = this.find(after.key).type === "LoopNode" && after.output === BODY;
      const aside = outputs > 1 ? (after.output - (outputs - 1) / 2) * 220 : 0;
      const [x, y] = [numberOf(from.x, 0), numberOf(from.y, 0)];
      return this.#free(isBody ? { x: x + 260, y: y + 40 } : { x: x + aside, y: y + 100 });
    }
    const start = within && this.find(within).meta;
    if (start) return this.#free({ x: numberOf(start.groupStartX, numberOf(start.x, 0) + 260), y: numberOf(start.groupStartY, numberOf(start.y, 0)) + 60 });
    return this.#free({ x: 60, y: 60 });
  }

  #free(wanted) {
    const place = { x: Math.max(wanted.x, 20), y: Math.max(wanted.y, 20) };
    const taken = ({ meta }) => Math.abs(numberOf(meta?.x, 0) - place.x) < 200 && Math.abs(numberOf(meta?.y, 0) - place.y) < 60;
    while (this.items.some(({ item }) => taken(item))) place.x += 220;
    return place;
  }

  // So that steps about the same field become one.
  #join(about) {
    if (!this.#open) this.#joined = about;
  }

  #turn(from, to, word) {
    const step = from.pop();
    if (!step) return;
    const before = this.#state;
    to.push({ ...step, state: before, joined: "" });
    this.#state = step.state;
    this.seal();
    this.#tell(before, `${word}: ${step.name}`);
  }

  #everywhere(act) {
    const before = this.#state;
    this.#state = act(this.#state);
    for (const step of [...this.#done, ...this.#undone]) step.state = act(step.state);
    this.#tell(before, "Save");
  }

  #tell(before, step) {
    this.dispatchEvent(new CustomEvent("change", { detail: { ...compared(before, this.#state), step } }));
  }
}

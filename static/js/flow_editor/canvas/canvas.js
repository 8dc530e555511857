// The canvas: what the pointer does on it becomes commands, and what changes in the document is drawn.
import { h } from "../elements.js";
import { laidOut, missingPlaces } from "../layout.js";
import { FlowGraph } from "./graph.js";
import { minimap } from "./minimap.js";
import { pinch } from "./pinch.js";
import { around, sizeOf } from "./picture.js";
import { canvasTools } from "./tools.js";

// Gives what others ask of the canvas: {light, fit, zoom, at, reveal, …}.
export function mountCanvas(element, context) {
  return new Canvas(element, context);
}

class Canvas {
  #pointer = null; // where it is over the canvas
  wire = null; // the chosen one: {from, output, to}

  constructor(element, context) {
    this.context = context;
    this.flow = context.document;
    this.element = element;
    this.stage = h("div", { class: "canvas-stage", tabindex: 0, role: "application", "aria-roledescription": "canvas" });
    element.append(this.stage);
    this.graph = new FlowGraph(this.stage, this.flow, context);
    this.map = minimap(this.graph);
    this.hint = h("p", { class: "canvas-hint" }, ...hint(context));
    const tools = canvasTools(this, context);
    this.aligning = tools.aligning;
    element.append(this.map.element, tools.element, this.hint);
    this.#listen();
    this.show();
    requestAnimationFrame(() => this.begin());
  }

  show() {
    this.graph.show(missingPlaces(this.flow));
    this.map.draw();
    this.graph.select(this.context.selection.keys);
    this.#mark();
    this.#name();
  }

  light(path) {
    this.graph.light(path);
    this.map.light(new Set(path?.nodes.keys()));
  }

  begin() {
    if (this.element.hidden) return;
    this.graph.resize();
    this.graph.begin();
    this.hasBegun = true;
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        this.stage.setAttribute("data-drawn", "");
        performance.mark("flow-editor-drawn");
      }),
    );
  }

  // It has been out of sight, and may have another size by now.
  reappear() {
    if (!this.hasBegun) return this.begin();
    this.graph.resize();
  }

  fit() {
    this.graph.resize();
    this.graph.fit();
  }

  zoom(by) {
    this.graph.zoom(by);
  }

  actualSize() {
    this.graph.zoomTo(1);
  }

  reveal(key) {
    this.graph.reveal(key);
  }

  focus() {
    this.stage.focus();
  }

  // Where the pointer is over it, in the measures of the flow; null when it is elsewhere.
  get pointer() {
    return this.#pointer && this.graph.at(this.#pointer.x, this.#pointer.y);
  }

  get middle() {
    const { x, y, width, height } = this.graph.view;
    return { x: x + width / 2 - 92, y: y + height / 2 - 23 };
  }

  // An entry of the palette that was dropped in the window. On a wire it goes between its ends.
  drop(entry, clientX, clientY) {
    const box = this.stage.getBoundingClientRect();
    if (clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom) return null;
    const { x, y } = this.graph.at(clientX, clientY);
    const item = this.context.palette.defaultItem(entry);
    const place = { x: x - 92, y: y - 23 };
    const wire = entry.isTrigger || !item.outputIds.length ? null : this.graph.wireAt({ x, y });
    let key;
    this.flow.step("Add node", () => {
      key = wire ? this.#between(wire, item, place) : this.flow.add(item, { at: place, group: entry.isTrigger ? null : this.graph.loopAt({ x, y }) });
    });
    return key;
  }

  #between(wire, item, at) {
    const key = this.flow.add(item, { at, group: this.flow.groupOf(wire.to) });
    this.#splice(key, wire);
    return key;
  }

  #splice(key, { from, output, to }) {
    this.flow.rewire({ from, output, to }, { from, output, to: key });
    this.flow.wire(key, this.flow.outputsOf(key).length > 1 ? 1 : 0, to);
  }

  removeWire() {
    const { from, output, to } = this.wire;
    this.flow.unwire(from, output, to);
    this.#chooseWire(null);
  }

  // Of the chosen ones, or of all.
  layout() {
    const { keys } = this.context.selection;
    const all = keys.length > 1 ? this.flow.withMembers(keys) : this.flow.keys;
    const places = laidOut(this.flow, all);
    const corner = (of) => ({ x: Math.min(...of.map(({ x }) => x)), y: Math.min(...of.map(({ y }) => y)) });
    const was = corner(all.map((key) => this.graph.boxes.get(key)));
    const is = corner([...places.values()]);
    const by = keys.length > 1 ? { x: was.x - is.x, y: was.y - is.y } : { x: 0, y: 0 };
    this.flow.step("Lay out", () => {
      this.flow.place([...places].map(([key, { x, y }]) => ({ key, x: x + by.x, y: y + by.y })));
    });
    if (keys.length < 2) this.fit();
  }

  // how: left, top, across, down
  align(how) {
    const keys = this.context.selection.keys;
    if (keys.length < 2) return;
    const boxes = keys.map((key) => this.graph.boxes.get(key));
    const all = around(boxes);
    const places = {
      left: () => boxes.map(({ key }) => ({ key, x: all.x })),
      top: () => boxes.map(({ key }) => ({ key, y: all.y })),
      across: () => spread(boxes, "x", "width", all),
      down: () => spread(boxes, "y", "height", all),
    }[how]();
    const full = places.map(({ key, x, y }) => ({ key, x: x ?? this.graph.boxes.get(key).x, y: y ?? this.graph.boxes.get(key).y }));
    this.flow.step("Align", () => this.flow.place(full));
  }

  // By the arrow keys.
  move(dx, dy) {
    const keys = this.context.selection.keys;
    const places = keys.map((key) => this.graph.boxes.get(key)).map(({ key, x, y }) => ({ key, x: x + dx, y: y + dy }));
    this.flow.step("Move", () => this.flow.place(places));
  }

  // ── How ─────────────────────────────────────────────────

  #listen() {
    const { graph, flow, context } = this;
    const { selection } = context;
    flow.addEventListener("change", ({ detail }) => this.#apply(detail));
    selection.addEventListener("change", () => this.#select());
    context.problems.addEventListener("change", () => this.#mark());
    graph.addEventListener("chosen", ({ detail }) => {
      this.#chooseWire(null);
      selection.set(detail.keys);
    });
    graph.addEventListener("blank", () => {
      this.#chooseWire(null);
      selection.set([]);
    });
    graph.addEventListener("wire", ({ detail }) => {
      selection.set([]);
      this.#chooseWire(detail);
    });
    graph.addEventListener("wired", ({ detail }) => flow.wire(detail.from, detail.output, detail.to));
    graph.addEventListener("rewired", ({ detail: { old, ...wire } }) => {
      flow.rewire(old, wire);
      this.#chooseWire(wire);
    });
    graph.addEventListener("moved", ({ detail }) => this.#moved(detail.loop));
    graph.addEventListener("stretched", ({ detail: { key, width, height } }) => {
      flow.seal();
      flow.describe(key, { width, height });
    });
    graph.addEventListener("opened", ({ detail }) => {
      selection.set([detail.key]);
      context.openPanel();
    });
    for (const event of ["pulled", "asked"]) graph.addEventListener(event, ({ detail }) => context.quickAdd?.(detail));
    this.stage.addEventListener("pointermove", ({ clientX: x, clientY: y }) => (this.#pointer = { x, y }));
    this.stage.addEventListener("pointerleave", () => (this.#pointer = null));
    // The ring of the focus is for those who came by the keyboard.
    this.stage.addEventListener("pointerdown", () => {
      this.stage.classList.add("by-pointer");
      this.stage.focus({ preventScroll: true });
    });
    for (const event of ["keydown", "blur"]) this.stage.addEventListener(event, () => this.stage.classList.remove("by-pointer"));
    pinch(this.stage, graph);
    new ResizeObserver(() => graph.resize()).observe(this.element);
  }

  #apply(change) {
    if (change.kind === "reset" && !change.keys.length) return;
    this.graph.apply(change);
    if (this.wire) this.#keepWire();
    this.map.draw();
    this.#mark();
    this.#name();
    this.#select();
  }

  // A chosen wire that is gone is not chosen any more.
  #keepWire() {
    const { from, output, to } = this.wire;
    const isThere = this.flow.find(from) && this.flow.outputsOf(from)[output]?.targets.includes(to);
    this.#chooseWire(isThere ? this.wire : null);
  }

  #select() {
    const { keys } = this.context.selection;
    if (keys.length) this.#chooseWire(null);
    this.graph.select(keys);
    this.aligning.hidden = keys.length < 2 || this.context.readOnly;
  }

  #chooseWire(wire) {
    if (!wire && !this.wire) return;
    const isNew = wire !== this.wire;
    this.wire = wire;
    this.graph.chooseWire(wire);
    if (wire && isNew) this.context.say(`Wire from ${this.flow.label(wire.from)} to ${this.flow.label(wire.to)}. Delete removes it.`);
  }

  #moved(loop) {
    const moves = this.graph.moves;
    const empty = loop && !this.flow.membersOf(loop).length ? this.graph.frame(loop) : null;
    this.flow.step("Move", () => {
      if (moves.length) this.flow.place(moves);
      if (empty) this.flow.place([{ key: loop, groupX: empty.x, groupY: empty.y }]);
      const moved = moves.filter(({ by }) => by.x || by.y);
      const middle = ({ key, x, y }) => ({ x: x + sizeOf(this.flow, key).width / 2, y: y + 23 });
      const wire = moved.length === 1 ? this.#wireUnder(moved[0].key, middle(moved[0])) : null;
      if (wire) this.#splice(moved[0].key, wire);
      else for (const one of moved) this.#settle(one.key, middle(one));
    });
    this.graph.restore();
  }

  // The wire that a node without any was put on, if it can go between its ends.
  #wireUnder(key, middle) {
    if (!this.#isLoose(key) || !this.flow.outputsOf(key).length) return null;
    const wire = this.graph.wireAt(middle) ?? (this.pointer && this.graph.wireAt(this.pointer));
    return wire && !this.flow.refusal(wire.from, wire.output, key) ? wire : null;
  }

  #isLoose(key) {
    return !this.flow.outputsOf(key).some(({ targets }) => targets.length) && !this.flow.sourcesOf(key).length;
  }

  // A node without wires goes into the loop whose frame it was put on, and out of the one that it was taken out of.
  #settle(key, middle) {
    const { isTrigger, item } = this.flow.entry(key);
    if (!this.#isLoose(key) || isTrigger || item.type === "LoopNode") return;
    const loop = this.graph.loopAt(middle);
    if (loop !== this.flow.groupOf(key)) this.flow.regroup([key], loop);
  }

  #mark() {
    const { problems } = this.context;
    this.graph.mark(new Map(problems.all.filter(({ nodeId }) => nodeId).map(({ nodeId, level }) => [nodeId, level])));
  }

  #name() {
    const count = this.flow.items.length;
    this.hint.hidden = count > 0;
    this.stage.setAttribute("aria-label", `${this.flow.flow.name}: ${count} node${count === 1 ? "" : "s"}. The outline lists them.`);
  }
}

function hint({ readOnly }) {
  if (readOnly) return ["This workflow is empty."];
  return [h("b", {}, "What starts it?"), " Drag a trigger here from the list, or press ", h("kbd", {}, "/"), " to find one."];
}

// With the same room between each two.
function spread(boxes, start, size, all) {
  const sorted = [...boxes].sort((one, other) => one[start] - other[start]);
  const taken = sorted.reduce((sum, box) => sum + box[size], 0);
  const gap = Math.max(20, (all[size] - taken) / (sorted.length - 1));
  let at = all[start];
  return sorted.map((box) => {
    const place = { key: box.key, [start]: at };
    at += box[size] + gap;
    return place;
  });
}

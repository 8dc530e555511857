// With shapes.js the one place that knows AntV X6: it draws what picture.js says, and tells what the pointer did.
import { Graph, Selection as Choosing } from "@antv/x6";
import { nodePath } from "../icons.js";
import { hasPlace, SMALLEST_NOTE } from "../items.js";
import { around, boxOf, depthOf, fitted, frameId, frameOf, wireId, wiresOf, wrapped } from "./picture.js";
import { IN, WIRE_ENDS, edge, inPort, outPort, outputOf, plain, registerShapes, wireOf } from "./shapes.js";

const GRID = 20;
const ZOOM = { min: 0.1, max: 2 };
const READABLE = 0.7;
const MARGIN = 84; // above what is seen first, so that the tools do not cover it
const SIDE = 40;
const TOOLS = 62; // pixels at the top that the tools take
const MONO = 6.4; // width of a character of times
const EDGE = 24; // pixels from the border of the canvas, where what is dragged pulls the rest along
const STRIDE = 10; // pixels in a frame, at most
const HANDLE = 22; // pixels from the end of a wire

export class FlowGraph extends EventTarget {
  #graph;
  #choosing;
  #measures = {};
  #classes = new Map(); // id of a cell → class names
  #views = new Map(); // id of a cell → what was drawn of it last
  #boxes = new Map(); // key → where its box is drawn
  #places = new Map(); // of nodes that the document has no place for
  #grip = null; // the end of a wire that the pointer is on: {view, end}
  #pulledTo = null; // where the pointer is that drags something along the border
  #isPulling = false; // a node or a wire
  #isTakenBack = false; // and Escape was pressed meanwhile
  #isTold = false; // the change comes from the document, or goes there: no need to tell it again

  constructor(element, flow, { readOnly }) {
    super();
    this.element = element;
    this.flow = flow;
    this.readOnly = readOnly;
    registerShapes();
    this.#graph = new Graph(this.#options());
    this.#choosing = new Choosing({
      rubberband: true, multiple: true, movable: true, showNodeSelectionBox: false, showEdgeSelectionBox: false,
      multipleSelectionModifiers: ["ctrl", "meta", "shift"], eventTypes: ["leftMouseDown"],
      filter: (cell) => cell.isNode() && !cell.getData().frame,
    });
    this.#graph.use(this.#choosing);
    this.#listen();
  }

  // ── To draw ─────────────────────────────────────────────

  // places: key → {x, y} of nodes that the document has none for.
  show(places = new Map()) {
    this.#places = places;
    this.#quietly(() => {
      this.#graph.clearCells();
      this.#boxes.clear();
      for (const key of this.flow.keys) this.#measure(key);
      const nodes = this.flow.keys.map((key) => this.#graph.createNode(this.#node(key)));
      const frames = this.#loops().map((loop) => this.#graph.createNode(this.#frame(loop)));
      const wires = this.flow.keys.flatMap((key) => wiresOf(this.flow, key)).map((wire) => this.#graph.createEdge(edge(wire)));
      this.#graph.resetCells([...frames, ...nodes, ...wires]);
    });
  }

  // change: as the document tells it.
  apply({ added, removed, changed }) {
    this.#quietly(() => {
      for (const key of removed) {
        this.#boxes.delete(key);
        this.#graph.removeCell(frameId(key));
        this.#graph.removeCell(key);
      }
      for (const key of [...added, ...changed]) this.#measure(key);
      for (const key of added) this.#graph.addNode(this.#node(key));
      for (const key of changed) this.#redraw(key);
      for (const key of [...added, ...changed]) this.#rewire(key);
      this.#reframe();
    });
  }

  select(keys) {
    const wanted = new Set(keys);
    for (const { id } of this.#graph.getNodes()) this.#dress(id, "sel", wanted.has(id));
    this.#quietly(() => this.#choosing.reset(keys.map((key) => this.#graph.getCellById(key)).filter(Boolean)));
  }

  chooseWire(wire) {
    const chosen = wire && wireId(wire.from, wire.output, wire.to);
    for (const { id } of this.#graph.getEdges()) this.#dress(id, "sel", id === chosen);
    if (!chosen || this.readOnly) return;
    requestAnimationFrame(() => this.#placeHandles(this.#graph.findViewByCell(chosen))); // for those whose pointer cannot hover
  }

  // problems: key → "error" or "warning"
  mark(problems) {
    for (const key of this.#boxes.keys()) {
      this.#dress(key, "bad", problems.has(key));
    }
  }

  // The path of a run: {nodes: Map key → text such as "0.2 ms", wires: [{from, output, to}], failed: Set of keys, current}; null: none.
  light(path) {
    const wires = new Set(path?.wires.map(({ from, output, to }) => wireId(from, output, to)));
    for (const key of this.#boxes.keys()) {
      const isLit = Boolean(path?.nodes.has(key));
      this.#dress(key, "lit", isLit);
      this.#dress(key, "unlit", Boolean(path) && !isLit);
      this.#dress(key, "failed", Boolean(path?.failed.has(key)));
      this.#dress(key, "current", Boolean(path) && path.current === key);
      this.#time(key, isLit ? String(path.nodes.get(key) ?? "") : "");
    }
    for (const { id } of this.#graph.getEdges()) this.#dress(id, "lit", wires.has(id));
  }

  // Beside what the node is, which gets the room that is left.
  #time(key, text) {
    const { kind, about, width } = this.#boxes.get(key);
    const cell = this.#graph.getCellById(key);
    if (!cell || kind === "note" || (!text && !cell.attr("ms/text"))) return;
    const room = width - 52 - (text ? text.length * MONO + 8 : 0);
    cell.attr("ms/text", text);
    cell.attr("about/text", fitted(about, room, (one) => this.#width("400 11px", one)));
  }

  // ── To look ─────────────────────────────────────────────

  fit() {
    if (!this.#boxes.size) return this.zoomTo(1);
    this.#graph.zoomToFit({ padding: { left: SIDE, right: SIDE, top: TOOLS, bottom: SIDE }, maxScale: 1, minScale: ZOOM.min });
    this.#tell("view");
  }

  // All of it if that can be read; else its beginning, in a size that can.
  begin() {
    this.fit();
    if (this.#graph.zoom() >= READABLE || !this.#boxes.size) return;
    this.#graph.zoomTo(READABLE);
    const all = around([...this.#boxes.values()]);
    const triggers = this.flow.items.filter(({ isTrigger }) => isTrigger).map(({ key }) => this.#boxes.get(key));
    const { width, height } = this.view;
    const starts = around(triggers.length ? triggers : [...this.#boxes.values()].slice(0, 1));
    const first = starts.width < width ? starts : (triggers[0] ?? starts);
    this.center({ x: middle(all, width, first.x + first.width / 2), y: all.y + height / 2 - MARGIN });
  }

  zoom(by) {
    this.#graph.zoom(by, { minScale: ZOOM.min, maxScale: ZOOM.max });
    this.#tell("view");
  }

  // So that what is there in the window stays there. by: a factor.
  zoomAround(clientX, clientY, by) {
    const scale = Math.min(Math.max(this.#graph.zoom() * by, ZOOM.min), ZOOM.max);
    this.#graph.zoom(scale, { absolute: true, center: this.#graph.clientToGraph(clientX, clientY) });
    this.#tell("view");
  }

  zoomTo(scale) {
    this.#graph.zoomTo(scale);
    this.#tell("view");
  }

  pan(dx, dy) {
    this.#graph.translateBy(dx, dy);
    this.#tell("view");
  }

  center({ x, y }) {
    this.#graph.centerPoint(x, y);
    this.#tell("view");
  }

  // Only if it is out of sight.
  reveal(key) {
    const box = this.#boxes.get(key);
    const view = this.view;
    if (!box || !view.width) return;
    const isSeen = box.x >= view.x && box.y >= view.y && box.x + box.width <= view.x + view.width && box.y + box.height <= view.y + view.height;
    if (!isSeen) this.center({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
  }

  // To what is around it: the library gives the element itself a size, which would never shrink.
  resize() {
    const { clientWidth, clientHeight } = this.element.parentElement;
    if (clientWidth && clientHeight) this.#graph.resize(clientWidth, clientHeight);
    this.#tell("view");
  }

  // What can be seen, in the measures of the flow.
  get view() {
    const { x, y, width, height } = this.#graph.getGraphArea();
    return { x, y, width, height };
  }

  get boxes() {
    return this.#boxes;
  }

  // From the window's measures to those of the flow.
  at(clientX, clientY) {
    const { x, y } = this.#graph.clientToLocal(clientX, clientY);
    return { x, y };
  }

  // The loop whose frame is there, the innermost one; null if none is.
  loopAt({ x, y }) {
    const inside = this.#loops().filter((loop) => {
      const frame = frameOf(this.flow, loop, this.#boxes);
      return x >= frame.x && y >= frame.y && x <= frame.x + frame.width && y <= frame.y + frame.height;
    });
    return inside.sort((one, other) => depthOf(this.flow, other) - depthOf(this.flow, one))[0] ?? null;
  }

  wireAt({ x, y }) {
    const client = this.#graph.localToClient(x, y);
    const found = document.elementsFromPoint(client.x, client.y).map((element) => element.closest?.(".x6-edge")?.dataset.cellId);
    const id = found.find(Boolean);
    return id ? wireOf(id) : null;
  }

  // Places that differ from the document's: what the pointer has moved, and what had none.
  get moves() {
    return [...this.#boxes].flatMap(([key, box]) => {
      const { x, y } = this.#graph.getCellById(key).position();
      const meta = this.flow.find(key).meta ?? {};
      return meta.x === x && meta.y === y ? [] : [{ key, x, y, by: { x: x - box.x, y: y - box.y } }];
    });
  }

  // Where a frame is drawn.
  frame(loop) {
    return this.#graph.getCellById(frameId(loop)).position();
  }

  // What is being pulled is let go, but nothing comes of it.
  takeBack() {
    this.#isTakenBack = true;
    this.element.dispatchEvent(new MouseEvent("mouseup", { bubbles: true }));
  }

  // Back to where the document has them.
  restore() {
    this.#quietly(() => {
      for (const [key, { x, y }] of this.#boxes) this.#graph.getCellById(key).position(x, y);
      this.#reframe();
    });
  }

  // ── How ─────────────────────────────────────────────────

  #options() {
    const { flow } = this;
    return {
      container: this.element,
      async: true,
      virtual: true,
      background: false,
      grid: { size: GRID, visible: false },
      panning: { enabled: true, eventTypes: ["rightMouseDown", "mouseWheelDown", "mouseWheel"] },
      mousewheel: { enabled: true, modifiers: ["ctrl", "meta"], factor: 1.12, minScale: ZOOM.min, maxScale: ZOOM.max },
      scaling: ZOOM,
      preventDefaultBlankAction: false,
      clickThreshold: 4,
      magnetThreshold: 2,
      interacting: {
        nodeMovable: !this.readOnly, magnetConnectable: !this.readOnly, edgeMovable: false, edgeLabelMovable: false,
        arrowheadMovable: false, vertexMovable: false, vertexAddable: false, vertexDeletable: false,
      },
      highlighting: {
        magnetAvailable: { name: "className", args: { className: "can-take" } },
        magnetAdsorbed: { name: "className", args: { className: "takes" } },
      },
      connecting: {
        snap: { radius: 24, anchor: "bbox" }, allowBlank: false, allowLoop: false, allowEdge: false, allowNode: true, allowPort: true,
        allowMulti: true, highlight: true, anchor: "center", connectionPoint: "anchor", router: "drop", connector: { name: "rounded", args: { radius: 8 } },
        validateMagnet: ({ magnet }) => magnet.getAttribute("port-group") !== IN,
        validateConnection: ({ edge: wire, sourceCell, sourcePort, targetCell }) =>
          Boolean(sourceCell && targetCell && sourcePort && sourcePort !== IN) &&
          !flow.refusal(sourceCell.id, outputOf(sourcePort), targetCell.id, wire.getData()?.isNew ? null : wireOf(wire.id)),
        createEdge: () => this.#graph.createEdge({ shape: "wire", zIndex: 5, data: { isNew: true } }),
      },
    };
  }

  #listen() {
    const graph = this.#graph;
    graph.on("node:mousedown", ({ node, e }) => {
      if (node.getData().frame || this.#choosing.isSelected(node) || e.ctrlKey || e.metaKey || e.shiftKey) return;
      this.#choosing.reset([node]);
    });
    graph.on("node:change:position", ({ node, current, previous, options }) => {
      if (node.getData().frame && options.ui) this.#carry(node.getData().frame, current.x - previous.x, current.y - previous.y);
    });
    graph.on("node:moving", ({ e }) => this.#pull(e));
    graph.on("node:moved", ({ node }) => (this.#isTakenBack ? this.restore() : this.#tell("moved", { loop: node.getData().frame ?? null })));
    graph.on("edge:connected", ({ edge: hung, isNew }) => {
      const { cell: from, port } = hung.getSource();
      const wire = { from, output: outputOf(port), to: hung.getTarget().cell };
      const old = isNew ? null : wireOf(hung.id);
      this.#quietly(() => {
        graph.removeCell(hung);
        if (old) this.#addWire(old);
      });
      if (!this.#isTakenBack) this.#tell(isNew ? "wired" : "rewired", { ...wire, old });
    });
    graph.on("edge:mouseenter", ({ view }) => this.readOnly || this.#placeHandles(view));
    graph.on("edge:mousedown", ({ view, e }) => (this.#grip = e.target.dataset.end && !this.readOnly ? { view, end: e.target.dataset.end } : null));
    graph.on("edge:mousemove", ({ view, e, x, y }) => {
      if (this.#grip?.view === view) view.setEventData(e, view.prepareArrowheadDragging(this.#grip.end, { x, y }));
      this.#grip = null;
      if (view.getEventData(e).action) this.#pull(e);
    });
    graph.on("edge:mouseup", () => (this.#grip = null));
    graph.on("edge:removed", ({ edge: pulled, options }) => options.ui && pulled.getData()?.isNew && this.#pulled(pulled));
    graph.on("edge:click", ({ edge: wire }) => this.#tell("wire", wireOf(wire.id)));
    graph.on("blank:click", () => this.#tell("blank"));
    graph.on("blank:dblclick", ({ e }) => this.#tell("asked", { clientX: e.clientX, clientY: e.clientY }));
    graph.on("node:click", ({ node }) => node.getData().frame && this.#tell("chosen", { keys: [node.getData().frame] }));
    graph.on("node:dblclick", ({ node }) => this.#tell("opened", { key: node.getData().frame ?? node.id }));
    graph.on("note:pulled", ({ node, e }) => this.#stretch(node, e));
    graph.on("selection:changed", () => this.#tell("chosen", { keys: this.#choosing.cells.map(({ id }) => id) }));
    for (const event of ["scale", "translate", "resize"]) graph.on(event, () => this.#tell("view"));
    graph.on("view:mounted", ({ view }) => {
      this.#views.set(view.cell.id, view);
      this.#wear(view);
    });
    // At once: X6 forgets to if another cell of the same id comes before it draws again, and the old one would stay beside it.
    graph.on("cell:removed", ({ cell }) => this.#views.get(cell.id)?.remove());
    graph.on("render:done", () => this.#tell("drawn"));
  }

  #tell(name, detail = {}) {
    if (this.#isTold && name !== "view" && name !== "drawn") return;
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  #quietly(act) {
    const before = this.#isTold;
    this.#isTold = true;
    try {
      act();
    } finally {
      this.#isTold = before;
    }
  }

  #loops() {
    return this.flow.keys.filter((key) => this.flow.find(key).type === "LoopNode");
  }

  #pull(event) {
    if (!this.#isPulling) {
      this.#isPulling = true;
      this.#isTakenBack = false;
      addEventListener("keydown", this.#escape, true);
      addEventListener("mouseup", this.#letGo, { once: true, capture: true });
    }
    this.#followPointer(event);
  }

  #letGo = () => {
    this.#isPulling = false;
    removeEventListener("keydown", this.#escape, true);
  };

  #escape = (event) => {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.takeBack();
  };

  // Near the border of the canvas, what is dragged pulls the rest along, for as long as the pointer stays there.
  #followPointer({ clientX, clientY }) {
    const isFollowing = Boolean(this.#pulledTo);
    this.#pulledTo = { clientX, clientY };
    if (isFollowing) return;
    const follow = () => {
      const [dx, dy] = this.#pulledTo ? this.#pullAt(this.#pulledTo) : [0, 0];
      if (!dx && !dy) return (this.#pulledTo = null);
      this.pan(dx, dy);
      const under = document.elementFromPoint(this.#pulledTo.clientX, this.#pulledTo.clientY) ?? this.element;
      under.dispatchEvent(new MouseEvent("mousemove", { ...this.#pulledTo, buttons: 1, bubbles: true })); // so that it comes along
      return requestAnimationFrame(follow);
    };
    addEventListener("mouseup", () => (this.#pulledTo = null), { once: true, capture: true });
    requestAnimationFrame(follow);
  }

  // How far to pan in a frame: the nearer to the border, the faster.
  #pullAt({ clientX, clientY }) {
    const { left, right, top, bottom } = this.element.getBoundingClientRect();
    const by = (place, low, high) => stride(low + EDGE - place) - stride(place - high + EDGE);
    return [by(clientX, left, right), by(clientY, top, bottom)];
  }

  // Where the pointer can take a wire by its ends: the ends themselves are covered by the ports.
  #placeHandles(view) {
    if (!view?.container.isConnected || !view.container.querySelector("[data-end]")) return; // it is gone, or not drawn yet
    const length = view.getConnectionLength();
    const from = Math.min(HANDLE, length / 3);
    WIRE_ENDS.forEach((end, at) => {
      const place = view.getPointAtLength(at ? length - from : from);
      const handle = view.container.querySelector(`[data-end=${end}]`);
      handle.setAttribute("cx", place.x);
      handle.setAttribute("cy", place.y);
    });
  }

  // A note by its corner.
  #stretch(node, event) {
    if (this.readOnly) return;
    event.stopPropagation();
    const { x, y } = node.position();
    const sizeAt = ({ clientX, clientY }) => {
      const corner = this.at(clientX, clientY);
      const snapped = (length) => Math.max(SMALLEST_NOTE, Math.round(length / GRID) * GRID);
      return { width: snapped(corner.x - x), height: snapped(corner.y - y) };
    };
    const pull = (moved) => {
      const { width, height } = sizeAt(moved);
      node.resize(width, height);
      node.attr({ body: { width, height }, fold: { transform: `translate(${width - 14} ${height - 14})` } });
    };
    const end = (last) => {
      removeEventListener("pointermove", pull);
      this.#tell("stretched", { key: node.id, ...sizeAt(last) });
    };
    addEventListener("pointermove", pull);
    addEventListener("pointerup", end, { once: true });
  }

  // A wire that was let go where no node is.
  #pulled(wire) {
    const { cell, port } = wire.getSource();
    const at = wire.getTarget();
    if (this.#isTakenBack || !Number.isFinite(at.x) || this.#graph.getNodesFromPoint(at.x, at.y).some((node) => !node.getData().frame)) return;
    const { x: clientX, y: clientY } = this.#graph.localToClient(at.x, at.y);
    this.#tell("pulled", { from: cell, output: outputOf(port), at: { x: at.x, y: at.y }, clientX, clientY });
  }

  // The body of a loop goes with its frame.
  #carry(loop, dx, dy) {
    for (const key of this.flow.withMembers([loop]).filter((one) => one !== loop)) {
      this.#graph.getCellById(key).translate(dx, dy);
      this.#graph.getCellById(frameId(key))?.translate(dx, dy);
    }
  }

  #measure(key) {
    const item = this.flow.find(key);
    const place = hasPlace(item) ? { x: item.meta.x, y: item.meta.y } : (this.#places.get(key) ?? { x: 60, y: 60 });
    this.#boxes.set(key, boxOf(this.flow, key, place));
  }

  #node(key) {
    const box = this.#boxes.get(key);
    const { x, y, width, height, family, isKnown } = box;
    this.#dress(key, `n-${family}`, true);
    this.#dress(key, "unknown", isKnown === false);
    const shape = box.kind === "note" ? this.#noteAttributes(box) : this.#nodeAttributes(box);
    return { id: key, x, y, width, height, data: { key }, zIndex: box.kind === "note" ? 0 : 2, ...shape };
  }

  #nodeAttributes({ width, label, about, type, hasInput, outputs }) {
    const room = width - 40 - 12;
    return {
      shape: "flow-node",
      attrs: {
        body: { width },
        icon: { d: nodePath(type) },
        label: { text: fitted(label, room, (text) => this.#width("560 12.5px", text)) },
        title: { text: label },
        about: { text: fitted(about, room, (text) => this.#width("400 11px", text)) },
        ms: { x: width - 10 },
        mark: { transform: `translate(${width - 15} -8)` },
      },
      ports: { items: [...(hasInput ? [inPort(width)] : []), ...outputs.map((output, at) => outPort(output, at, this.#fittedName(output)))] },
    };
  }

  #fittedName({ name, room }) {
    return fitted(name, room, (text) => this.#width("500 10.5px", text));
  }

  #noteAttributes({ width, height, text }) {
    const lines = wrapped(plain(text) || "An empty note", width - 28, height - 24, (one) => this.#width("400 12px", one));
    return { shape: "flow-note", attrs: { body: { width, height }, fold: { transform: `translate(${width - 14} ${height - 14})` }, text: { text: lines.join("\n"), lineHeight: 17 } } };
  }

  #frame(loop) {
    const { x, y, width, height } = frameOf(this.flow, loop, this.#boxes);
    const label = fitted(this.flow.label(loop), width - 60, (text) => this.#width("560 12px", text));
    return {
      id: frameId(loop), shape: "flow-frame", x, y, width, height, zIndex: -20 + depthOf(this.flow, loop), data: { frame: loop },
      attrs: { body: { width, height }, label: { text: label } },
    };
  }

  #redraw(key) {
    const node = this.#graph.getCellById(key);
    const wanted = this.#node(key);
    if (node.shape !== wanted.shape) return this.#replace(node, wanted);
    node.position(wanted.x, wanted.y);
    node.resize(wanted.width, wanted.height);
    for (const [name, values] of Object.entries(wanted.attrs)) node.attr(name, values);
    const ports = wanted.ports?.items;
    if (ports && JSON.stringify(ports) !== JSON.stringify(node.getPorts())) this.#replace(node, wanted);
  }

  #replace(node, wanted) {
    this.#graph.removeCell(node);
    this.#graph.addNode(wanted);
    for (const { key, output } of this.flow.sourcesOf(wanted.id)) if (this.#boxes.has(key)) this.#addWire({ from: key, output, to: wanted.id });
  }

  #rewire(key) {
    const wanted = new Map(wiresOf(this.flow, key).map((wire) => [wire.id, wire]));
    for (const wire of this.#graph.getOutgoingEdges(key) ?? []) {
      if (!wanted.delete(wire.id)) this.#graph.removeCell(wire);
    }
    for (const wire of wanted.values()) this.#addWire(wire);
  }

  #addWire(wire) {
    const made = edge({ id: wireId(wire.from, wire.output, wire.to), ...wire });
    if (!this.#graph.hasCell(made.id) && this.#graph.hasCell(wire.to)) this.#graph.addEdge(made);
  }

  #reframe() {
    const loops = this.#loops();
    for (const loop of loops) {
      const wanted = this.#frame(loop);
      const cell = this.#graph.getCellById(wanted.id);
      if (!cell) this.#graph.addNode(wanted);
      else {
        cell.position(wanted.x, wanted.y);
        cell.resize(wanted.width, wanted.height);
        cell.attr("label/text", wanted.attrs.label.text);
      }
    }
  }

  // Class names are ours to keep: a view that leaves the window is thrown away and made anew.
  #dress(id, name, isWorn) {
    const names = this.#classes.get(id) ?? new Set();
    if (names.has(name) === isWorn) return;
    if (isWorn) names.add(name);
    else names.delete(name);
    this.#classes.set(id, names);
    const cell = this.#graph.getCellById(id);
    this.#graph.findViewByCell(cell)?.container.classList.toggle(name, isWorn);
  }

  #wear({ cell, container }) {
    for (const name of this.#classes.get(cell.id) ?? []) container.classList.add(name);
  }

  #width(font, text) {
    const [weight, size] = font.split(" ");
    this.#measures.context ??= Object.assign(document.createElement("canvas").getContext("2d"), {});
    this.#measures.family ??= getComputedStyle(this.element).fontFamily;
    const context = this.#measures.context;
    context.font = `${weight} ${size} ${this.#measures.family}`;
    return context.measureText(text).width;
  }
}

function stride(depth) {
  return depth > 0 ? Math.min(STRIDE, Math.ceil(depth / 2)) : 0;
}

// Where the middle of a view that wide goes: as near to the wish as leaves no more than a margin beside all of it.
function middle(all, width, wish) {
  const least = all.x + width / 2 - SIDE;
  const most = all.x + all.width - width / 2 + SIDE;
  return least > most ? all.x + all.width / 2 : Math.min(Math.max(wish, least), most);
}

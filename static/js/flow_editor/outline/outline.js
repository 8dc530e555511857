// The flow as a tree that the keyboard and a screen reader can use for everything: the other picture of the same document.
import { addAfter, addFree, groupInto, remove, reorder, unwire, wireFrom } from "../acts.js";
import { choose } from "../chooser.js";
import { h } from "../elements.js";
import { actIcon } from "../icons.js";
import { showKeys } from "./keys.js";
import { outlineOf, visibleRows } from "./order.js";
import { rowElement } from "./rows.js";

const QUIET = 600; // milliseconds after which typed letters begin a new name

// context.openPanel() puts the cursor into the settings. light(run): {steps: {key: {milliseconds, error}}, current: key}, or null.
export function mountOutline(element, context) {
  return new Outline(element, context);
}

class Outline {
  #places = [];
  #closed = new Set();
  #current = null; // the id of the row that Tab leads to
  #anchor = null; // where choosing several began
  #run = null;
  #typed = { text: "", at: 0 };
  #waiting = false;
  #shape = ""; // which rows there are, and where
  #drawn = new Map(); // by row, what it was drawn from

  constructor(element, context) {
    Object.assign(this, { element, context });
    this.tree = h("ol", { role: "tree", "aria-label": "Workflow", "aria-multiselectable": "true" });
    const { readOnly } = context;
    element.setAttribute("role", "region");
    element.setAttribute("aria-label", "Outline");
    this.empty = h("p", { class: "empty", hidden: true }, readOnly ? "This workflow is empty." : "This workflow is empty. Add a trigger: it says what starts it.");
    element.replaceChildren(
      this.#help(), this.tree, this.empty,
      readOnly ? "" : h("button", { class: "btn", type: "button", onclick: () => this.#act("free") }, actIcon("plus"), "Add a trigger or node"));
    this.tree.addEventListener("keydown", (event) => this.#key(event));
    this.tree.addEventListener("click", (event) => this.#click(event));
    this.tree.addEventListener("dblclick", () => this.context.openPanel());
    this.tree.addEventListener("focusin", ({ target }) => this.#mark(target.closest("[role=treeitem]")?.dataset.row));
    context.document.addEventListener("change", () => this.#soon());
    context.problems.addEventListener("change", () => this.#soon());
    context.selection.addEventListener("change", () => this.#select());
    new MutationObserver(() => this.#soon()).observe(element, { attributeFilter: ["hidden"] });
    this.draw();
  }

  light(run) {
    this.#run = run;
    this.#soon();
  }

  focus() {
    this.#row(this.#current)?.focus();
  }

  // ── Drawing ─────────────────────────────────────────────

  #soon() {
    if (this.#waiting || this.element.hidden) return;
    this.#waiting = true;
    queueMicrotask(() => {
      this.#waiting = false;
      this.draw();
    });
  }

  draw() {
    const hadFocus = this.tree.contains(window.document.activeElement);
    const before = this.#places.findIndex(({ row }) => row.id === this.#current);
    const rows = outlineOf(this.context.document);
    this.#places = visibleRows(rows, this.#closed);
    const shape = JSON.stringify(this.#places.map(({ row, level, position, size }) => [row.id, row.via, row.heading, row.children.length, level, position, size]));
    if (shape === this.#shape) return this.#touchUp(rows);
    this.#shape = shape;
    this.#drawn.clear();
    this.tree.replaceChildren(...this.#branch(rows, 1));
    this.empty.hidden = rows.length > 0;
    const key = this.context.selection.key;
    const still = this.#find(this.#current) ?? this.#places.find(({ row }) => row.key === key) ?? this.#places[Math.min(before, this.#places.length - 1)] ?? this.#places[0];
    this.#mark(still?.row.id);
    if (hadFocus) this.focus();
    return undefined;
  }

  #branch(rows, level) {
    return rows.map((row, at) => {
      const isClosed = this.#closed.has(row.id);
      const made = this.#made(row, rows[at - 1], { row, level, position: at + 1, size: rows.length });
      if (row.children.length && !isClosed) made.append(h("ol", { role: "group" }, this.#branch(row.children, level + 1)));
      return made;
    });
  }

  #made(row, previous, place) {
    const look = this.#look(row, previous, this.#closed.has(row.id));
    this.#drawn.set(row.id, this.#source(row));
    return rowElement(this.context, place, look);
  }

  // What a row shows besides its place: if it is the same, so is the row.
  #source(row) {
    const { document: flow, problems } = this.context;
    return [flow.find(row.key), flow.label(row.key), problems.of(row.key).map(({ message }) => message).join(), this.#run?.steps?.[row.key], this.#run?.current === row.key];
  }

  // The same rows: those that have changed are drawn anew, with what is in them left alone. The focus may be in there: moved along,
  // it would be lost.
  #touchUp(rows) {
    const focused = this.tree.contains(window.document.activeElement) ? window.document.activeElement.closest("[role=treeitem]") : null;
    for (const { row, level, position, size, parent } of this.#places) {
      const source = this.#source(row);
      if (this.#drawn.get(row.id).every((part, at) => part === source[at])) continue;
      const old = this.#row(row.id);
      const made = this.#made(row, (parent?.children ?? rows)[position - 2], { row, level, position, size });
      made.tabIndex = old.tabIndex;
      made.append(...old.querySelectorAll(":scope > [role=group]"));
      old.replaceWith(made);
    }
    if (focused && !this.tree.contains(window.document.activeElement)) this.#row(focused.dataset.row)?.focus();
  }

  #look(row, previous, isClosed) {
    const { document: flow, problems, selection, readOnly } = this.context;
    const isNode = row.kind === "node";
    const isFirst = !previous || previous.via?.output !== row.via?.output || previous.via?.from !== row.via?.from;
    const step = isNode ? this.#run?.steps?.[row.key] : null;
    const acts = readOnly ? [] : flow.outputsOf(row.key).length ? ["add", "more"] : ["more"];
    return { isClosed, isFirst, isSelected: isNode && selection.has(row.key), problems: isNode ? problems.of(row.key) : [], step, isLit: Boolean(step), isCurrent: isNode && this.#run?.current === row.key, acts };
  }

  #select() {
    const { selection } = this.context;
    for (const item of this.tree.querySelectorAll("[role=treeitem]")) item.setAttribute("aria-selected", String(this.#isNode(item) && selection.has(item.dataset.key)));
    const [first] = selection.keys;
    if (!first || selection.has(this.#place?.row.key) || !this.#find(first)) return;
    this.#mark(first);
    if (this.tree.contains(window.document.activeElement)) this.focus();
    else this.#row(first).scrollIntoView({ block: "nearest" });
  }

  #isNode(item) {
    return item.dataset.row === item.dataset.key;
  }

  #help() {
    const words = this.context.readOnly
      ? ["Enter opens a node. "]
      : ["Enter opens a node, ", h("kbd", {}, "A"), " adds after it, ", h("kbd", {}, "W"), " wires it, ", h("kbd", {}, "Alt ↑"), " moves it. "];
    return h("p", { class: "help" }, words, h("button", { class: "link-button", type: "button", onclick: showKeys }, "All keys"));
  }

  // ── Where we are ────────────────────────────────────────

  #find(id) {
    return this.#places.find(({ row }) => row.id === id);
  }

  #row(id) {
    return id ? this.tree.querySelector(`[data-row="${CSS.escape(id)}"]`) : null;
  }

  #mark(id) {
    if (!id) return;
    this.tree.querySelector('[tabindex="0"][role=treeitem]')?.setAttribute("tabindex", "-1");
    this.#current = id;
    this.#row(id)?.setAttribute("tabindex", "0");
  }

  // Choosing goes along, as in a list.
  #go(place, { extend = false } = {}) {
    if (!place) return;
    const { selection } = this.context;
    const { row } = place;
    this.#mark(row.id);
    this.#row(row.id)?.focus();
    if (extend) return this.#extend(place);
    this.#anchor = row.id;
    if (row.kind === "node") selection.set([row.key]);
    return undefined;
  }

  #extend(place) {
    const at = this.#places.indexOf(place);
    const from = Math.max(0, this.#places.findIndex(({ row }) => row.id === this.#anchor));
    const between = this.#places.slice(Math.min(at, from), Math.max(at, from) + 1);
    this.context.selection.set(between.filter(({ row }) => row.kind === "node").map(({ row }) => row.key));
  }

  get #place() {
    return this.#find(this.#current);
  }

  // What an act is about: those that are chosen if this row is one of them.
  #keys() {
    const { selection } = this.context;
    const key = this.#place?.row.key;
    return selection.has(key) ? selection.keys : key ? [key] : [];
  }

  // ── Keys ────────────────────────────────────────────────

  #key(event) {
    if (event.target.closest("[role=treeitem]") === null || event.defaultPrevented) return;
    const name = keyName(event);
    const act = MOVES[name] ?? ACTS[name];
    if (act) {
      event.preventDefault();
      event.stopPropagation();
      if (MOVES[name]) this.#move(act);
      else this.#act(act);
    } else if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) this.#type(event);
  }

  #move(move) {
    const place = this.#place;
    const at = this.#places.indexOf(place);
    const { row } = place ?? {};
    if (!row) return;
    if (move === "next" || move === "nextToo") return this.#go(this.#places[at + 1], { extend: move === "nextToo" });
    if (move === "previous" || move === "previousToo") return this.#go(this.#places[at - 1], { extend: move === "previousToo" });
    if (move === "first") return this.#go(this.#places[0]);
    if (move === "last") return this.#go(this.#places.at(-1));
    const isOpen = row.children.length && !this.#closed.has(row.id);
    if (move === "in") return row.children.length && !isOpen ? this.#twist(row) : isOpen ? this.#go(this.#places[at + 1]) : undefined;
    return isOpen ? this.#twist(row) : this.#go(this.#find(place.parent?.id));
  }

  #twist(row) {
    if (!this.#closed.delete(row.id)) this.#closed.add(row.id);
    this.draw();
  }

  // Letters that are acts are taken already; names are found by those that are left, and behind them by any.
  #type(event) {
    event.preventDefault();
    const time = event.timeStamp;
    const text = (time - this.#typed.at < QUIET ? this.#typed.text : "") + event.key.toLowerCase();
    this.#typed = { text, at: time };
    const at = this.#places.indexOf(this.#place);
    const order = [...this.#places.slice(at + 1), ...this.#places.slice(0, at + 1)];
    this.#go(order.find(({ row }) => this.context.document.label(row.key).toLowerCase().startsWith(text)));
  }

  // ── Acts ────────────────────────────────────────────────

  async #act(name) {
    const { context } = this;
    const { document: flow, readOnly, selection } = context;
    const { row } = this.#place ?? {};
    if (name === "keys") return showKeys();
    if (name === "more") return this.#menu();
    if (name === "free") return readOnly ? undefined : this.#goTo(await addFree(context));
    if (!row) return undefined;
    if (name === "open") return row.kind === "join" ? this.#goTo(row.key) : (selection.set([row.key]), this.context.openPanel());
    if (name === "toggle") return row.kind === "node" ? selection.toggle(row.key) : undefined;
    if (readOnly) return context.say("This version is frozen.");
    if (name === "add") return this.#goTo(await addAfter(context, row.key));
    if (name === "wire") return wireFrom(context, row.key).then(() => this.focus());
    if (name === "group") return flow.entry(row.key).isTrigger ? context.say("A trigger is in no loop.") : groupInto(context, this.#keys()).then(() => this.focus());
    if (name === "unwire") return row.via ? unwire(context, row.via.from, row.via.output, row.key) : context.say("No wire leads here.");
    if (name === "up" || name === "down") return row.via ? reorder(context, row.via, row.key, name === "up" ? -1 : 1) : context.say("No wire leads here, so it has no neighbours.");
    if (name === "remove") return row.kind === "join" ? unwire(context, row.via.from, row.via.output, row.key) : this.#remove();
    return undefined;
  }

  #remove() {
    const keys = new Set(this.#keys());
    const at = this.#places.indexOf(this.#place);
    const stays = ({ row }) => !keys.has(row.key);
    const next = this.#places.slice(at + 1).find(stays) ?? this.#places.slice(0, at).findLast(stays);
    remove(this.context, [...keys]);
    if (next) this.#mark(next.row.id);
    this.draw();
    this.focus();
  }

  // Opens what it is in, if that was closed.
  #goTo(key) {
    if (!key) return this.focus();
    if (!this.#find(key)) this.#closed.clear();
    this.draw();
    return this.#go(this.#find(key));
  }

  async #menu() {
    const { context } = this;
    const { row } = this.#place;
    const label = context.document.label(row.key);
    const hasOutputs = context.document.outputsOf(row.key).length > 0;
    const fits = ({ value }) => {
      if (context.readOnly) return value === "open";
      if (row.kind === "join") return ["open", "unwire", "up", "down"].includes(value);
      if (["unwire", "up", "down"].includes(value)) return Boolean(row.via);
      if (["add", "wire"].includes(value)) return hasOutputs;
      return value !== "group" || !context.document.entry(row.key).isTrigger;
    };
    const find = (text) => [{ title: label, items: MENU.filter(fits).filter((one) => one.label.toLowerCase().includes(text.trim().toLowerCase())) }];
    const act = await choose({ title: `What to do with ${label}`, placeholder: "Find", find });
    if (act) await this.#act(act);
  }

  #click(event) {
    const item = event.target.closest("[role=treeitem]");
    if (!item) return;
    const place = this.#find(item.dataset.row);
    const act = event.target.closest("[data-act]")?.dataset.act;
    event.preventDefault();
    event.stopPropagation();
    if (event.ctrlKey || event.metaKey) {
      this.#mark(place.row.id);
      this.context.selection.toggle(place.row.key);
      return;
    }
    this.#go(place, { extend: event.shiftKey && !act });
    if (act === "twist") this.#twist(place.row);
    else if (act === "follow") this.#goTo(place.row.key);
    else if (act) this.#act(act);
  }
}

const MOVES = {
  ArrowDown: "next", ArrowUp: "previous", "Shift+ArrowDown": "nextToo", "Shift+ArrowUp": "previousToo", ArrowRight: "in", ArrowLeft: "out", Home: "first", End: "last",
};
const ACTS = {
  Enter: "open", " ": "toggle", "Ctrl+ ": "toggle", a: "add", A: "add", t: "free", T: "free", w: "wire", W: "wire", u: "unwire", U: "unwire", g: "group", G: "group",
  Delete: "remove", Backspace: "remove", "Alt+ArrowUp": "up", "Alt+ArrowDown": "down",
  ".": "more", "Shift+F10": "more", ContextMenu: "more", "?": "keys",
};
const MENU = [
  ["open", "Open its settings", "Enter"], ["add", "Add a node after it", "A"], ["wire", "Wire it to a node", "W"], ["unwire", "Cut the wire that leads here", "U"],
  ["up", "Move before its neighbour", "Alt ↑"], ["down", "Move behind its neighbour", "Alt ↓"], ["group", "Move into a loop, or out of it", "G"], ["remove", "Remove", "Delete"],
].map(([value, label, detail]) => ({ value, label, detail }));

// "Ctrl+Shift+z", "?"; Shift is told only where it makes no other letter.
function keyName({ key, ctrlKey, metaKey, altKey, shiftKey }) {
  const isLetter = key.length === 1;
  const shift = shiftKey && (!isLetter || ctrlKey || metaKey) ? "Shift+" : "";
  return `${ctrlKey || metaKey ? "Ctrl+" : ""}${altKey ? "Alt+" : ""}${shift}${isLetter && (ctrlKey || metaKey) ? key.toLowerCase() : key}`;
}

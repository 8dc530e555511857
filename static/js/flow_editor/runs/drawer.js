// The drawer at the foot of the editor: recorded runs of this workflow, and the one that is looked at. Which one, and
// which of its steps, is in the address.
import { ask } from "../../trouble.js";
import { h } from "../elements.js";
import { keyOf, pathOf } from "./path.js";
import { RunList } from "./run_list.js";
import { RunView } from "./run_view.js";

const HEIGHT = { least: 120, usual: 262, step: 24 }; // px
const KEPT = "foyer.runs";

export function mountRuns(element, extra, context) {
  const drawer = new Drawer(element, context);
  extra.append(drawer.liveSwitch());
  drawer.begin();
  return drawer;
}

class Drawer {
  constructor(element, context) {
    this.element = element;
    this.context = context;
    this.kept = { isOpen: false, height: HEIGHT.usual, isLive: true, ...read() };
    this.list = new RunList({ url: context.places.runs, chosen: (id) => this.choose(id), changed: () => this.#again() });
    this.list.isOn = this.kept.isLive;
    this.view = new RunView({ moved: (step) => this.#moved(step), closed: () => this.leave() });
    this.view.empty();
    this.#build();
    context.document.addEventListener("change", () => this.#edited());
    context.selection.addEventListener("change", () => this.#follow());
    addEventListener("popstate", () => this.#fromAddress());
  }

  begin() {
    this.element.hidden = false;
    const { run } = asked();
    this.open(this.kept.isOpen || Boolean(run), false);
    if (run) this.#fromAddress();
  }

  liveSwitch() {
    const input = h("input", { type: "checkbox", role: "switch", checked: this.kept.isLive, change: () => {
      this.list.turn(input.checked && this.isOpen);
      this.list.isOn = input.checked;
      this.#keep({ isLive: input.checked });
    } });
    return h("label", { class: "switch" }, input, h("i", { "aria-hidden": "true" }), h("span", {}, "Live runs"));
  }

  open(isOpen, isKept = true) {
    this.isOpen = isOpen;
    this.toggle.setAttribute("aria-expanded", String(isOpen));
    this.body.hidden = this.grip.hidden = !isOpen;
    if (isOpen) {
      this.#resize(this.kept.height);
      this.list.open();
    } else this.list.pause();
    if (isKept) this.#keep({ isOpen });
  }

  look(id) {
    this.open(true);
    return this.choose(id);
  }

  // step: its number; without, the one that failed or the last.
  async choose(id, step) {
    this.list.mark(id);
    let run;
    try {
      const { text } = await ask(new URL(`${id}/data`, new URL(this.context.places.runs, window.location.href)));
      run = JSON.parse(text);
    } catch {
      this.leave("This run is not recorded any more.");
      return;
    }
    if (this.list.current !== id) return;
    this.run = run;
    const failed = run.steps.findLast(({ error }) => error);
    const number = run.steps.some((one) => one.number === step) ? step : (failed ?? run.steps.at(-1))?.number;
    this.view.show(run, this.context.document, number);
    this.context.say(`Run at ${run.clock}, ${run.steps.length} steps${run.error ? `, ${run.error.name}` : ""}`);
    if (!run.steps.length) this.#light();
  }

  leave(sentence) {
    this.run = null;
    this.list.mark(null);
    this.view.empty(sentence);
    this.context.lit.set(null);
    address({ run: null, step: null });
  }

  #build() {
    this.toggle = h("button", { class: "drawer-toggle", type: "button", "aria-controls": "runs-drawer", click: () => this.open(!this.isOpen) }, "Runs");
    this.grip = h("div", {
      class: "drawer-grip", role: "separator", tabindex: 0, "aria-orientation": "horizontal", "aria-label": "Height of the runs",
      "aria-valuemin": HEIGHT.least, keydown: (event) => this.#pull(event), pointerdown: (event) => this.#drag(event),
    });
    this.body = h("div", { class: "runs", id: "runs-drawer" }, this.list.element, this.view.element);
    const all = h("a", { class: "small", href: this.context.places.allRuns }, "All runs");
    this.element.replaceChildren(this.grip, h("div", { class: "drawer-head" }, this.toggle, h("span", { class: "grow" }), all), this.body);
  }

  #moved(step) {
    this.number = step.number;
    address({ run: this.run.id, step: step.number });
    this.#light();
    const key = keyOf(this.run, step);
    if (!key || !this.context.document.find(key)) return;
    this.context.selection.set([key]);
    soon(() => this.context.canvas.reveal(key));
  }

  #light() {
    if (this.run) this.context.lit.set(pathOf(this.run, this.context.document, this.number));
  }

  #edited() {
    if (!this.run) return;
    this.#light();
    this.view.tell(this.context.document);
  }

  // A node that is chosen elsewhere leads to its step.
  #follow() {
    const [key, another] = this.context.selection.keys;
    if (!this.run || !key || another) return;
    const { steps } = this.run;
    if (steps[this.view.at] && keyOf(this.run, steps[this.view.at]) === key) return;
    const at = steps.findIndex((step) => keyOf(this.run, step) === key);
    if (at >= 0) this.view.go(at);
  }

  // A run that was going on may have come to its end.
  #again() {
    if (this.run?.status === "running") this.choose(this.run.id, this.number);
  }

  #fromAddress() {
    const { run, step } = asked();
    if (run && (run !== this.run?.id || step !== this.number)) this.choose(run, step);
    else if (!run && this.run) this.leave();
  }

  #pull(event) {
    const by = { ArrowUp: HEIGHT.step, ArrowDown: -HEIGHT.step, PageUp: 4 * HEIGHT.step, PageDown: -4 * HEIGHT.step }[event.key];
    if (!by) return;
    event.preventDefault();
    this.#resize(this.kept.height + by);
    this.#keep({});
  }

  #drag(event) {
    event.preventDefault();
    this.grip.setPointerCapture(event.pointerId);
    const from = { y: event.clientY, height: this.kept.height };
    const move = ({ clientY }) => this.#resize(from.height + from.y - clientY);
    this.grip.addEventListener("pointermove", move);
    this.grip.addEventListener("lostpointercapture", () => {
      this.grip.removeEventListener("pointermove", move);
      this.#keep({});
    }, { once: true });
  }

  #resize(height) {
    const most = Math.max(Math.round(window.innerHeight * 0.7), HEIGHT.least);
    this.kept.height = Math.min(Math.max(height, HEIGHT.least), most);
    this.body.style.height = `${this.kept.height}px`;
    this.grip.setAttribute("aria-valuemax", String(most));
    this.grip.setAttribute("aria-valuenow", String(this.kept.height));
  }

  #keep(changes) {
    Object.assign(this.kept, changes);
    try {
      localStorage.setItem(KEPT, JSON.stringify(this.kept));
    } catch {
      // it is only a convenience
    }
  }
}

// Once the canvas has the size that the drawer leaves it.
function soon(act) {
  requestAnimationFrame(() => requestAnimationFrame(act));
}

function asked() {
  const found = new URL(window.location.href).searchParams;
  return { run: found.get("run"), step: Number(found.get("step")) || undefined };
}

function address(changes) {
  const url = new URL(window.location.href);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) url.searchParams.delete(name);
    else url.searchParams.set(name, value);
  }
  history.replaceState(history.state, "", url);
}

function read() {
  try {
    return JSON.parse(localStorage.getItem(KEPT)) ?? {};
  } catch {
    return {};
  }
}

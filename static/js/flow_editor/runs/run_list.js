// The runs of this workflow, the newest first, as they come.
import { LiveRows } from "../../live_rows.js";
import { ask } from "../../trouble.js";
import { h } from "../elements.js";

const MOST = 60;

export class RunList {
  // chosen(id): somebody picks one; changed(): rows came or changed.
  constructor({ url, chosen, changed }) {
    this.url = url;
    this.changed = changed;
    this.isOn = true;
    this.list = h("ul", { class: "runs-list", "aria-label": "Runs of this workflow" });
    this.told = h("p", { class: "runs-told", role: "status" });
    this.element = h("div", { class: "runs-side" }, this.told, this.list);
    this.list.addEventListener("click", (event) => {
      const link = event.target.closest("[data-run]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      chosen(link.dataset.run);
    });
    this.list.addEventListener("keydown", (event) => this.#step(event));
  }

  async open() {
    if (this.live) return this.turn(this.isOn);
    let html;
    try {
      html = (await ask(this.url)).text;
    } catch (trouble) {
      return this.#say(`The runs could not be read. ${trouble.sentence}`);
    }
    const first = new DOMParser().parseFromString(html, "text/html").querySelector("[data-rows]");
    this.list.replaceChildren(...first.children);
    this.live = new LiveRows({
      rows: this.list,
      url: this.url,
      cursor: first.dataset.cursor,
      most: MOST,
      busy: () => this.list.childElementCount > 0 && this.list.matches(":hover, :focus-within"),
      told: ({ waiting }) => this.#tell(waiting),
    });
    this.turn(this.isOn);
    this.#tell(0);
  }

  turn(isOn) {
    this.isOn = isOn;
    if (isOn) this.live?.start();
    else this.live?.stop();
  }

  pause() {
    this.live?.stop();
  }

  mark(id) {
    this.current = id;
    for (const link of this.list.querySelectorAll("[data-run]")) {
      if (link.dataset.run === id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  #tell(waiting) {
    if (waiting) {
      this.told.replaceChildren(h("button", { class: "btn btn-sm", type: "button", click: () => this.live.show() }, `${waiting} new`));
    } else if (!this.list.childElementCount) {
      this.#say("No run yet. Ask its endpoint, or press its button: the run appears here.");
    } else this.told.replaceChildren();
    this.mark(this.current);
    this.changed();
  }

  #say(sentence) {
    this.told.replaceChildren(sentence);
  }

  // Up and down go from run to run, as in every list of the editor.
  #step(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    const links = [...this.list.querySelectorAll("[data-run]")];
    const next = links[links.indexOf(document.activeElement) + by];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

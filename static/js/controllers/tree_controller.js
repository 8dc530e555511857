import { Controller } from "@hotwired/stimulus";
import { ask, clear, tell } from "../trouble.js";

// The tree of the workbench. Its state (filter, order, closed folders) is in the address, and in the address of every
// link that stays in the workbench, so that it survives the way from page to page.
const PAUSE = 200; // milliseconds of quiet before the filter is asked for

export default class extends Controller {
  static targets = ["filter", "sort", "folders"];

  twist({ currentTarget }) {
    const open = currentTarget.getAttribute("aria-expanded") === "true";
    currentTarget.setAttribute("aria-expanded", String(!open));
    document.getElementById(currentTarget.getAttribute("aria-controls")).hidden = open;
    this.keep();
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), PAUSE);
  }

  async load() {
    clearTimeout(this.timer);
    this.keep();
    this.asked?.abort(); // a late answer would show what is not asked for any more
    const { signal } = (this.asked = new AbortController());
    this.element.ariaBusy = "true";
    try {
      const { text } = await ask(window.location.href, { signal });
      const fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-tree-target=folders]");
      if (fresh) this.foldersTarget.innerHTML = fresh.innerHTML;
      clear();
    } catch (error) {
      if (error.name !== "AbortError") tell(error);
    } finally {
      if (!signal.aborted) this.element.ariaBusy = "false";
    }
  }

  keep() {
    const closed = [...this.element.querySelectorAll(".twist[aria-expanded=false]")];
    const state = {
      tree: this.filterTarget.value,
      treesort: this.sortTarget.value === "order" ? "" : this.sortTarget.value,
      treeclosed: closed.map((twist) => twist.closest("[data-key]").dataset.key).join(","),
    };
    history.replaceState(history.state, "", withState(window.location.href, state));
    for (const link of document.links) {
      if (link.pathname.includes("/experience/versions/")) link.href = withState(link.href, state);
    }
  }
}

function withState(address, state) {
  const url = new URL(address);
  for (const [name, value] of Object.entries(state)) {
    if (value) url.searchParams.set(name, value);
    else url.searchParams.delete(name);
  }
  return url.href;
}

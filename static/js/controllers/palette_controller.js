import { Controller } from "@hotwired/stimulus";
import { ask } from "../trouble.js";

// Find or do anything. The server knows what there is; here is the keyboard, and what was open lately in this browser.
const PAUSE = 120; // milliseconds of quiet before the server is asked
const REMEMBERED = 9; // the page one is on is not shown
const RESOURCE = /\/(endpoints|views|workflows|users|groups)\/(?:\w+\/)?([0-9a-f]{24})$/;

export default class extends Controller {
  static targets = ["box", "input", "list", "status", "key"];
  static values = { application: String };

  connect() {
    if (/Mac|iPhone|iPad/.test(navigator.platform)) for (const key of this.keyTargets) key.textContent = "⌘ K";
    this.remember();
  }

  open() {
    if (this.boxTarget.open) return this.boxTarget.close();
    this.inputTarget.value = "";
    this.boxTarget.showModal();
    return this.load();
  }

  ask() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.load(), PAUSE);
  }

  // An answer that comes after the choice, say that one has signed out, must not take the page elsewhere.
  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
  }

  async load() {
    this.asked?.abort();
    this.asked = new AbortController();
    const url = new URL(this.listTarget.dataset.url, window.location.href);
    url.searchParams.set("q", this.inputTarget.value);
    url.searchParams.set("recent", this.opened.filter((one) => one !== this.here).join(","));
    try {
      this.listTarget.innerHTML = (await ask(url, { signal: this.asked.signal })).text;
    } catch (error) {
      return error.name === "AbortError" ? undefined : this.say(error);
    }
    this.statusTarget.textContent = this.options.length === 1 ? "1 result" : `${this.options.length} results`;
    return this.select(this.options[0]);
  }

  say(trouble) {
    const notice = Object.assign(document.createElement("p"), { className: "empty" });
    notice.append(...trouble.words);
    this.statusTarget.textContent = trouble.sentence;
    this.listTarget.replaceChildren(notice);
  }

  move(event) {
    const steps = { ArrowDown: 1, ArrowUp: -1 };
    if (event.key === "Enter") return this.choose(event);
    if (!(event.key in steps) || !this.options.length) return undefined;
    event.preventDefault();
    const place = this.options.indexOf(this.selected) + steps[event.key];
    return this.select(this.options.at(place % this.options.length));
  }

  choose(event) {
    event.preventDefault();
    if (!this.selected) return;
    if (event.ctrlKey || event.metaKey) window.open(this.selected.href, "_blank", "noopener");
    else this.selected.click();
  }

  click({ target }) {
    const { press } = target.closest("[data-press]")?.dataset ?? {};
    if (!press) return;
    this.boxTarget.close();
    document.querySelector(press).click();
  }

  point({ target }) {
    const option = target.closest("[role=option]");
    if (option && option !== this.selected) this.select(option);
  }

  closeOutside({ target }) {
    if (target === this.boxTarget) this.boxTarget.close();
  }

  select(option) {
    this.selected?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    this.inputTarget.setAttribute("aria-activedescendant", option?.id ?? "");
  }

  remember() {
    const [, part, id] = RESOURCE.exec(window.location.pathname) ?? [];
    if (!id) return;
    this.here = `${part}/${id}`;
    const opened = [this.here, ...this.opened.filter((one) => one !== this.here)];
    localStorage.setItem(this.shelf, JSON.stringify(opened.slice(0, REMEMBERED)));
  }

  get opened() {
    return JSON.parse(localStorage.getItem(this.shelf) ?? "[]");
  }

  get shelf() {
    return `foyer.opened.${this.applicationValue}`;
  }

  get options() {
    return [...this.listTarget.querySelectorAll("[role=option]")];
  }

  get selected() {
    return this.listTarget.querySelector("[aria-selected=true]");
  }
}

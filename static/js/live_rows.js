// Rows that come while a list is open. The server gives them since a cursor; one that is there already is replaced, and
// one that has changed so that it does not fit the filter any more goes.
// While somebody is at the list, it stays as it is, and what has come is counted.
import { ask } from "./trouble.js";

const EVERY = 2000; // milliseconds

export class LiveRows {
  // rows: the element whose children they are, with ids; url: gives an element [data-rows] with data-cursor;
  // busy(): whether the list must not move; told({ waiting, others, trouble }): after each look.
  constructor({ rows, url, cursor, most, busy = () => false, told = () => {} }) {
    Object.assign(this, { rows, url, cursor, most, busy, told });
    this.waiting = [];
    this.others = 0;
  }

  start() {
    this.timer ??= setInterval(() => this.look(), EVERY);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  async look() {
    if (document.visibilityState !== "visible" || this.asking) return;
    this.asking = true;
    try {
      const url = new URL(this.url, window.location.href);
      url.searchParams.set("since", this.cursor);
      const { text } = await ask(url);
      this.trouble = undefined; // the next look may reach the server again
      this.take(text);
    } catch (trouble) {
      const isNew = trouble.message !== this.trouble?.message;
      this.trouble = trouble;
      if (isNew) this.tell();
    } finally {
      this.asking = false;
    }
  }

  take(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("[data-rows]");
    if (!fresh) return;
    this.cursor = fresh.dataset.cursor;
    this.others += Number(fresh.dataset.others);
    for (const id of (fresh.dataset.leftOut ?? "").split(" ").filter(Boolean)) document.getElementById(`run-${id}`)?.remove();
    const ids = new Set([...fresh.children].map((row) => row.id));
    this.waiting = [...fresh.children, ...this.waiting.filter((row) => !ids.has(row.id))];
    if (this.busy()) this.tell();
    else this.show();
  }

  // Those that changed stay where they are, what is new comes first.
  show() {
    for (const row of this.waiting.reverse()) {
      const old = document.getElementById(row.id);
      if (old) old.replaceWith(row);
      else this.rows.prepend(row);
    }
    this.waiting = [];
    while (this.rows.children.length > this.most) this.rows.lastElementChild.remove();
    this.tell();
  }

  tell() {
    this.told({ waiting: this.waiting.length, others: this.others, trouble: this.trouble });
  }
}

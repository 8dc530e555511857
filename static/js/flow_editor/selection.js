import { same } from "./json.js";

// What is chosen, for canvas, outline and panel alike.
export class Selection extends EventTarget {
  #keys = [];

  get keys() {
    return this.#keys;
  }

  // The one, if it is one.
  get key() {
    return this.#keys.length === 1 ? this.#keys[0] : null;
  }

  has(key) {
    return this.#keys.includes(key);
  }

  set(keys) {
    const wanted = [...new Set(keys)];
    if (same(wanted, this.#keys)) return;
    this.#keys = wanted;
    this.dispatchEvent(new CustomEvent("change"));
  }

  toggle(key) {
    this.set(this.has(key) ? this.#keys.filter((other) => other !== key) : [...this.#keys, key]);
  }
}

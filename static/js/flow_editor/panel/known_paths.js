// The paths that can be read at a node: from the newest recorded run that came there, what its trigger always gives, what the
// nodes before it write, and the globals. The server is asked once for each way to the node.
import { ask } from "../../trouble.js";
import { before, globalsOf, merged, paramsOf, writtenBefore } from "./paths.js";

export class KnownPaths extends EventTarget {
  #asked = new Map(); // by address, what came
  #asking = new Set();

  constructor(context) {
    super();
    this.context = context;
  }

  // [{path, sample, from}], as far as they are known by now. The event "change" tells when there are more.
  at(key) {
    const { document: flow, palette, options } = this.context;
    if (!flow.find(key)) return [];
    return merged(this.#recorded(key)?.paths ?? [], writtenBefore(flow, palette, key), paramsOf(flow, options.endpoints ?? [], key), globalsOf(flow));
  }

  // When they are all known.
  async all(key) {
    this.at(key);
    await Promise.allSettled(this.#asking);
    return this.at(key);
  }

  // The text of what was there in the last run, or undefined.
  sample(key, path) {
    return this.#recorded(key)?.paths.find((one) => one.path === path)?.sample ?? undefined;
  }

  #recorded(key) {
    const { document: flow, places } = this.context;
    if (!places.paths) return null;
    const url = new URL(places.paths, window.location.href);
    const earlier = before(flow, key);
    if (!flow.entry(key).isTrigger) url.searchParams.append("node", key);
    for (const from of earlier) {
      const { isTrigger, item } = flow.entry(from);
      url.searchParams.append(isTrigger ? "trigger" : "after", isTrigger ? item.type : from);
    }
    if (flow.entry(key).isTrigger) url.searchParams.append("trigger", flow.find(key).type);
    if (!this.#asked.has(url.href)) {
      const asking = this.#ask(url.href).finally(() => this.#asking.delete(asking));
      this.#asking.add(asking);
    }
    return this.#asked.get(url.href);
  }

  async #ask(url) {
    this.#asked.set(url, null);
    const answer = await ask(url).catch(() => null);
    if (!answer) return;
    this.#asked.set(url, JSON.parse(answer.text));
    this.dispatchEvent(new CustomEvent("change"));
  }
}

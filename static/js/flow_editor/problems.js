// What the server says of the document as it is: what keeps it from being saved, and what will go wrong in a run.
const PAUSE = 500; // milliseconds of quiet before it is asked

export class Problems extends EventTarget {
  #found;
  #timer;
  #turn = 0;

  // ask: async (flow) -> [{nodeId, level: "error" or "warning", message}]
  constructor(document, ask, found = []) {
    super();
    this.document = document;
    this.ask = ask;
    this.#found = found;
    document.addEventListener("change", ({ detail }) => detail.kind === "placed" || this.soon());
  }

  get all() {
    return this.#found;
  }

  get errors() {
    return this.#found.filter(({ level }) => level === "error");
  }

  of(key) {
    return this.#found.filter(({ nodeId }) => nodeId === key);
  }

  soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), PAUSE);
  }

  async now() {
    clearTimeout(this.#timer);
    const turn = ++this.#turn;
    const items = this.document.items;
    const found = await this.ask(this.document.flow).catch(() => null);
    if (!found || turn !== this.#turn) return;
    this.#found = found.map((problem) => withKey(problem, items));
    this.dispatchEvent(new CustomEvent("change"));
  }
}

// A trigger is named by its place: it has no id.
function withKey(problem, items) {
  if (problem.trigger === undefined || problem.trigger === null) return problem;
  return { ...problem, nodeId: items.filter(({ isTrigger }) => isTrigger)[problem.trigger]?.key ?? null };
}

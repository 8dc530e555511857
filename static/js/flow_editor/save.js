// Saving. A stale save is refused with the difference; what is not saved survives a closed tab. Nothing is lost.
import { h } from "./elements.js";
import { actIcon } from "./icons.js";
import { areParts } from "./items.js";

const PAUSE = 400; // milliseconds of quiet before the draft is kept
const KEY = `foyer-draft:${window.location.pathname}`;

export class Saving extends EventTarget {
  #server;
  #note;
  #timer;
  #kept = null; // the draft as this tab keeps it: another tab may have one, too
  isBusy = false;

  // note: the place for what has to be decided; state: the word beside the button.
  constructor(context, { seen, note, button, discard, state }) {
    super();
    this.context = context;
    this.flow = context.document;
    this.stored = this.flow.flow;
    this.seen = seen;
    this.#server = context.server;
    this.#note = note;
    this.button = button;
    this.state = state;
    this.discard = discard;
    button.addEventListener("click", () => this.save());
    discard.addEventListener("click", () => this.throwAway());
    for (const event of ["change", "saved"]) this.flow.addEventListener(event, () => this.#changed());
    addEventListener("beforeunload", (event) => this.flow.isDirty && !this.isLeaving && event.preventDefault());
    addEventListener("pagehide", () => this.#keep());
    this.#restore();
  }

  async save() {
    if (this.isBusy) return;
    this.isBusy = true;
    const mark = this.flow.mark;
    this.#say("Saving");
    try {
      const { status, body } = await this.#server.save(this.flow.flow, this.seen);
      if (status === 200) this.#done(mark, body);
      else if (status === 409 && body.flow) this.#compare(body);
      else this.#refuse(body.message ?? "The server refused it.");
    } catch (trouble) {
      this.#refuse(`${trouble.sentence} Your work stays in this browser. `, trouble.link);
    } finally {
      this.isBusy = false;
    }
  }

  // Back to what is stored; a step that can be undone.
  throwAway() {
    this.flow.replace(this.stored, "Discard changes");
    this.flow.saved();
    this.#say("Discarded. Undo brings it back");
  }

  #done(mark, { flow, seen }) {
    this.seen = seen;
    this.stored = { ...this.flow.flow, ...flow };
    this.flow.saved(mark, flow);
    this.#clear();
    this.#say(this.flow.isDirty ? "Not saved yet" : "Saved"); // somebody went on while it was sent
    this.context.say("Saved.");
    this.dispatchEvent(new CustomEvent("saved"));
  }

  #refuse(message, more) {
    this.#say("Not saved");
    this.#tell("bad", "Not saved yet.", message, more);
  }

  #compare({ flow, seen, html }) {
    this.#say("Not saved");
    const difference = h("div", { class: "flow-difference" });
    difference.innerHTML = html; // drawn by the server from a template
    const keep = () => {
      const mine = this.flow.flow;
      this.flow.replace(flow, "Take their version"); // so that Undo leads to theirs
      this.flow.replace(mine, "Keep mine");
      this.seen = seen;
      this.#clear();
      this.save();
    };
    const take = () => {
      this.seen = seen;
      this.stored = { ...this.flow.flow, ...flow };
      this.flow.replace(flow, "Take their version");
      this.flow.saved();
      this.#clear();
      this.#say("Theirs is here. Undo brings yours back");
    };
    this.#tell("warn", "Somebody saved this workflow while you were editing.", "Nothing of yours is lost. This is what yours would change in theirs:", [
      difference,
      h("div", { class: "row" },
        h("button", { class: "btn", type: "button", onclick: keep }, "Keep mine"),
        h("button", { class: "btn", type: "button", onclick: take }, "Take theirs"),
        h("button", { class: "btn btn-quiet", type: "button", onclick: () => this.#clear() }, "Decide later")),
    ]);
    this.#note.querySelector("button").focus();
  }

  #tell(kind, headline, text, more = []) {
    this.#note.replaceChildren(h("section", { class: `notice notice-${kind}`, role: "alert" }, actIcon("warn"), h("div", {}, h("strong", {}, headline), ` ${text}`, more)));
    this.#note.hidden = false;
  }

  #clear() {
    this.#note.replaceChildren();
    this.#note.hidden = true;
  }

  #say(word) {
    this.state.textContent = word;
  }

  #changed() {
    clearTimeout(this.#timer);
    const { isDirty } = this.flow;
    this.discard.hidden = !isDirty;
    if (isDirty) this.#say("Not saved yet");
    else if (this.state.textContent === "Not saved yet" || this.state.textContent.startsWith("Draft")) this.#say("");
    this.#timer = setTimeout(() => this.#keep(), PAUSE);
  }

  #keep() {
    clearTimeout(this.#timer);
    if (!this.flow.isDirty) return this.#forget();
    const { triggers, nodes, globals } = this.flow.flow;
    const draft = JSON.stringify({ flow: { triggers, nodes, globals }, seen: this.seen });
    try {
      localStorage.setItem(KEY, draft);
    } catch {
      this.#say("Not saved yet"); // there is no room for a draft
      return false;
    }
    this.#kept = draft;
    if (!this.isBusy) this.#say("Draft kept in this browser");
    return true;
  }

  #forget() {
    if (localStorage.getItem(KEY) === this.#kept) localStorage.removeItem(KEY);
    return true;
  }

  // A draft of a flow that has changed since is compared with it when it is saved.
  #restore() {
    const kept = localStorage.getItem(KEY);
    const draft = draftOf(kept);
    if (!draft) return;
    this.#kept = kept;
    this.flow.replace(draft.flow, "Restore the draft");
    if (!this.flow.isDirty) return this.#forget();
    this.seen = draft.seen;
    clearTimeout(this.#timer); // it is kept already, and these words stay until something changes
    this.#say("Your unsaved work is back");
  }
}

// null for what is none.
function draftOf(kept) {
  try {
    const draft = JSON.parse(kept);
    return areParts(draft.flow.triggers) && areParts(draft.flow.nodes) ? draft : null;
  } catch {
    return null;
  }
}

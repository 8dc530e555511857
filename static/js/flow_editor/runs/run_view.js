// One recorded run: a slider over its steps, and what the chosen one did. The part about a step comes from the server, as
// on the page of the run.
import { ask } from "../../trouble.js";
import { h } from "../elements.js";
import { duration, goneFrom } from "./path.js";

const MOST_NAMED = 7; // steps under the slider

export class RunView {
  // moved(number): the chosen step; closed(): the run is left.
  constructor({ moved, closed }) {
    this.moved = moved;
    this.closed = closed;
    this.element = h("div", { class: "run" });
    this.asked = 0;
  }

  empty(sentence = "Choose a run to walk through it.") {
    this.run = null;
    this.element.replaceChildren(h("p", { class: "empty" }, sentence));
  }

  show(run, flow, number) {
    this.run = run;
    this.at = Math.max(run.steps.findIndex((step) => step.number === number), 0);
    this.names = h("ol");
    this.slider = h("input", {
      type: "range", min: 1, max: Math.max(run.steps.length, 1), value: this.at + 1, "aria-label": "Step of the run",
      input: () => this.go(Number(this.slider.value) - 1),
    });
    this.detail = h("div", { class: "run-diff", tabindex: 0, role: "region", "aria-label": "What the step did" });
    const steps = run.steps.length ? h("div", { class: "run-steps" }, this.slider, this.names) : null;
    this.notes = h("ul", { class: run.error ? "run-told bad" : "run-told" });
    this.element.replaceChildren(...[this.#bar(run), this.notes, steps, this.detail].filter(Boolean));
    this.tell(flow);
    if (run.steps.length) this.go(this.at);
    else this.detail.replaceChildren(h("p", { class: "empty" }, "It took no step: its trigger leads nowhere."));
  }

  // at: from 0.
  go(at) {
    this.at = at;
    const step = this.run.steps[at];
    this.slider.value = at + 1;
    this.slider.setAttribute("aria-valuetext", `${at + 1} of ${this.run.steps.length}, ${wordsOf(step)}`);
    this.#name(at);
    this.moved(step);
    this.#load(step);
  }

  #bar(run) {
    const links = [
      [run.links.page, "All of it on a page"],
      [run.links.trace, "Explain the request"],
      [run.links.resend, "Send again"],
      [run.links.test, "Save as test"],
    ].filter(([url]) => url);
    return h(
      "div",
      { class: "run-bar" },
      h("b", {}, `Run at ${run.clock}`),
      run.replyStatus ? h("span", { class: `status s${Math.floor(run.replyStatus / 100)}` }, String(run.replyStatus)) : null,
      h("span", { class: "dim" }, [run.user || "nobody", duration(run.milliseconds)].filter(Boolean).join(", ")),
      h("span", { class: "grow" }),
      ...links.map(([href, word]) => h("a", { class: "small", href }, word)),
      h("button", { class: "btn btn-sm", type: "button", click: () => this.closed() }, "Leave the run"),
    );
  }

  // What is to be known of the run, beside the flow as it is by now.
  tell(flow) {
    const { run } = this;
    const gone = goneFrom(run, flow);
    const notes = [
      run.error && `${run.error.name}${run.error.label ? ` at ${run.error.label}` : ""}: ${run.error.message}`,
      !run.isWhole && "Only the way to its error was recorded, since many runs came at once.",
      run.status === "lost" && "The server stopped before this run came to its end.",
      run.stepsLeftOut && `${run.stepsLeftOut} more steps were not recorded.`,
      gone.length && `The workflow was edited since. Nodes that are gone: ${gone.join(", ")}.`,
    ].filter(Boolean);
    this.notes.hidden = !notes.length;
    this.notes.replaceChildren(...notes.map((note) => h("li", {}, note)));
  }

  // All of a few steps; of many the first, the chosen one and the last.
  #name(at) {
    const { steps } = this.run;
    const last = steps.length - 1;
    const named = steps.length <= MOST_NAMED ? steps.map((_, index) => index) : [...new Set([0, at, last])];
    const items = named.map((index) => {
      const isCurrent = index === at;
      const words = isCurrent ? wordsOf(steps[index]) : steps[index].label;
      return h("li", { "aria-current": isCurrent && "step", class: steps[index].error && "failed" }, words);
    });
    this.names.replaceChildren(...items);
  }

  async #load(step) {
    const turn = ++this.asked;
    const { url } = this.run;
    let html = "";
    try {
      html = (await ask(`${url}/steps/${step.number}`)).text;
    } catch {
      html = '<p class="empty">This step could not be read: its run is gone, or you are signed out.</p>';
    }
    if (turn !== this.asked) return;
    const body = new DOMParser().parseFromString(html, "text/html").body;
    this.detail.replaceChildren(...body.children);
  }
}

export function wordsOf(step) {
  const parts = [step.label, step.error?.name, duration(step.milliseconds), step.isGone && "node is gone"];
  return parts.filter(Boolean).join(", ");
}

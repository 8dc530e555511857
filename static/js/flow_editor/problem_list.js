// How many problems there are, beside the name, and the list of them: each leads to its node.
import { h } from "./elements.js";
import { actIcon } from "./icons.js";

export function problemList(count, list, context) {
  const { problems, document: flow, selection } = context;

  function draw() {
    const { all, errors } = problems;
    count.hidden = !all.length;
    count.classList.toggle("badge-bad", errors.length > 0);
    count.classList.toggle("badge-warn", !errors.length);
    count.replaceChildren(actIcon("warn"), `${all.length} problem${all.length === 1 ? "" : "s"}`);
    list.replaceChildren(...all.map(row));
    if (!all.length && list.closest("[popover]").matches(":popover-open")) list.closest("[popover]").hidePopover();
  }

  function row({ level, message, nodeId }) {
    const word = level === "error" ? h("span", { class: "badge badge-bad" }, "stops saving") : null;
    const node = nodeId && flow.find(nodeId) ? h("button", { class: "link", type: "button", onclick: () => go(nodeId) }, flow.label(nodeId)) : null;
    return h("li", {}, h("span", { class: "grow" }, node, node ? ": " : "", message), word);
  }

  function go(key) {
    list.closest("[popover]").hidePopover();
    selection.set([key]);
    context.canvas.reveal(key);
    context.openPanel();
  }

  problems.addEventListener("change", draw);
  flow.addEventListener("change", draw);
  draw();
}

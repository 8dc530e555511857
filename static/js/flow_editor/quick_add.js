// A short list under the pointer: what shall the wire lead to that was let go there, or which node shall stand where somebody
// has double-clicked?
import { h } from "./elements.js";
import { nodeIcon } from "./icons.js";

const MOST = 12;

export function quickAdd(context) {
  const search = h("input", { class: "input input-sm", type: "search", autocomplete: "off", oninput: draw, onkeydown: walk });
  const list = h("ul", { class: "quick-list" });
  const sheet = h("div", { class: "quick-add", popover: "auto", role: "dialog", "aria-label": "Add a node" }, search, list);
  document.querySelector(".flow-editor").append(sheet);
  let asked = null; // of the canvas: {clientX, clientY}, and of a wire {from, output, at}

  function draw() {
    const entries = context.palette.search(search.value).flatMap((group) => group.entries);
    const fit = entries.filter((entry) => !asked.at || (!entry.isTrigger && entry.type !== "AnnotationNode")).slice(0, MOST);
    list.replaceChildren(...fit.map((entry) => h("li", {}, h("button", { type: "button", onclick: () => put(entry) }, h("span", { class: `n-${entry.family}` }, nodeIcon(entry.type)), entry.label))));
    if (!fit.length) list.replaceChildren(h("li", { class: "empty-line" }, `No node fits “${search.value}”.`));
  }

  function put(entry) {
    sheet.hidePopover();
    const { from, output, at, clientX, clientY } = asked;
    if (at) context.add(entry, { after: { key: from, output }, at: { x: at.x - 92, y: at.y } });
    else context.drop(entry, clientX, clientY);
  }

  function walk(event) {
    const places = [...list.querySelectorAll("button")];
    if (event.key === "Enter" && document.activeElement === search) places[0]?.click();
    if (event.key === "ArrowDown") places[0]?.focus();
    if (event.key === "Escape") event.preventDefault(); // it would only empty the field
    if (event.key === "Escape") sheet.hidePopover();
  }

  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const places = [search, ...list.querySelectorAll("button")];
    places[Math.min(places.indexOf(document.activeElement) + step, places.length - 1)]?.focus();
  });

  return (detail) => {
    asked = detail;
    search.value = "";
    search.placeholder = asked.at ? "What comes next?" : "Find a node to add here";
    search.setAttribute("aria-label", search.placeholder);
    draw();
    setTimeout(show, 0, detail); // once the press that opens it is over, or it would close it
  };

  function show(detail) {
    sheet.showPopover();
    const { offsetWidth, offsetHeight } = sheet;
    sheet.style.left = `${Math.min(detail.clientX, innerWidth - offsetWidth - 12)}px`;
    sheet.style.top = `${Math.min(detail.clientY, innerHeight - offsetHeight - 12)}px`;
    search.focus();
  }
}

// A short list under the pointer, when a wire is dropped where nothing is: what shall it lead to?
import { h } from "./elements.js";
import { nodeIcon } from "./icons.js";

const MOST = 12;

export function quickAdd(context) {
  const search = h("input", { class: "input input-sm", type: "search", placeholder: "What comes next?", autocomplete: "off", "aria-label": "What comes next?", oninput: draw, onkeydown: walk });
  const list = h("ul", { class: "quick-list" });
  const sheet = h("div", { class: "quick-add", popover: "auto", role: "dialog", "aria-label": "Add the next node" }, search, list);
  document.querySelector(".flow-editor").append(sheet);
  let pulled = null;

  function draw() {
    const entries = context.palette.search(search.value).flatMap((group) => group.entries);
    const fit = entries.filter((entry) => !entry.isTrigger && entry.type !== "AnnotationNode").slice(0, MOST);
    list.replaceChildren(...fit.map((entry) => h("li", {}, h("button", { type: "button", onclick: () => put(entry) }, h("span", { class: `n-${entry.family}` }, nodeIcon(entry.type)), entry.label))));
  }

  function put(entry) {
    sheet.hidePopover();
    const { from, output, at } = pulled;
    context.add(entry, { after: { key: from, output }, at: { x: at.x - 92, y: at.y } });
  }

  function walk(event) {
    const places = [...list.querySelectorAll("button")];
    if (event.key === "Enter" && document.activeElement === search) places[0]?.click();
    if (event.key === "ArrowDown") places[0]?.focus();
  }

  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const places = [search, ...list.querySelectorAll("button")];
    places[Math.min(places.indexOf(document.activeElement) + step, places.length - 1)]?.focus();
  });

  // detail: of the canvas, with {from, output, at, clientX, clientY}
  return (detail) => {
    pulled = detail;
    search.value = "";
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

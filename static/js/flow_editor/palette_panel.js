// The list at the left: narrows while typing; a press adds after the chosen node, dragging puts anywhere on the canvas.
import { h } from "./elements.js";
import { actIcon, nodeIcon } from "./icons.js";

const DRAG = 4; // pixels from which a press is a drag

export function mountPalette(element, context) {
  const list = h("div", { class: "flow-palette-list" });
  const search = h("input", { class: "input input-sm", type: "search", placeholder: "Find a node", autocomplete: "off", "aria-label": "Find a node", oninput: draw, onkeydown: start });
  element.append(h("div", { class: "field-icon" }, actIcon("search"), search), list);
  element.addEventListener("keydown", walk);
  draw();
  return { find: () => (search.focus(), search.select()) };

  function draw() {
    const groups = context.palette.search(search.value);
    list.replaceChildren(...groups.flatMap(({ title, entries }) => [h("h2", {}, title), h("ul", {}, entries.map((entry) => h("li", {}, button(entry))))]));
    rove(list.querySelector("button"));
    if (!groups.length) list.replaceChildren(h("p", { class: "empty" }, `No node fits “${search.value}”.`));
  }

  function button(entry) {
    const icon = h("span", { class: `n-${entry.family}` }, nodeIcon(entry.type));
    const made = h("button", { type: "button", title: entry.help.split("\n")[0], onclick: () => context.add(entry) }, icon, entry.label);
    made.addEventListener("pointerdown", (event) => drag(event, made, entry, context));
    return made;
  }

  function start(event) {
    if (event.key === "Enter") list.querySelector("button")?.click();
    if (event.key === "Escape" && search.value) {
      search.value = "";
      draw();
      event.stopPropagation();
    }
  }

  function walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const places = [search, ...list.querySelectorAll("button")];
    const at = places.indexOf(document.activeElement) + step;
    const next = places[Math.max(0, Math.min(at, places.length - 1))];
    next.focus();
    if (next !== search) rove(next);
  }

  // One stop for the Tab key; the arrows go on from there.
  function rove(chosen) {
    for (const one of list.querySelectorAll("button")) one.tabIndex = one === chosen ? 0 : -1;
  }
}

function drag(event, button, entry, context) {
  if (event.button !== 0 || event.pointerType === "touch") return;
  const from = { x: event.clientX, y: event.clientY };
  let ghost = null;

  const move = ({ clientX, clientY }) => {
    if (!ghost && Math.hypot(clientX - from.x, clientY - from.y) < DRAG) return;
    ghost ??= lifted(button);
    ghost.style.translate = `${clientX - 92}px ${clientY - 23}px`;
  };
  const end = (last) => {
    for (const [name, act] of Object.entries(listeners)) removeEventListener(name, act, true);
    if (!ghost) return;
    ghost.remove();
    if (last.type === "pointerup") context.drop(entry, last.clientX, last.clientY);
  };
  const cancel = (key) => key.key === "Escape" && end(key);
  const listeners = { pointermove: move, pointerup: end, pointercancel: end, keydown: cancel };
  for (const [name, act] of Object.entries(listeners)) addEventListener(name, act, true);
}

function lifted(button) {
  const ghost = button.cloneNode(true);
  ghost.className = "palette-ghost";
  ghost.setAttribute("aria-hidden", "true");
  document.body.append(ghost);
  return ghost;
}

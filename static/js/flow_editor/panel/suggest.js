// Suggestions under a text field, as a combobox: arrows choose, Enter or Tab takes, Escape closes. Whatever is typed is kept.
import { h } from "../elements.js";

let count = 0;

// source(text, cursor): {from, to, items: [{text, detail}]} or null; more: an EventTarget whose "change" tells that there are more
// to suggest, as long as `gone` is not. Gives the element to put in the input's place.
export function suggesting(input, source, { more, gone } = {}) {
  const list = h("ul", { class: "suggestions", role: "listbox", id: `suggestions-${++count}`, "aria-label": "Suggestions", hidden: true });
  const box = h("div", { class: "suggest" }, input, list);
  const place = { from: 0, to: 0 };
  let active = null;
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off" })) {
    input.setAttribute(name, value);
  }

  function open() {
    const found = source(input.value, input.selectionStart ?? input.value.length);
    if (!found?.items.length) return close();
    Object.assign(place, found);
    list.replaceChildren(...found.items.map((item, at) => option(list.id, item, at)));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    point(null);
  }

  function close() {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    point(null);
  }

  function point(next) {
    active?.setAttribute("aria-selected", "false");
    next?.setAttribute("aria-selected", "true");
    next?.scrollIntoView({ block: "nearest" });
    if (next) input.setAttribute("aria-activedescendant", next.id);
    else input.removeAttribute("aria-activedescendant");
    active = next;
  }

  function take(chosen) {
    const { from, to } = place;
    input.setRangeText(chosen.dataset.text, from, to, "end");
    input.dispatchEvent(new Event("input", { bubbles: true }));
    isTyping = false;
    close();
  }

  function step(by) {
    if (list.hidden) open();
    const options = [...list.children];
    if (options.length && !list.hidden) point(options.at((options.indexOf(active) + by + (active || by > 0 ? 0 : 1)) % options.length));
  }

  let isTyping = false;
  const offer = () => isTyping && input === window.document.activeElement && open();
  more?.addEventListener("change", offer, { signal: gone });
  input.addEventListener("input", () => {
    isTyping = true;
    offer();
  });
  input.addEventListener("blur", () => {
    isTyping = false;
    close();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (input.tagName === "TEXTAREA" && list.hidden) return;
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if ((event.key === "Enter" || event.key === "Tab") && active) {
      event.preventDefault();
      take(active);
    } else if (event.key === "Escape" && !list.hidden) {
      event.stopPropagation();
      close();
    }
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // the field keeps the focus
    const chosen = event.target.closest("[role=option]");
    if (chosen) take(chosen);
  });
  return box;
}

function option(id, { text, label, detail }, at) {
  return h("li", { role: "option", id: `${id}-${at}`, "aria-selected": "false", "data-text": text },
    h("span", {}, label ?? text), detail ? h("span", { class: "dim" }, detail) : null);
}

// A dialog that finds one of many: a search field over a list, arrows and Enter. Whoever opened it gets the focus back.
import { h } from "./elements.js";
import { actIcon, nodeIcon } from "./icons.js";

let count = 0;

// find(text): [{title, items: [{label, detail, type, family, icon, value}]}]; before: an element above the list, such as more
// choices. Gives the value of what was chosen, or null.
export function choose({ title, placeholder = "Find", find, before = null, empty = "Nothing fits." }) {
  const id = `chooser-${++count}`;
  const input = h("input", {
    type: "text", placeholder, "aria-label": title, role: "combobox", "aria-expanded": "true", "aria-controls": id, "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false",
  });
  const list = h("div", { class: "palette-list", id, role: "listbox", "aria-label": title });
  const status = h("p", { class: "sr", role: "status" });
  const dialog = h("dialog", { class: "palette chooser", "aria-label": title }, h("div", { class: "palette-in" }, actIcon("search"), input), before, list, status,
    h("div", { class: "palette-foot", "aria-hidden": "true" }, h("span", {}, "↑ ↓ chooses"), h("span", {}, "Enter takes"), h("span", {}, "Esc closes")));
  const values = new Map();
  let active = null;

  function show() {
    values.clear();
    const groups = find(input.value).filter(({ items }) => items.length);
    list.replaceChildren(...groups.flatMap((group) => {
      const head = h("div", { class: "group", id: `${id}-g${values.size}`, role: "presentation" }, group.title);
      return [h("div", { role: "group", "aria-labelledby": head.id }, head, group.items.map(option))];
    }));
    if (!values.size) list.replaceChildren(h("p", { class: "empty-line" }, empty));
    status.textContent = values.size === 1 ? "1 result" : `${values.size} results`;
    point(list.querySelector("[role=option]"));
  }

  function option({ label, detail, type, family, icon, value }) {
    const drawing = icon ? actIcon(icon) : type ? nodeIcon(type) : null;
    const element = h("div", { class: "option", role: "option", id: `${id}-${values.size}`, "aria-selected": "false" },
      drawing ? h("span", { class: family ? `n-${family}` : "dim" }, drawing) : null, h("span", { class: "grow" }, label), detail ? h("span", { class: "dim" }, detail) : null);
    values.set(element, value);
    return element;
  }

  function point(next) {
    active?.setAttribute("aria-selected", "false");
    next?.setAttribute("aria-selected", "true");
    next?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", next?.id ?? "");
    active = next;
  }

  return new Promise((resolve) => {
    const back = window.document.activeElement;
    const end = (chosen = null) => {
      dialog.remove();
      back?.focus?.();
      resolve(chosen);
    };
    const leave = () => end();
    // At once, not when the dialog tells that it has closed: until then a key could get in between.
    const take = (element) => {
      dialog.removeEventListener("close", leave);
      dialog.close();
      end(values.get(element));
    };
    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
      const options = [...values.keys()];
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && options.length) {
        event.preventDefault();
        point(options.at((options.indexOf(active) + step) % options.length));
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (active) take(active);
      }
    });
    dialog.addEventListener("keydown", (event) => event.stopPropagation()); // no key of the editor behind it
    list.addEventListener("click", ({ target }) => {
      const element = target.closest("[role=option]");
      if (element) take(element);
    });
    dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
    dialog.addEventListener("close", leave);
    window.document.body.append(dialog);
    dialog.showModal();
    show();
    input.focus();
  });
}

// The entries of the palette, for a dialog.
export function nodesOf(palette, { triggers = false } = {}) {
  return (text) =>
    palette.search(text).map(({ title, entries }) => ({
      title,
      items: entries.filter(({ isTrigger }) => triggers || !isTrigger)
        .map((entry) => ({ label: entry.label, detail: firstSentence(entry.help), type: entry.type, family: entry.family, value: entry })),
    }));
}

// Nodes of the flow that fit, by their labels; `fits(key)` leaves others out.
export function itemsOf({ document: flow, palette }, fits, title = "Nodes") {
  return (text) => {
    const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const items = flow.items
      .filter(({ key, item }) => fits(key) && words.every((word) => `${flow.label(key)} ${palette.label(item)}`.toLowerCase().includes(word)))
      .map(({ key, item }) => ({ label: flow.label(key), detail: palette.label(item), type: item.type, family: palette.family(item), value: key }));
    return [{ title, items }];
  };
}

function firstSentence(help = "") {
  const [first] = help.replaceAll("\n", " ").replaceAll("`", "").split(/(?<=\.)\s/);
  return first.length > 70 ? `${first.slice(0, 68)}…` : first;
}

// The keys of the outline: what each does, for the dialog that tells, and for the menu of a row.
import { h } from "../elements.js";

export const KEYS = [
  ["Move", [["↑ ↓", "the row before or after"], ["← →", "close or open a branch, or go to its start"], ["Home End", "the first or last row"], ["letters", "the next node whose name begins so"]]],
  ["Choose", [["Shift ↑ ↓", "choose several"], ["Space", "choose this one, too"], ["Enter", "its settings"], ["Esc", "from the settings back to the row"]]],
  ["Change", [
    ["A", "add a node after it"], ["T", "add a trigger, or a node to be wired later"], ["W", "wire it to a node"], ["U", "cut the wire that leads here"],
    ["Alt ↑ ↓", "before or after its neighbours"], ["G", "into a loop, or out of it"], ["Delete", "remove"],
  ]],
  ["Anywhere", [["Ctrl C", "copy"], ["Ctrl X", "cut"], ["Ctrl V", "paste"], ["Ctrl Z", "undo"], ["Ctrl Shift Z", "redo"], ["Ctrl S", "save"], [". or ⇧ F10", "everything that can be done with a row"], ["?", "these keys"]]],
];

export function showKeys() {
  const back = window.document.activeElement;
  const close = () => dialog.close();
  const tables = KEYS.map(([title, keys]) => h("section", {}, h("h3", {}, title), h("dl", { class: "keys-list" }, keys.map(([key, does]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, does)]).flat())));
  const dialog = h("dialog", { class: "dialog keys-dialog", "aria-label": "Keys of the outline" },
    h("h1", { class: "dialog-head" }, "Keys of the outline"),
    h("div", { class: "dialog-body keys-body", tabindex: "0" }, tables),
    h("div", { class: "dialog-foot" }, h("button", { class: "btn", type: "button", autofocus: true, onclick: close }, "Close")));
  dialog.addEventListener("keydown", (event) => event.stopPropagation());
  dialog.addEventListener("close", () => {
    dialog.remove();
    back?.focus?.();
  });
  window.document.body.append(dialog);
  dialog.showModal();
}

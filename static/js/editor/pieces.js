// The insert menu: narrows while typing, inserts at the cursor.
export function pieces(form, code) {
  const sheet = form.querySelector("#insert");
  const search = sheet.querySelector("[data-insert-search]");
  const buttons = [...sheet.querySelectorAll("[data-insert]")];

  function narrow() {
    const wanted = search.value.trim().toLowerCase();
    for (const button of buttons) button.parentElement.hidden = !button.textContent.toLowerCase().includes(wanted);
    for (const section of sheet.querySelectorAll("section")) section.hidden = !section.querySelector("li:not([hidden])");
    sheet.querySelector("[data-pieces-none]").hidden = Boolean(sheet.querySelector("section:not([hidden])"));
  }

  function move(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const shown = buttons.filter((button) => !button.parentElement.hidden);
    const at = shown.indexOf(document.activeElement) + step;
    (at < 0 ? search : shown[Math.min(at, shown.length - 1)])?.focus();
  }

  function put(button) {
    sheet.hidePopover();
    code.insert(button.dataset.insert);
  }

  search.addEventListener("input", narrow);
  search.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    const first = buttons.find((button) => !button.parentElement.hidden);
    if (first) put(first);
  });
  sheet.addEventListener("keydown", move);
  sheet.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-insert]");
    if (button) put(button);
  });
  sheet.addEventListener("toggle", ({ newState }) => {
    if (newState !== "open") return;
    search.value = "";
    narrow();
  });
}

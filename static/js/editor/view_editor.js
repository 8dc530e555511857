// The view editor: code, problems at their lines, a preview beside it, and nothing that was typed lost.
import { codeArea } from "./code_area.js";
import { keepDraft } from "./draft.js";
import { pieces } from "./pieces.js";
import { livePreview } from "./preview.js";

const form = document.querySelector("[data-view-editor]");
if (form) open(form);

function open(form) {
  const save = form.querySelector("[data-save]");
  const code = codeArea(form, () => preview.soon());
  const preview = livePreview(form, code, (problems) => bar(save, problems));
  if (!form.dataset.frozen && save) {
    keepDraft(form, code);
    pieces(form, code);
    addEventListener("keydown", (event) => {
      if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      form.requestSubmit(save);
    });
    form.addEventListener("submit", (event) => {
      if (save.getAttribute("aria-disabled") !== "true") return;
      event.preventDefault();
      code.showProblem();
    });
  }
  fullScreen(form.querySelector("[data-full]"));
  preview.now();
  const line = Number(new URL(window.location.href).searchParams.get("line"));
  if (line) code.showLine(line);
}

// With an error in the text nothing is lit, and pressing the button leads to the error.
function bar(save, problems) {
  if (!save) return;
  const error = problems.find((one) => one.is_error);
  save.classList.toggle("btn-lit", !error);
  if (error) save.setAttribute("aria-disabled", "true");
  else save.removeAttribute("aria-disabled");
}

function fullScreen(button) {
  button.hidden = false;
  button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
  });
}

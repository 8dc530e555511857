// What was typed stays in this browser until it is saved: a closed tab or a refused save loses nothing.
const PAUSE = 400; // milliseconds of quiet before the draft is kept

export function keepDraft(form, code) {
  const key = `foyer-draft:${window.location.pathname}`;
  const place = `foyer-place:${window.location.pathname}`;
  const seen = form.querySelector("[name=seen]");
  const says = form.querySelector("[data-draft]");
  const discard = form.querySelector("[data-discard]");
  const stored = code.text;
  let sending = false;
  let timer;

  const isDirty = () => "dirty" in form.dataset || code.text !== stored;

  function tell(sentence) {
    says.textContent = isDirty() ? sentence : "";
    discard.hidden = !isDirty();
  }

  function keep() {
    try {
      if (isDirty()) localStorage.setItem(key, JSON.stringify({ text: code.text, seen: seen.value }));
      else localStorage.removeItem(key);
      tell("Draft kept in this browser");
    } catch {
      tell("Not saved yet"); // there is no room for a draft
    }
  }

  // A draft of a text that has changed since is compared with it when it is saved.
  function restore() {
    const draft = JSON.parse(localStorage.getItem(key) ?? "null");
    if (!draft || "dirty" in form.dataset) return;
    if (draft.text === stored) return localStorage.removeItem(key);
    seen.value = draft.seen;
    code.text = draft.text;
    tell("Your unsaved text is back");
  }

  function goBack() {
    const last = JSON.parse(sessionStorage.getItem(place) ?? "null");
    sessionStorage.removeItem(place);
    if (last) code.place = last;
  }

  restore();
  goBack();
  if ("dirty" in form.dataset) keep();
  code.area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
    tell("Not saved yet");
  });
  discard.addEventListener("click", () => {
    clearTimeout(timer);
    localStorage.removeItem(key);
    sending = true;
    window.location.replace(window.location.href);
  });
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    sending = true;
    clearTimeout(timer);
    keep();
    sessionStorage.setItem(place, JSON.stringify(code.place));
  });
  addEventListener("beforeunload", (event) => {
    if (!sending && isDirty()) event.preventDefault();
  });
}

// What was typed into a form that is sent stays in this tab until a page comes that is not about something that went
// wrong: what it was about may be gone meanwhile, or the server may have failed. Secrets and choices are not kept.
const SHELF = "foyer-sent";
const TYPED = "textarea, input:not([type=hidden], [type=password], [type=file], [type=checkbox], [type=radio])";

export function keepSent() {
  document.addEventListener("submit", ({ defaultPrevented, target: form }) => {
    if (defaultPrevented || form.method !== "post" || form.target) return;
    try {
      sessionStorage.setItem(SHELF, JSON.stringify({ to: form.action, typed: typedInto(form) }));
    } catch {
      sessionStorage.removeItem(SHELF); // there is no room for it
    }
  });
  const place = document.querySelector("[data-sent]");
  if (place) show(place);
  else sessionStorage.removeItem(SHELF);
}

function typedInto(form) {
  const controls = [...form.querySelectorAll(TYPED)].filter((one) => !("secret" in one.dataset));
  return controls
    .filter(({ value, defaultValue }) => value.trim() && value !== defaultValue)
    .map((one) => [one.labels?.[0]?.innerText ?? one.getAttribute("aria-label") ?? one.name, one.value]);
}

function show(place) {
  const sent = JSON.parse(sessionStorage.getItem(SHELF) ?? "null");
  if (sent?.to !== window.location.href || !sent.typed.length) return;
  const list = document.createElement("dl");
  for (const [label, text] of sent.typed) {
    list.append(Object.assign(document.createElement("dt"), { textContent: label }));
    list.append(Object.assign(document.createElement("dd"), { textContent: text }));
  }
  place.append(list);
  place.hidden = false;
}

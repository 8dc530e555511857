// A form on its way is not sent again: a double click would make two of what it makes, and a second Ctrl S would find
// the page older than what the first one saved. What was typed into it stays in this tab until a page comes that is not
// about something that went wrong: what it was about may be gone meanwhile, or the server may have failed. Secrets and
// choices are not kept.
const SHELF = "foyer-sent";
const TYPED = "textarea, input:not([type=hidden], [type=password], [type=file], [type=checkbox], [type=radio])";

// Listens last, so that forms which scripts send are theirs.
export function watchForms() {
  let sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.target) return;
    if (sent.has(form)) event.preventDefault();
    else keep(form);
    sent.add(form);
  });
  addEventListener("pageshow", () => (sent = new WeakSet())); // back again, it may be sent again
  const place = document.querySelector("[data-sent]");
  if (place) show(place);
  else sessionStorage.removeItem(SHELF);
}

function keep(form) {
  try {
    sessionStorage.setItem(SHELF, JSON.stringify({ to: form.action, typed: typedInto(form) }));
  } catch {
    sessionStorage.removeItem(SHELF); // there is no room for it
  }
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

// A form on its way is not sent again: a double click would make two of what it makes, and a second Ctrl S would find
// the page older than what the first one saved. Listens last, so that forms which scripts send are theirs.
export function sendOnce() {
  let sent = new WeakSet();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.target) return;
    if (sent.has(form)) event.preventDefault();
    sent.add(form);
  });
  addEventListener("pageshow", () => (sent = new WeakSet())); // back again, it may be sent again
}

// What the editor asks of the server. Every answer is JSON; anything else comes from what stands before it.
export class SignedOut extends Error {
  constructor() {
    super("You are signed out.");
  }
}

export class Server {
  constructor({ places, csrf }) {
    this.places = places;
    this.csrf = csrf;
  }

  async problems(flow) {
    const { body } = await this.post(this.places.check, graphOf(flow));
    return body.problems ?? [];
  }

  // {status, body}
  save(flow, seen) {
    return this.post(this.places.save, { ...graphOf(flow), seen });
  }

  // payload: JSON text
  press(button, payload) {
    const place = new URL(this.places.press, window.location.href);
    place.searchParams.set("key", button);
    return this.#send(place, new URLSearchParams({ payload }), { Accept: "application/json" });
  }

  post(place, sent) {
    return this.#send(place, JSON.stringify(sent), { "Content-Type": "application/json" });
  }

  async #send(place, body, headers, isAgain = false) {
    const response = await reached(place, { method: "POST", body, headers: { ...headers, "X-CSRFToken": this.csrf } });
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    if (isJson && !response.redirected) return { status: response.status, body: await response.json() };
    if (response.status === 413) throw new Error("This is more than the server takes at once.");
    if (isAgain || response.status >= 500) throw new Error("The server cannot answer.");
    await this.#renew();
    return this.#send(place, body, headers, true);
  }

  // Who has signed in again, in another tab, has another token: it is on the page as it would be now.
  async #renew() {
    const response = await reached(window.location.href);
    if (response.redirected) throw new SignedOut();
    if (!response.ok) throw new Error("This workflow is gone, or yours no more.");
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    this.csrf = JSON.parse(page.querySelector("[data-flow-data]").textContent).csrf;
  }
}

async function reached(place, options) {
  try {
    return await fetch(place, options);
  } catch {
    throw new Error("The server does not answer.");
  }
}

function graphOf({ triggers, nodes, globals }) {
  return { triggers, nodes, globals: globals ?? [] };
}

// What the editor asks of the server. Every answer is JSON; anything else means that nobody is signed in any more.

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

  async #send(place, body, headers) {
    const response = await fetch(place, { method: "POST", body, headers: { ...headers, "X-CSRFToken": this.csrf } });
    const isJson = response.headers.get("content-type")?.startsWith("application/json");
    if (response.redirected || !isJson) throw new Error("You are signed out, or the server cannot answer.");
    return { status: response.status, body: await response.json() };
  }
}

function graphOf({ triggers, nodes, globals }) {
  return { triggers, nodes, globals: globals ?? [] };
}

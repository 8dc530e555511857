// What the editor asks of the server. Every answer is JSON; anything else is a Trouble.
import { ask } from "../trouble.js";

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
    const { response, text } = await ask(place, { method: "POST", body, headers: { ...headers, "X-CSRFToken": this.csrf } });
    return { status: response.status, body: JSON.parse(text) };
  }
}

function graphOf({ triggers, nodes, globals }) {
  return { triggers, nodes, globals: globals ?? [] };
}

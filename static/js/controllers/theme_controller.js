import { Controller } from "@hotwired/stimulus";
import { ask, tell } from "../trouble.js";

// On the form that stores the theme: shows the choice at once, then sends it without leaving the page.
export default class extends Controller {
  choose(event) {
    event.preventDefault();
    const chosen = event.currentTarget;
    document.documentElement.dataset.theme = chosen.value;
    for (const button of this.element.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button === chosen));
    }
    const body = new FormData(this.element);
    body.set(chosen.name, chosen.value);
    ask(this.element.action, { method: "POST", body, redirect: "manual" }).catch(tell);
  }
}

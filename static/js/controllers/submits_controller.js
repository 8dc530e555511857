import { Controller } from "@hotwired/stimulus";

// On a form: sends it as soon as something is chosen.
export default class extends Controller {
  send() {
    this.element.requestSubmit();
  }
}

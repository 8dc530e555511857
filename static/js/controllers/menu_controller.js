import { Controller } from "@hotwired/stimulus";

// On <details>: Escape and a click elsewhere close it.
export default class extends Controller {
  closeOutside({ target }) {
    if (!this.element.contains(target)) this.element.open = false;
  }

  close() {
    if (!this.element.open) return;
    this.element.open = false;
    this.element.querySelector("summary").focus();
  }
}

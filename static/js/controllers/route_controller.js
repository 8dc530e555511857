import { Controller } from "@hotwired/stimulus";

// Method and route: marks the field when the check of what was typed refuses it, and takes over a free route.
export default class extends Controller {
  static targets = ["input", "check"];

  mark() {
    const refused = this.checkTarget.querySelector(".notice-bad, .error") !== null;
    this.inputTarget.setAttribute("aria-invalid", String(refused));
  }

  use({ params }) {
    this.inputTarget.value = params.route;
    this.inputTarget.dispatchEvent(new Event("input", { bubbles: true }));
    this.inputTarget.focus();
  }
}

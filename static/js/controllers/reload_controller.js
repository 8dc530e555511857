import { Controller } from "@hotwired/stimulus";

// On a page that a form led to: the browser sends that form once more, after asking.
export default class extends Controller {
  connect() {
    this.element.hidden = false;
  }

  again() {
    window.location.reload();
  }
}

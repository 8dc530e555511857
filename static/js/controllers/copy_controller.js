import { Controller } from "@hotwired/stimulus";
import { Trouble, tell } from "../trouble.js";

// On a button: puts its text, or that of another element, on the clipboard and says so for a moment. Browsers let pages
// do that over HTTPS and on localhost only; elsewhere the text is shown.
const FORBIDDEN = "The browser does not let this page copy. Copy it yourself:";
const MOMENT = 1500; // milliseconds

export default class extends Controller {
  static values = { text: String, from: String };

  async copy() {
    const text = this.fromValue ? document.querySelector(this.fromValue).textContent : this.textValue;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return tell(new Trouble([FORBIDDEN, text]));
    }
    this.before ??= this.element.innerHTML; // pressed again, it still says what it said at first
    this.element.textContent = "Copied";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => (this.element.innerHTML = this.before), MOMENT);
  }
}

import { Controller } from "@hotwired/stimulus";

// On a button: puts its text, or that of another element, on the clipboard and says so for a moment.
export default class extends Controller {
  static values = { text: String, from: String };

  async copy() {
    const text = this.fromValue ? document.querySelector(this.fromValue).textContent : this.textValue;
    await navigator.clipboard.writeText(text);
    const before = this.element.innerHTML;
    this.element.textContent = "Copied";
    setTimeout(() => (this.element.innerHTML = before), 1500);
  }
}

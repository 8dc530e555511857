import { Controller } from "@hotwired/stimulus";

// On a link whose page holds a form.dialog-form, or around many such links marked data-opens: opens that form in a
// dialog instead.
export default class extends Controller {
  open(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = this.element.href ? this.element : event.target.closest("a[data-opens]");
    const shell = document.querySelector(".shell");
    const dialog = this.application.getControllerForElementAndIdentifier(shell, "dialog");
    if (!link || !dialog) return;
    event.preventDefault();
    dialog.open(link.href);
  }
}

import { Controller } from "@hotwired/stimulus";

// On the shell: shows the form of another page in a dialog. A page that is refused is shown there too; any
// other answer is where the form leads.
export default class extends Controller {
  static targets = ["box"];

  async open(url) {
    this.back = document.activeElement;
    const response = await fetch(url);
    this.show(await response.text(), url);
  }

  show(html, url) {
    const form = new DOMParser().parseFromString(html, "text/html").querySelector("main form.dialog-form");
    if (!form) return window.location.assign(url);
    form.action = new URL(form.getAttribute("action") || url, window.location.href);
    form.addEventListener("submit", (event) => this.send(event));
    this.boxTarget.replaceChildren(form);
    this.boxTarget.setAttribute("aria-label", form.querySelector(".dialog-head")?.textContent.trim() ?? "");
    if (!this.boxTarget.open) this.boxTarget.showModal();
    form.querySelector("[aria-invalid=true], [autofocus]")?.focus();
    this.boxTarget.addEventListener("close", () => this.back?.focus(), { once: true });
  }

  async send(event) {
    event.preventDefault();
    const form = event.currentTarget;
    const body = new FormData(form, event.submitter);
    const response = await fetch(form.action, { method: "POST", body, headers: { "X-Dialog": "1" } });
    const place = response.headers.get("X-Location");
    if (place) window.location.assign(place);
    else this.show(await response.text(), form.action);
  }

  close(event) {
    if (!this.boxTarget.open) return;
    event.preventDefault();
    this.boxTarget.close();
  }
}

import { Controller } from "@hotwired/stimulus";
import { ask, tell } from "../trouble.js";

// On the shell: shows the form of another page in a dialog. A page that is refused is shown there too; any
// other answer is where the form leads.
export default class extends Controller {
  static targets = ["box"];

  async open(url) {
    this.back = document.activeElement;
    try {
      this.show((await ask(url)).text, url);
    } catch (trouble) {
      tell(trouble);
    }
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
    if (form.ariaBusy === "true") return; // a double click would make two of what it makes
    form.ariaBusy = "true"; // until another page or form stands in its place
    const body = new FormData(form, event.submitter);
    try {
      const { response, text } = await ask(form.action, { method: "POST", body, headers: { "X-Dialog": "1" } });
      const place = response.headers.get("X-Location");
      if (place) window.location.assign(place);
      else this.show(text, form.action);
    } catch (trouble) {
      form.ariaBusy = "false";
      this.refuse(form, trouble);
    }
  }

  refuse(form, trouble) {
    const notice = Object.assign(document.createElement("p"), { className: "error", role: "alert" });
    const words = document.createElement("span");
    words.append(...trouble.words);
    notice.append(words);
    form.querySelector("[role=alert].error")?.remove();
    form.querySelector(".dialog-body").append(notice);
    notice.scrollIntoView({ block: "nearest" });
  }

  close(event) {
    if (!this.boxTarget.open) return;
    event.preventDefault();
    this.boxTarget.close();
  }
}

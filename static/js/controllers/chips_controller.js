import { Controller } from "@hotwired/stimulus";

// Several names as chips. What is chosen becomes a chip with a hidden field; a name that is no choice becomes one
// only where the form may make it.
export default class extends Controller {
  static targets = ["input", "list"];
  static values = { name: String, creates: Boolean };

  add() {
    const name = this.inputTarget.value.trim();
    if (!name) return;
    const known = [...this.listTarget.options].find((one) => one.value.toLowerCase() === name.toLowerCase());
    if (!known && !this.createsValue) return;
    this.inputTarget.value = "";
    if (!this.has(known, name)) this.inputTarget.before(this.chip(known?.value ?? name, known?.dataset.id));
  }

  has(known, name) {
    const value = known?.dataset.id ?? name;
    return [...this.element.querySelectorAll(".chip input")].some((one) => one.value === value);
  }

  chip(name, id) {
    const chip = document.createElement("span");
    chip.className = "chip";
    const field = Object.assign(document.createElement("input"), {
      type: "hidden",
      name: id ? this.nameValue : `${this.nameValue}-name`,
      value: id ?? name,
    });
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: "×" });
    button.setAttribute("aria-label", `Remove ${name}`);
    button.dataset.action = "chips#remove";
    chip.append(name, field, button);
    return chip;
  }

  remove({ currentTarget }) {
    currentTarget.closest(".chip").remove();
    this.inputTarget.focus();
  }
}

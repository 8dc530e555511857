import { Controller } from "@hotwired/stimulus";

const FIELDS = "input:not([type=hidden]), select, textarea";

// Rows of fields: adds and removes them. There is always one to type in.
export default class extends Controller {
  static targets = ["list", "add"];

  connect() {
    this.addTarget.hidden = false;
  }

  add() {
    const row = this.listTarget.lastElementChild.cloneNode(true);
    this.clear(row);
    this.listTarget.append(row);
    this.number();
    row.querySelector("input").focus();
  }

  remove({ currentTarget }) {
    const row = [...this.listTarget.children].find((one) => one.contains(currentTarget));
    const next = row.nextElementSibling ?? row.previousElementSibling;
    if (!next) {
      this.clear(row);
      return row.querySelector("input").focus();
    }
    row.remove();
    this.number();
    next.querySelector("input").focus();
  }

  clear(row) {
    for (const field of row.querySelectorAll("input, textarea")) field.value = "";
    for (const field of row.querySelectorAll("select")) field.selectedIndex = 0;
    for (const field of row.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  }

  number() {
    [...this.listTarget.children].forEach((row, index) => {
      for (const field of row.querySelectorAll(FIELDS)) {
        field.setAttribute("aria-label", `${field.placeholder ?? field.dataset.pairsWord} ${index + 1}`);
      }
      row.querySelector("button").setAttribute("aria-label", `Remove row ${index + 1}`);
    });
  }
}

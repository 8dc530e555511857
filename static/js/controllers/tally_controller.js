import { Controller } from "@hotwired/stimulus";

// Adds up data-amount of the boxes that are checked, and says so once one is.
export default class extends Controller {
  static targets = ["item", "sum", "told"];

  connect() {
    this.count();
  }

  count() {
    const checked = this.itemTargets.filter((item) => item.checked);
    const sum = checked.reduce((total, item) => total + Number(item.dataset.amount), 0);
    this.sumTarget.textContent = sum.toLocaleString("en").replaceAll(",", " ");
    this.toldTarget.hidden = checked.length === 0;
  }
}

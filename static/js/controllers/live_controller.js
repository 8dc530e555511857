import { Controller } from "@hotwired/stimulus";
import { LiveRows } from "../live_rows.js";

// A list of runs that grows while it is open. data-away: where the new ones are, if they do not belong on this page.
export default class extends Controller {
  static targets = ["switch", "list"];

  initialize() {
    this.lives = new Map(); // list → what makes it grow; while a filter draws it anew there are two
  }

  listTargetConnected(list) {
    const { url, cursor, most, away } = list.dataset;
    const part = (name) => list.querySelector(`[data-live-target=${name}]`);
    const table = part("table");
    const live = new LiveRows({
      rows: part("rows"),
      url,
      cursor,
      most: Number(most),
      busy: () => away || table.matches(":hover, :focus-within"),
      told: (news) => this.tell(part, news, away),
    });
    this.lives.set(list, live);
    if (this.switchTarget.checked) live.start();
  }

  listTargetDisconnected(list) {
    this.lives.get(list).stop();
    this.lives.delete(list);
  }

  turn() {
    const { checked } = this.switchTarget;
    for (const live of this.lives.values()) {
      if (checked) live.start();
      else live.stop();
    }
    const url = new URL(window.location.href);
    if (checked) url.searchParams.delete("live");
    else url.searchParams.set("live", "off");
    history.replaceState(history.state, "", url);
  }

  show() {
    for (const live of this.lives.values()) live.show();
  }

  tell(part, { waiting, others, trouble }, away) {
    const has = part("rows").childElementCount > 0;
    const [table, empty, told] = ["table", "empty", "told"].map(part);
    table.hidden = !has;
    if (empty) empty.hidden = has;
    const parts = [];
    if (waiting) parts.push(this.way(`${waiting} new`, away));
    if (others) parts.push(`${others} more ${others === 1 ? "does" : "do"} not fit the filter`);
    told.replaceChildren(...(trouble?.words ?? parts.flatMap((one, at) => (at ? [" ", one] : [one]))));
  }

  way(words, away) {
    const way = Object.assign(document.createElement(away ? "a" : "button"), { textContent: words });
    if (away) way.href = away;
    else Object.assign(way, { type: "button", className: "btn btn-sm" }).dataset.action = "live#show";
    return way;
  }
}

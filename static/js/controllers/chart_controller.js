import { Controller } from "@hotwired/stimulus";
import uPlot from "uplot";

// Draws the table beside it as stacked bars: first column the times, the others a series each, coloured as the swatches
// of the legend are. The table stays: it is the chart for whoever cannot see it.
const HEIGHT = 190; // px
const BARS = uPlot.paths.bars({ size: [0.7, 48], radius: 0.12 });

export default class extends Controller {
  static targets = ["plot", "table", "swatch", "readout"];

  connect() {
    this.read();
    this.plotTarget.hidden = false;
    this.sizes = new ResizeObserver(() => this.fit());
    this.sizes.observe(this.plotTarget);
    this.theme = new MutationObserver(() => this.draw());
    this.theme.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    this.scheme = window.matchMedia("(prefers-color-scheme: dark)");
    this.redraw = () => this.draw();
    this.scheme.addEventListener("change", this.redraw);
    this.draw();
  }

  disconnect() {
    this.sizes.disconnect();
    this.theme.disconnect();
    this.scheme.removeEventListener("change", this.redraw);
    this.plot.destroy();
  }

  read() {
    const rows = [...this.tableTarget.tBodies[0].rows];
    this.labels = rows.map((row) => row.cells[0].textContent.trim());
    this.figures = this.swatchTargets.map((_, series) => rows.map((row) => number(row.cells[series + 1])));
  }

  // Bars stand on each other: the last series is drawn first, as high as all of them together.
  draw() {
    this.plot?.destroy();
    const heights = this.figures.map((_, last) => this.labels.map((_, row) => this.sum(row, last)));
    const colours = this.swatchTargets.map((swatch) => getComputedStyle(swatch).backgroundColor);
    const series = colours.map((colour) => ({ fill: colour, width: 0, paths: BARS, points: { show: false } }));
    const data = [this.labels.map((_, row) => row), ...heights.reverse()];
    this.plot = new uPlot(this.options([{}, ...series.reverse()]), data, this.plotTarget);
  }

  options(series) {
    const axis = { font: `11px ${getComputedStyle(this.plotTarget).fontFamily}`, stroke: this.token("--ink-3") };
    const grid = { stroke: this.token("--chart-grid"), width: 1 };
    return {
      width: this.plotTarget.clientWidth,
      height: HEIGHT,
      series,
      scales: {
        x: { time: false, range: [-0.5, this.labels.length - 0.5] },
        y: { range: (_, _least, most) => [0, Math.max(most, 4) * 1.05] },
      },
      axes: [
        { ...axis, grid: { show: false }, ticks: { show: false }, size: 24, space: 56, incrs: STEPS, values: (_, rows) => this.words(rows) },
        { ...axis, grid, ticks: { show: false }, size: 44, space: 36, incrs: ROUND, values: (_, counts) => counts.map(short) },
      ],
      legend: { show: false },
      cursor: { x: true, y: false, drag: { x: false, y: false }, points: { show: false } },
      padding: [8, 4, 0, 0],
      hooks: { setCursor: [(plot) => this.say(plot.cursor.idx)] },
    };
  }

  fit() {
    const width = this.plotTarget.clientWidth;
    if (width && this.plot.width !== width) this.plot.setSize({ width, height: HEIGHT });
  }

  say(row) {
    const known = row !== null && row !== undefined;
    const words = this.swatchTargets.map((swatch, n) => `${this.figures[n][row]} ${swatch.parentElement.textContent.trim()}`);
    this.readoutTarget.textContent = known ? `${this.labels[row]} · ${words.join(", ")}` : "";
  }

  sum(row, last) {
    return this.figures.slice(0, last + 1).reduce((total, counts) => total + counts[row], 0);
  }

  words(rows) {
    return rows.map((row) => this.labels[row] ?? "");
  }

  // A canvas does not know light-dark(); what a colour comes to in this theme, an element does.
  token(name) {
    this.plotTarget.style.color = `var(${name})`;
    const colour = getComputedStyle(this.plotTarget).color;
    this.plotTarget.style.color = "";
    return colour;
  }
}

const STEPS = [1, 2, 3, 4, 6, 7, 8, 12, 14];
const ROUND = [1, 2, 5].flatMap((digit) => [...Array(9)].map((_, zeros) => digit * 10 ** zeros)).sort((a, b) => a - b);

function number(cell) {
  return Number(cell.textContent.replace(/\D/g, ""));
}

function short(count) {
  if (count >= 1e6) return `${count / 1e6}M`;
  return count >= 1e3 ? `${count / 1e3}k` : String(count);
}

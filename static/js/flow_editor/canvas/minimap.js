// The whole flow in small: a rectangle for each node, and a frame around what the canvas shows. Drag to look elsewhere.
import { svg } from "../elements.js";
import { around } from "./picture.js";

export function minimap(graph) {
  const map = svg("svg", { class: "minimap", "aria-hidden": "true", preserveAspectRatio: "xMidYMid meet" });
  const view = svg("rect", { class: "view" });
  let nodes = new Map();

  function draw() {
    nodes = new Map([...graph.boxes].map(([key, { x, y, width, height }]) => [key, svg("rect", { x, y, width, height, rx: 8 })]));
    map.replaceChildren(...nodes.values(), view);
    look();
  }

  function look() {
    const shown = graph.view;
    map.toggleAttribute("hidden", !graph.boxes.size || !shown.width);
    if (!graph.boxes.size || !shown.width) return;

    const { x, y, width, height } = around([...graph.boxes.values(), shown]);
    map.setAttribute("viewBox", [x - 20, y - 20, width + 40, height + 40].map(Math.round).join(" "));
    for (const [name, value] of Object.entries(shown)) view.setAttribute(name, Math.round(value));
    view.setAttribute("stroke-width", Math.max(2, Math.round(width / 90)));
  }

  function go(event) {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM().inverse());
    graph.center(point);
  }

  let isWaiting = false;
  const soon = (act) => () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      act();
    });
  };

  map.addEventListener("pointerdown", (event) => {
    map.setPointerCapture(event.pointerId);
    go(event);
  });
  map.addEventListener("pointermove", (event) => map.hasPointerCapture(event.pointerId) && go(event));
  graph.addEventListener("view", soon(look));
  return {
    element: map,
    draw,
    light(keys) {
      for (const [key, rect] of nodes) rect.classList.toggle("lit", keys.has(key));
    },
  };
}

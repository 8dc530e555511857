// Two fingers look elsewhere and come nearer; what the first had begun is taken back.
export function pinch(element, graph) {
  let last = null; // where they were: {x, y, apart}

  const begin = (event) => {
    if (event.touches.length !== 2) return;
    event.stopPropagation();
    graph.takeBack();
    last = between(event.touches);
  };
  const move = (event) => {
    if (!last || event.touches.length !== 2) return;
    event.preventDefault();
    event.stopPropagation();
    const now = between(event.touches);
    graph.pan(now.x - last.x, now.y - last.y);
    graph.zoomAround(now.x, now.y, now.apart / last.apart);
    last = now;
  };
  const end = () => (last = null);
  element.addEventListener("touchstart", begin, { capture: true });
  element.addEventListener("touchmove", move, { capture: true, passive: false });
  for (const event of ["touchend", "touchcancel"]) element.addEventListener(event, end, { capture: true });
}

function between([one, other]) {
  return {
    x: (one.clientX + other.clientX) / 2,
    y: (one.clientY + other.clientY) / 2,
    apart: Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY) || 1,
  };
}

// Presses a virtual button as it is saved. The run that comes of it opens in the drawer.
import { h } from "../elements.js";
import { actIcon } from "../icons.js";

const SAVE_FIRST = "Save first: the button is pressed as it is saved.";

export function pressButton(context, key) {
  const { document: flow, server } = context;
  const told = h("p", { class: "help", role: "status" });
  const press = async () => {
    const { key: button, meta } = flow.find(key);
    if (!button || flow.isDirty) return (told.textContent = SAVE_FIRST);
    told.textContent = "Pressed. Waiting for the end of its run.";
    try {
      const { status, body } = await server.press(button, textOf(meta?.payload));
      told.textContent = status === 200 ? words(body) : body.message;
      if (body.runId) await context.runs.look(body.runId); // where the run is, the panel follows
    } catch (trouble) {
      told.textContent = trouble.sentence;
    }
  };
  return h("div", { class: "stack stack-2" }, h("div", {}, h("button", { class: "btn", type: "button", onclick: press }, actIcon("play"), "Press the button")), told);
}

function textOf(payload) {
  return typeof payload === "string" && payload.trim() ? payload : JSON.stringify(payload || {});
}

function words({ hasEnded, error, message, nodeLabel, milliseconds }) {
  if (!hasEnded) return "Its run still goes on.";
  if (error) return `${nodeLabel ? `At ${nodeLabel}: ` : ""}${error}, ${message}`;
  return `Ended in ${milliseconds} ms.`;
}

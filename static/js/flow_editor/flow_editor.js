// The workflow editor: one document, and the parts that show and change it.
import { mountCanvas } from "./canvas/canvas.js";
import { clipboard } from "./clipboard.js";
import { FlowDocument } from "./document.js";
import { keyboard } from "./keys.js";
import { Palette } from "./palette.js";
import { mountOutline } from "./outline/outline.js";
import { mountPalette } from "./palette_panel.js";
import { mountPanel } from "./panel/panel.js";
import { Problems } from "./problems.js";
import { problemList } from "./problem_list.js";
import { quickAdd } from "./quick_add.js";
import { mountRuns } from "./runs/drawer.js";
import { Lit } from "./runs/lit.js";
import { Saving } from "./save.js";
import { Selection } from "./selection.js";
import { Server } from "./server.js";

const root = document.querySelector("[data-flow-editor]");
if (root) open(root, JSON.parse(document.querySelector("[data-flow-data]").textContent));

function open(root, data) {
  const part = (name) => root.querySelector(`[data-${name}]`);
  const context = contextOf(part, data);
  const { document: flow, selection, readOnly } = context;
  if (readOnly) part("palette").remove();
  else save(part, context, data.seen);
  context.canvas = mountCanvas(part("canvas"), context);
  context.duplicate = clipboard(context).duplicate;
  if (!readOnly) change(part, context);
  const leave = () => (context.view === "outline" ? context.outline : context.canvas.stage).focus();
  context.openPanel = mountPanel(part("side"), context, { leave }).focus;
  context.outline = mountOutline(part("outline"), context);
  problemList(part("problem-count"), part("problems"), context);
  flow.addEventListener("change", ({ detail }) => {
    if (detail.removed.length) selection.set(selection.keys.filter((key) => flow.find(key)));
    if (/^(Undone|Redone)/.test(detail.step)) context.say(detail.step);
  });
  selection.addEventListener("change", () => flow.seal());
  views(root, part, context);
  runs(part, context);
  const keys = keyboard(root, context);
  const acts = { keys: () => keys.show(), layout: () => context.canvas.layout() };
  root.addEventListener("click", ({ target }) => {
    const act = acts[target.closest("[data-act]")?.dataset.act];
    if (!act) return;
    target.closest("details").open = false;
    act();
  });
  window.dispatchEvent(new CustomEvent("flow-editor", { detail: context }));
}

// Handed to every part. Its `document` is the flow's; the page's own is window.document.
function contextOf(part, data) {
  const server = new Server(data);
  const palette = new Palette({ ...data.palette, customNodes: data.options.customNodes });
  const flow = new FlowDocument(data.flow, palette);
  return {
    document: flow,
    selection: new Selection(),
    palette,
    problems: new Problems(flow, (sent) => server.problems(sent), data.problems),
    server,
    places: data.places,
    options: data.options,
    lastRun: data.lastRun,
    lit: new Lit(),
    readOnly: data.readOnly,
    say: (text) => (part("live").textContent = text),
  };
}

function save(part, context, seen) {
  const saving = new Saving(context, { seen, note: part("note"), button: part("save"), discard: part("discard"), state: part("draft") });
  context.save = () => saving.save();
  context.saving = saving;
}

// Both pictures show where the run went that the drawer is at.
function runs(part, context) {
  context.lit.addEventListener("change", ({ detail }) => {
    context.canvas.light(detail);
    context.outline.light(detail);
  });
  context.runs = mountRuns(part("runs"), part("head-extra"), context);
}

// What adds nodes.
function change(part, context) {
  const { document: flow, palette, selection, canvas } = context;
  const chosen = (key) => {
    if (!key) return;
    selection.set([key]);
    canvas.reveal(key);
    context.say(`Added ${flow.label(key)}.`);
  };
  // After the chosen node, by its first output that leads nowhere yet; or in the middle of what is seen.
  context.add = (entry, where = placeFor(context, entry)) => chosen(flow.add(palette.defaultItem(entry), where));
  context.drop = (entry, x, y) => chosen(canvas.drop(entry, x, y));
  context.addNote = () => {
    chosen(flow.add(palette.defaultItem(palette.of("AnnotationNode")), { at: canvas.pointer ?? canvas.middle, group: null }));
    context.openPanel();
  };
  context.quickAdd = quickAdd(context);
  const list = mountPalette(part("palette"), context);
  context.findNode = () => list.find();
}

function placeFor({ document: flow, selection, canvas, view }, entry) {
  const outputs = selection.key && !entry.isTrigger && entry.type !== "AnnotationNode" ? flow.outputsOf(selection.key) : [];
  const free = outputs.find(({ targets }) => !targets.length) ?? outputs[0];
  if (free) return { after: { key: selection.key, output: free.index } };
  return view === "outline" || entry.isTrigger ? {} : { at: canvas.middle };
}

// Canvas or outline: one page, one document; the address tells which.
function views(root, part, context) {
  const links = [...root.querySelectorAll("[data-view]")];
  context.showView = (name) => {
    context.view = name;
    for (const link of links) link.toggleAttribute("aria-current", false);
    for (const link of links.filter(({ dataset }) => dataset.view === name)) link.setAttribute("aria-current", "page");
    part("canvas").hidden = name !== "canvas";
    part("outline").hidden = name !== "outline";
    const address = new URL(window.location.href);
    if (name === "outline") address.searchParams.set("view", name);
    else address.searchParams.delete("view");
    history.replaceState(history.state, "", address);
    if (name === "canvas") context.canvas.reappear();
    root.dispatchEvent(new CustomEvent("view", { detail: name }));
  };
  context.view = part("outline").hidden ? "canvas" : "outline";
  root.addEventListener("click", (event) => {
    const link = event.target.closest("[data-view]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    context.showView(link.dataset.view);
  });
}

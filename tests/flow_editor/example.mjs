// A small flow and a small palette, for tests.
import { FlowDocument } from "../../static/js/flow_editor/document.js";
import { Palette } from "../../static/js/flow_editor/palette.js";

const node = (type, label, outputs = ["continue"], more = {}) => ({
  type, label, name: label.toLowerCase(), category: "logic", help: `Help for ${label}.`, outputs, outputsPer: null,
  classes: ["experience"], presets: [], schema: {}, ...more,
});

export const palette = () =>
  new Palette({
    triggers: ["endpoint", "virtualButton"],
    nodes: [
      node("ConditionalNode", "Conditional", ["false", "true"]),
      node("MutateNode", "Mutate"),
      node("LoopNode", "Loop", ["after", "body"]),
      node("LoopCapNode", "End of Round", [], { category: "loop", presets: [{ name: "loop-next", label: "Next Round", config: {} }] }),
      node("SwitchNode", "Switch", ["default"], { outputsPer: "cases" }),
      node("EndpointReplyNode", "Endpoint Reply", ["continue"], { category: "output" }),
      node("CustomNodeExecuteNode", "Custom Node", ["continue"], { category: "customNodeExecute" }),
      node("AnnotationNode", "Note", [], { category: "annotation" }),
    ],
    customNodes: [{ id: "c", name: "Two ways", version: "default", config: { outputCount: 2 }, versions: { old: { outputCount: 1 } } }],
  });

export const stored = () => ({
  id: "f", name: "Example", flowClass: "experience", globals: [], iconOfOurs: { kept: [1, { deep: null }] },
  triggers: [{ type: "endpoint", key: "e1", config: {}, meta: { label: "GET /", x: 60, y: 60 }, outputIds: [["if"]], odd: true }],
  nodes: [
    { id: "if", type: "ConditionalNode", config: { expression: "1" }, meta: { label: "Odd?", x: 60, y: 160, mine: 7 }, outputIds: [["no"], ["loop"]], future: [] },
    { id: "no", type: "EndpointReplyNode", config: {}, meta: { label: "No", x: 0, y: 260 }, outputIds: [[]] },
    { id: "loop", type: "LoopNode", config: {}, meta: { label: "Each", x: 260, y: 260, groupStartX: 400, groupStartY: 60 }, outputIds: [[], ["in"]] },
    { id: "in", type: "MutateNode", config: {}, meta: { label: "In", x: 400, y: 160, groupId: "loop" }, outputIds: [["cap"]] },
    { id: "cap", type: "LoopCapNode", config: { loopNodeId: "loop" }, meta: { label: "Next", x: 400, y: 260, groupId: "loop" }, outputIds: [] },
    { id: "odd", type: "AwsLambdaNode", config: { anything: 1.5 }, meta: { x: 600, y: 60 }, outputIds: [["no"]] },
  ],
});

export const opened = (flow = stored()) => new FlowDocument(flow, palette());
export const changes = (flow) => {
  const heard = [];
  flow.addEventListener("change", ({ detail }) => heard.push(detail));
  return heard;
};

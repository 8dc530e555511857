// Line icons on a 16 px grid, as in templates/components/icons.html: one path each.
import { svg } from "./elements.js";

const BRANCH = "M8 2v4M8 6c0 3-4 2.500-4 6v2M8 6c0 3 4 2.500 4 6v2";
const PERSON = "M8 2.500a2.700 2.700 0 1 1 0 5.400 2.700 2.700 0 0 1 0-5.400M2.800 13.800c.4-3 2.400-4.500 5.200-4.500s4.800 1.500 5.200 4.500";
const PEOPLE =
  "M6 3a2.500 2.500 0 1 1 0 5 2.500 2.500 0 0 1 0-5M1.500 13.500c.3-2.700 2.100-4 4.500-4s4.200 1.300 4.500 4M10.500 3.300a2.300 2.300 0 0 1 0 4.500M12 9.800c1.500.5 2.400 1.800 2.500 3.700";
const CLOCK = "M8 4a5 5 0 1 1 0 10 5 5 0 0 1 0-10M8 6.500V9l1.800 1M6.500 1.800h3";
const SHIELD = "M8 1.800 13.200 3.600v4c0 3.200-2.100 5.400-5.200 6.600-3.100-1.200-5.200-3.400-5.200-6.600v-4zM5.800 8l1.600 1.600 2.900-3";
const KEY = "M5 5.200a2.800 2.800 0 1 1 0 5.600 2.800 2.800 0 0 1 0-5.600M7.800 8h6M11.500 8v2.500M13.500 8v1.800";
const DISK = "M3 3.800C3 2.800 5.200 2 8 2s5 .8 5 1.800v8.400c0 1-2.200 1.800-5 1.800s-5-.8-5-1.800zM3 3.800c0 1 2.200 1.800 5 1.800s5-.8 5-1.800M3 8c0 1 2.200 1.800 5 1.800s5-.8 5-1.800";
const GLOBE = "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M2 8h12M8 2c2.200 2 2.600 4 2.600 6s-.4 4-2.600 6c-2.200-2-2.600-4-2.600-6S5.800 4 8 2z";
const LIST = "M5.500 4h8M5.500 8h8M5.500 12h8M2.500 4h.01M2.500 8h.01M2.500 12h.01";
const CURLY = "M6 2.500c-2 0-2.200 1-2.200 2.500S3.500 8 2 8c1.500 0 1.800 1.500 1.800 3s.2 2.500 2.200 2.500M10 2.500c2 0 2.200 1 2.200 2.500s.3 3 1.800 3c-1.500 0-1.800 1.500-1.800 3s-.2 2.500-2.200 2.500";
const PEN = "M3 13l.6-2.900 7.500-7.500 2.300 2.300-7.500 7.500zM9.700 4l2.300 2.300";
const BOLT = "M9 1.800 3.500 9h4L7 14.200 12.500 7h-4z";
const REPLY = "M6 3.500 2.500 7 6 10.500M2.500 7H9a4.500 4.500 0 0 1 4.500 4.500V13";
const MAIL = "M3.200 3.500h9.600A1.200 1.200 0 0 1 14 4.700v6.600a1.200 1.200 0 0 1-1.200 1.200H3.200A1.200 1.200 0 0 1 2 11.300V4.700a1.200 1.200 0 0 1 1.200-1.200M2.500 4.500l5.500 4.300 5.500-4.300";
const BUG = "M8 5.500a3 3 0 0 1 3 3V10a3 3 0 0 1-6 0V8.500a3 3 0 0 1 3-3M6 5.500a2 2 0 0 1 4 0M2.500 9.500H5M11 9.500h2.500M3 5.500l2 1.500M13 5.500l-2 1.500M3 13.500l2-1.500M13 13.500l-2-1.500";
const LOOP = "M3 9.500V7a3 3 0 0 1 3-3h6M10 2l2 2-2 2M13 6.500V9a3 3 0 0 1-3 3H4M6 14l-2-2 2-2";
const FUNCTION = "M9.500 2.500c-2 0-2.300 1.300-2.600 3L5.800 11c-.3 1.700-.8 2.500-2.300 2.500M4.500 6.500h5M10 8.500l3.500 4.500M13.500 8.500 10 13";
const LOCK = "M4.700 7h6.600a1.200 1.200 0 0 1 1.200 1.200v4.100a1.200 1.200 0 0 1-1.200 1.200H4.700a1.200 1.200 0 0 1-1.200-1.200V8.200A1.200 1.200 0 0 1 4.700 7M5.500 7V5a2.500 2.500 0 0 1 5 0v2";
const WARN = "M8 2.500 14.300 13.300H1.700zM8 6.500v3.200M8 11.500v.1";
const DICE = "M4 2.500h8A1.500 1.500 0 0 1 13.500 4v8a1.500 1.500 0 0 1-1.500 1.500H4A1.500 1.500 0 0 1 2.500 12V4A1.500 1.500 0 0 1 4 2.500M5.500 5.500h.01M10.500 10.500h.01M8 8h.01";
const TEXT = "M3 4V2.800h10V4M8 2.800v10.400M6 13.200h4";
const CHECK = "m3 8.500 3.200 3.200L13 4.800";
const BOX = "M8 1.800 13.500 5v6L8 14.200 2.500 11V5zM2.500 5 8 8.200 13.500 5M8 8.200v6";

const PATHS = {
  endpoint: "M3.500 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4M5.500 8h8M10.500 5l3 3-3 3",
  flowError: WARN, virtualButton: BOLT, timer: CLOCK, webhook: GLOBE, customNodeStart: BOX,
  ConditionalNode: BRANCH, SwitchNode: BRANCH, BranchOnChangeNode: BRANCH, ThrottleNode: BRANCH, LatchNode: LOCK, GeofenceNode: GLOBE,
  TimeRangeNode: CLOCK, DelayNode: CLOCK, DateTimeNode: CLOCK, ValidatePayloadNode: CHECK, LoopNode: LOOP, LoopCapNode: LOOP,
  RawFunctionNode: FUNCTION, MathNode: FUNCTION, MutateNode: PEN, StringNode: TEXT, ArrayNode: LIST, ObjectNode: CURLY, JsonDecodeNode: CURLY,
  JsonEncodeNode: CURLY, RandomNumberNode: DICE, GenerateIdNode: DICE, HashNode: LOCK, CryptoSignNode: LOCK, CryptoVerifyNode: LOCK,
  JWTCreateNode: SHIELD, JWTDecodeNode: SHIELD, JWTVerifyNode: SHIELD, ExperienceUserTokenNode: SHIELD, ExperienceUserAuthNode: KEY,
  GetExperienceUserNode: PERSON, CreateExperienceUserNode: PERSON, UpdateExperienceUserNode: PERSON, DeleteExperienceUserNode: PERSON,
  GetExperienceGroupNode: PEOPLE, CreateExperienceGroupNode: PEOPLE, UpdateExperienceGroupNode: PEOPLE, VerifyExperienceGroupNode: PEOPLE,
  ExperienceGroupSummaryNode: PEOPLE, HttpNode: GLOBE, LosantApiNode: GLOBE, StoreValueNode: DISK, GetValueNode: DISK, SqlNode: DISK, RedisNode: DISK,
  MongoNode: DISK, EndpointReplyNode: REPLY, StructureEmailNode: MAIL, StructureSmsNode: MAIL, SlackNode: MAIL, MqttMessageNode: BOLT,
  WorkflowTriggerNode: BOLT, DebugNode: BUG, ThrowErrorNode: WARN, CustomNodeExecuteNode: BOX, CustomNodeCapNode: REPLY,
  AnnotationNode: "M3 2.500h10v7L9.500 13.500H3zM9.500 13.500v-4H13",
  CSVDecodeNode: LIST, CSVEncodeNode: LIST, HtmlParserNode: "M5 4 1.500 8 5 12M11 4l3.500 4L11 12M9.300 3 6.700 13",
};
const ACTS = {
  play: "M5 3l8 5-8 5z",
  undo: "M5.500 3 2.500 6l3 3M2.500 6h7a4 4 0 0 1 0 8H6",
  redo: "m10.500 3 3 3-3 3M13.500 6h-7a4 4 0 0 0 0 8H10",
  zoomOut: "M7 2.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9M10.500 10.500l3.500 3.500M5 7h4",
  zoomIn: "M7 2.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9M10.500 10.500l3.500 3.500M7 5v4M5 7h4",
  fit: "M2.500 6V2.500H6M10 2.500h3.500V6M13.500 10v3.500H10M6 13.500H2.500V10",
  note: PATHS.AnnotationNode,
  search: "M7 2.500a4.500 4.500 0 1 1 0 9 4.500 4.500 0 0 1 0-9M10.500 10.500l3.500 3.500",
  warn: WARN,
  trash: "M2.500 4.500h11M6 4.500v-2h4v2M4 4.500l.6 9h6.800l.6-9M6.700 7v4M9.300 7v4",
  close: "m4 4 8 8M12 4l-8 8",
  alignLeft: "M2.500 2v12M5 4.500h8.500M5 11.500h5",
  alignTop: "M2 2.500h12M4.500 5v8.500M11.500 5v5",
  spreadAcross: "M2.500 2v12M13.500 2v12M6.500 5h3v6h-3z",
  spreadDown: "M2 2.500h12M2 13.500h12M5 6.500h6v3H5z",
  plus: "M8 3v10M3 8h10",
  up: "M8 13V3M3.500 7.500 8 3l4.500 4.500",
  down: "M8 3v10M3.500 8.500 8 13l4.500-4.500",
  chevron: "M3.500 6 8 10.500 12.500 6",
  help: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2M6.200 6.300c.1-1.100.8-1.700 1.800-1.700s1.800.6 1.800 1.600c0 1.400-1.800 1.400-1.800 2.900M8 11.300v.1",
  more: "M3.500 8h.01M8 8h.01M12.500 8h.01",
  wire: "M3 3v4a3 3 0 0 0 3 3h7M10.500 7.500 13 10l-2.500 2.500",
  link: "M6.500 9.500a2.800 2.800 0 0 0 4 0l2-2a2.800 2.800 0 0 0-4-4l-.8.800M9.500 6.500a2.800 2.800 0 0 0-4 0l-2 2a2.800 2.800 0 0 0 4 4l.8-.8",
  copy: "M7 5.500h5A1.500 1.500 0 0 1 13.500 7v5a1.500 1.500 0 0 1-1.500 1.500H7A1.500 1.500 0 0 1 5.500 12V7A1.500 1.500 0 0 1 7 5.500M10.500 5.500V4A1.500 1.500 0 0 0 9 2.500H4A1.500 1.500 0 0 0 2.500 4v5A1.500 1.500 0 0 0 4 10.500h1.500",
};
const UNKNOWN = "M6.200 6.300c.1-1.100.8-1.700 1.800-1.700s1.800.6 1.800 1.600c0 1.400-1.800 1.400-1.800 2.900M8 11.300v.1M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2";

export function nodePath(type) {
  return PATHS[type] ?? UNKNOWN;
}

export function nodeIcon(type) {
  return drawn(nodePath(type));
}

export function actIcon(name) {
  return drawn(ACTS[name]);
}

function drawn(d) {
  return svg("svg", { class: "i", viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d }));
}

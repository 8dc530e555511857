// Paths on the payload: what is being typed, and what could stand there.
import { resultPathsIn } from "./fields.js";

const NAME = /[\w$.[\]-]/;
const MOST = 12;

// The reference in {{ }} that the cursor is in: {from, to, typed}, or null.
export function referenceAt(text, cursor) {
  const open = text.lastIndexOf("{{", cursor - 1);
  if (open < 0 || open + 2 > cursor || text.slice(open, cursor).includes("}}")) return null;
  let from = cursor;
  while (from > open + 2 && NAME.test(text[from - 1])) from -= 1;
  let to = cursor;
  while (to < text.length && NAME.test(text[to])) to += 1;
  return { from, to, typed: text.slice(from, cursor) };
}

// A template that is one path and nothing else: the path, or "".
export function onlyReference(text) {
  return /^\s*\{\{\s*([A-Za-z_$][\w$.[\]-]*)\s*\}\}\s*$/.exec(text ?? "")?.[1] ?? "";
}

// known: [{path, …}]. Those that begin with what was typed come first; what is typed out already is no suggestion.
export function matching(known, typed) {
  const wanted = typed.toLowerCase();
  const beginning = known.filter(({ path }) => path.toLowerCase().startsWith(wanted));
  const holding = known.filter((one) => !beginning.includes(one) && wanted && one.path.toLowerCase().includes(wanted));
  const found = [...beginning, ...holding];
  return found.length === 1 && found[0].path === typed ? [] : found.slice(0, MOST);
}

// Keys of what leads to this node, the nearest first; of a loop's members also the loop.
export function before(flow, key) {
  const found = [];
  const ahead = [key];
  for (const one of ahead) {
    const loop = flow.groupOf(one);
    for (const from of [...flow.sourcesOf(one).map((source) => source.key), ...(loop ? [loop] : [])]) {
      if (from !== key && !found.includes(from)) found.push(from) && ahead.push(from);
    }
  }
  return found;
}

// [{path, from: label}]: where earlier nodes put their results.
export function writtenBefore(flow, palette, key) {
  return before(flow, key).flatMap((from) => {
    const item = flow.find(from);
    const schema = palette.of(item.type, item.meta?.name)?.schema;
    if (!schema) return [];
    return resultPathsIn(schema, schema.$defs ?? {}, item.config ?? {}).map((path) => ({ path, from: flow.label(from) }));
  });
}

export function globalsOf(flow) {
  return (flow.flow.globals ?? []).filter(({ key }) => key).map(({ key }) => ({ path: `globals.${key}`, from: "Globals" }));
}

// Parameters in the routes of the endpoints that start what leads here.
export function paramsOf(flow, endpoints, key) {
  const starts = [key, ...before(flow, key)].map((one) => flow.entry(one)).filter(({ isTrigger, item }) => isTrigger && item.type === "endpoint");
  return starts.flatMap(({ item }) => {
    const { route = "", name } = endpoints.find(({ id }) => id === item.key) ?? {};
    return [...route.matchAll(/\{(\w+)[^}]*\}/g)].map(([, param]) => ({ path: `data.params.${param}`, from: name }));
  });
}

// Each path once; what a run has shown is known best.
export function merged(...lists) {
  const found = new Map();
  for (const one of lists.flat()) found.set(one.path, { ...one, ...found.get(one.path) });
  return [...found.values()];
}

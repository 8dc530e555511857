// One state of a document: its entries in order, {key, item, isTrigger}, and its globals. States are never changed; what two of
// them share is the same object.
import { differing, same } from "./json.js";

export function state(entries, globals) {
  return { entries, globals, byKey: new Map(entries.map((entry) => [entry.key, entry])) };
}

// kind: added, removed, wired, placed or changed, by what weighs most; reset when the order is all that differs, or globals.
export function compared(before, after) {
  const added = after.entries.filter(({ key }) => !before.byKey.has(key)).map(({ key }) => key);
  const removed = before.entries.filter(({ key }) => !after.byKey.has(key)).map(({ key }) => key);
  const pairs = after.entries.map((entry) => [before.byKey.get(entry.key), entry]).filter(([old, now]) => old && old.item !== now.item);
  const changed = pairs.map(([, { key }]) => key);
  const only = (name, part) => pairs.every(([old, now]) => differing(old.item, now.item).every((field) => field === name) && part(old, now));
  const moves = (old, now) => differing(old.item.meta ?? {}, now.item.meta ?? {}).every((name) => /^(x|y|groupStart[XY])$/.test(name));
  const kind = added.length
    ? "added"
    : removed.length
      ? "removed"
      : !pairs.length
        ? "reset"
        : only("meta", moves)
          ? "placed"
          : only("outputIds", () => true)
            ? "wired"
            : "changed";
  return { kind, keys: [...added, ...changed, ...removed], added, removed, changed };
}

// A state read anew, with the keys that equal triggers had before.
export function matched(before, next) {
  const old = before.entries.filter(({ isTrigger }) => isTrigger);
  const entries = next.entries.map((entry) => {
    const known = entry.isTrigger ? old.find(({ item }) => same(item, entry.item)) : before.byKey.get(entry.key);
    if (known) old.splice(old.indexOf(known), known.isTrigger ? 1 : 0);
    if (known && same(known.item, entry.item)) return known;
    return entry;
  });
  return state(entries, next.globals);
}

export function keyed({ entries, globals }, keys) {
  const named = (entry) => (keys.has(entry.key) && !entry.item.key ? { ...entry, item: { ...entry.item, key: keys.get(entry.key) } } : entry);
  return state(entries.map(named), globals);
}

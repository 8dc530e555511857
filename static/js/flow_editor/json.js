// Values as JSON: the order of fields does not matter.

// Names of the fields that differ.
export function differing(one, other) {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((name) => !same(one[name], other[name]));
}

export function same(one, other) {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || !one || !other || Array.isArray(one) !== Array.isArray(other)) return false;
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => name in other && same(one[name], other[name]));
}

// What flows hold is not always of the kind that it is taken for.
export function textOf(value) {
  return typeof value === "string" ? value : "";
}

export function numberOf(value, otherwise) {
  return Number.isFinite(value) ? value : otherwise;
}

// Without fields that are undefined.
export function without(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

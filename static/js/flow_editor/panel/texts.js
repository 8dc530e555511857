// Fields of text: plain, templates and expressions, paths, JSON, code.
import { h } from "../elements.js";
import { matching, onlyReference, referenceAt } from "./paths.js";
import { suggesting } from "./suggest.js";

const CODE = { "json-template": "json", javascript: "javascript" };
const MEDIA = { "application/sql": "sql", "text/html": "html", "text/plain": "text" };

// Every widget: (field, value, change, context) → {element, control}. field: as fieldsOf() gives it, with id; change(value):
// undefined takes the field out. control is what the label is of.
export function text(field, value, change, context) {
  const control = line(field, value, change, context);
  const examples = (field.schema.examples ?? []).map((one) => ({ path: String(one) }));
  if (!examples.length) return { element: control, control };
  return { element: suggesting(control, whole(() => examples)), control };
}

export function template(field, value, change, context) {
  const control = line(field, value, change, context, "input-mono");
  const examples = (field.schema.examples ?? []).map((one) => ({ path: String(one) }));
  const source = (written, cursor) => referring(context, written, cursor) ?? (examples.length && !written.includes("{{") ? whole(() => examples)(written, cursor) : null);
  return withSample({ element: suggesting(control, source, known(context)), control }, context, onlyReference);
}

export function path(field, value, change, context) {
  const control = line(field, value, change, context, "input-mono");
  const shown = { element: suggesting(control, whole(() => context.paths.at(context.key)), known(context)), control };
  return field.kind === "payload-path" ? withSample(shown, context, (written) => written.trim()) : shown;
}

// Several lines: a text area until the code editor is there, which is fetched only now.
export function code(field, value, change, context) {
  const language = CODE[field.kind] ?? MEDIA[field.schema.contentMediaType] ?? "text";
  const isTemplate = field.kind !== "javascript";
  const control = h("textarea", {
    class: "textarea input-mono code-field", id: field.id, rows: 4, spellcheck: "false", readonly: context.readOnly, placeholder: shownText(field.fallback),
    oninput: ({ target }) => change(target.value === "" ? undefined : target.value),
  });
  control.value = shownText(value);
  const element = h("div", { class: "code-box", "data-language": language }, control);
  import("./code.js").then(({ codeField }) => element.isConnected && codeField(element, control, { language, isTemplate, field, context }));
  return language === "json" ? withJsonCheck({ element, control }) : { element, control };
}

// Any JSON value. What cannot be read stays as it was typed, here and for as long as the page is open.
export function json(field, value, change, context) {
  const draft = context.drafts.get(field.id);
  const error = h("p", { class: "error", id: `${field.id}-json`, hidden: true });
  const control = h("textarea", {
    class: "textarea input-mono", id: field.id, rows: field.rows ?? 4, spellcheck: "false", readonly: context.readOnly, "aria-describedby": error.id,
    oninput: () => {
      const read = parsed(control.value);
      tell(read);
      if (read.error) return context.drafts.set(field.id, control.value);
      context.drafts.delete(field.id);
      return change(read.value);
    },
  });
  control.value = draft ?? (value === undefined ? "" : JSON.stringify(value, null, 2));
  const tell = (read) => {
    error.hidden = !read.error;
    error.textContent = read.error ? `${read.error} What you typed stays here; the workflow keeps the last that could be read.` : "";
    control.setAttribute("aria-invalid", String(Boolean(read.error)));
  };
  tell(parsed(control.value, field.isObject));
  return { element: h("div", { class: "stack stack-2" }, control, error), control };

  function parsed(written) {
    if (!written.trim()) return field.isObject ? { value: {} } : { value: undefined };
    try {
      const found = JSON.parse(written);
      if (field.isObject && (typeof found !== "object" || !found || Array.isArray(found))) return { error: "This must be an object in { }." };
      const wrong = field.wrongIn?.(found);
      return wrong ? { error: wrong } : { value: found };
    } catch (failure) {
      return { error: `This is no JSON yet: ${failure.message}.` };
    }
  }
}

export function shownText(value) {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function line(field, value, change, { readOnly }, look = "") {
  const control = h("input", {
    class: `input ${look}`, id: field.id, value: shownText(value), placeholder: shownText(field.fallback) || null, readonly: readOnly, spellcheck: look ? "false" : null, autocomplete: "off",
    oninput: ({ target }) => change(target.value === "" ? undefined : target.value),
  });
  return control;
}

function known({ paths, gone }) {
  return { more: paths, gone };
}

function referring(context, written, cursor) {
  const reference = referenceAt(written, cursor);
  if (!reference) return null;
  return { ...reference, items: items(context.paths.at(context.key), reference.typed) };
}

// The whole text is what is suggested.
function whole(paths) {
  return (written, cursor) => ({ from: 0, to: written.length, items: items(paths(), written.slice(0, cursor)) });
}

function items(paths, typed) {
  return matching(paths, typed).map(({ path: found, sample, from }) => ({ text: found, detail: sample ?? (from ? `from ${from}` : "") }));
}

// "In the last run: …" below a field that reads one path.
function withSample({ element, control }, context, pathOf) {
  const note = h("p", { class: "help last-run", hidden: true });
  const tell = () => {
    const read = pathOf(control.value);
    const sample = read ? context.paths.sample(context.key, read) : undefined;
    note.hidden = sample === undefined;
    if (sample !== undefined) note.replaceChildren("In the last run: ", h("code", {}, sample));
  };
  control.addEventListener("input", tell);
  context.paths.addEventListener("change", tell, { signal: context.gone });
  tell();
  return { element: h("div", { class: "stack stack-1" }, element, note), control };
}

// JSON without references can be checked here; with them only a run can tell.
function withJsonCheck({ element, control }) {
  const note = h("p", { class: "error", hidden: true });
  const tell = () => {
    const written = control.value;
    let wrong = "";
    try {
      if (written.trim() && !/\{\{|\{%/.test(written)) JSON.parse(written);
    } catch (failure) {
      wrong = `This is no JSON: ${failure.message}.`;
    }
    note.hidden = !wrong;
    note.textContent = wrong;
    control.setAttribute("aria-invalid", String(Boolean(wrong)));
  };
  control.addEventListener("input", tell);
  tell();
  return { element: h("div", { class: "stack stack-1" }, element, note), control };
}

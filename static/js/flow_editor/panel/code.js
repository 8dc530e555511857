// A text area as CodeMirror, for the few fields that hold code. Fetched when the first of them is shown. Tab goes on to the next
// field, as in every other field of the panel.
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { html } from "@codemirror/lang-html";
import { javascript } from "@codemirror/lang-javascript";
import { jinja } from "@codemirror/lang-jinja";
import { json } from "@codemirror/lang-json";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { referenceAt } from "./paths.js";

const BASES = { json, html, javascript };
const marked = HighlightStyle.define([
  { tag: [tags.tagName, tags.angleBracket], class: "tok-tag" },
  { tag: [tags.attributeName, tags.definition(tags.variableName)], class: "tok-attr" },
  { tag: [tags.attributeValue, tags.string, tags.number, tags.bool, tags.null], class: "tok-str" },
  { tag: [tags.comment], class: "tok-dim" },
  { tag: [tags.keyword, tags.propertyName], class: "tok-key" },
]);

export function codeField(box, area, { language, isTemplate, field, context }) {
  const base = BASES[language]?.();
  const view = new EditorView({
    doc: area.value,
    selection: { anchor: area.selectionStart, head: area.selectionEnd }, // somebody may be typing already
    parent: box,
    extensions: [
      EditorView.cspNonce.of(document.querySelector("script[nonce]").nonce),
      history(),
      drawSelection(),
      bracketMatching(),
      syntaxHighlighting(marked),
      isTemplate ? jinja(base ? { base } : {}) : base,
      autocompletion({ override: [(state) => paths(state, isTemplate, context)], icons: false }),
      keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap]),
      EditorView.lineWrapping,
      placeholder(area.placeholder),
      EditorView.contentAttributes.of({ "aria-labelledby": `${field.id}-label`, id: `${field.id}-code` }),
      EditorState.readOnly.of(Boolean(context.readOnly)),
      EditorView.domEventHandlers({ beforeinput: typeOver }),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return;
        area.value = view.state.doc.toString();
        area.dispatchEvent(new Event("input", { bubbles: true }));
      }),
    ],
  });
  if (window.document.activeElement === area) view.focus();
  area.hidden = true;
  box.classList.add("cm-host");
  box.querySelector(".cm-scroller").tabIndex = -1;
  window.document.getElementById(`${field.id}-label`)?.addEventListener("click", () => view.focus());
  return view;
}

// In {{ }} paths as they are; in JavaScript behind `payload.`.
async function paths({ state, pos, explicit }, isTemplate, context) {
  const reference = isTemplate ? referenceAt(state.doc.toString(), pos) : readInScript(state.sliceDoc(Math.max(0, pos - 200), pos), pos);
  if (!reference || (!explicit && !reference.typed && !isTemplate)) return null;
  const known = await context.paths.all(context.key);
  const options = known.map(({ path, sample, from }) => ({ label: path, detail: sample ?? (from && `from ${from}`), type: "property" }));
  return { from: reference.from, to: reference.to, options, validFor: /^[\w$.[\]-]*$/ };
}

function readInScript(earlier, pos) {
  const typed = /\bpayload\.([\w$.[\]]*)$/.exec(earlier)?.[1];
  return typed === undefined ? null : { from: pos - typed.length, to: pos, typed };
}

// Typing over a selection: Chromium would carry its look over in a style attribute, which our security policy refuses.
function typeOver(event, view) {
  const { from, to, empty } = view.state.selection.main;
  const typed = event.data;
  if (event.inputType !== "insertText" || !typed || empty || view.state.readOnly) return false;
  const insert = () => view.state.update(view.state.replaceSelection(typed), { userEvent: "input.type" });
  const taken = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, typed, insert));
  if (!taken) view.dispatch(insert());
  event.preventDefault();
  return true;
}

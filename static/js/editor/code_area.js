// The text area of a form as CodeMirror: same content, same name in what is sent.
import { indentWithTab } from "@codemirror/commands";
import { css } from "@codemirror/lang-css";
import { html } from "@codemirror/lang-html";
import { javascript } from "@codemirror/lang-javascript";
import { jinja } from "@codemirror/lang-jinja";
import { json } from "@codemirror/lang-json";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { basicSetup } from "codemirror";
import { problemField, showProblems } from "./problems.js";

const LANGUAGES = { "text/css": css, "text/javascript": javascript, "application/javascript": javascript, "application/json": json };

const markup = HighlightStyle.define([
  { tag: [tags.tagName, tags.angleBracket], class: "tok-tag" },
  { tag: tags.attributeName, class: "tok-attr" },
  { tag: [tags.attributeValue, tags.string], class: "tok-str" },
  { tag: [tags.comment, tags.documentMeta, tags.processingInstruction], class: "tok-dim" },
  { tag: [tags.keyword, tags.definitionKeyword, tags.modifier, tags.propertyName, tags.className], class: "tok-key" },
  { tag: [tags.number, tags.bool, tags.null, tags.unit, tags.color], class: "tok-str" },
]);
const TEMPLATE = [
  tags.keyword, tags.controlKeyword, tags.definitionKeyword, tags.operatorKeyword, tags.modifier, tags.variableName, tags.propertyName,
  tags.special(tags.variableName), tags.definition(tags.variableName), tags.standard(tags.variableName), tags.operator, tags.string,
  tags.number, tags.bool, tags.brace, tags.paren, tags.punctuation, tags.derefOperator,
];

export function codeArea(form, changed) {
  const area = form.querySelector("textarea.code-area");
  const base = LANGUAGES[form.dataset.type.split(";")[0].trim().toLowerCase()] ?? html;
  const language = jinja({ base: base(), variables: completions(form), tags: TAGS });
  const host = Object.assign(document.createElement("div"), { className: "cm-host" });
  const frozen = "frozen" in form.dataset;
  const view = new EditorView({
    doc: area.value,
    parent: host,
    extensions: [
      EditorView.cspNonce.of(document.querySelector("script[nonce]").nonce),
      basicSetup,
      keymap.of([indentWithTab]),
      language,
      syntaxHighlighting(markup),
      syntaxHighlighting(HighlightStyle.define([{ tag: TEMPLATE, class: "tok-tpl" }], { scope: language.language })),
      problemField,
      EditorView.contentAttributes.of({ "aria-label": "Template", "aria-description": "Escape, then Tab leaves it", tabindex: "0" }),
      EditorState.readOnly.of(frozen),
      EditorView.domEventHandlers({ beforeinput: typeOver }),
      EditorView.updateListener.of((update) => {
        if (!update.docChanged) return;
        area.value = view.state.doc.toString();
        area.dispatchEvent(new Event("input", { bubbles: true }));
        changed();
      }),
    ],
  });
  area.hidden = true;
  area.before(host);
  let problems = [];
  return {
    area,
    get text() {
      return view.state.doc.toString();
    },
    set text(text) {
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    get place() {
      return { head: view.state.selection.main.head, top: view.scrollDOM.scrollTop };
    },
    set place({ head, top }) {
      view.dispatch({ selection: { anchor: Math.min(head, view.state.doc.length) } });
      view.focus();
      view.requestMeasure({ read: () => (view.scrollDOM.scrollTop = top) });
    },
    // `|` in the text is where the cursor goes.
    insert(text) {
      const { from, to } = view.state.selection.main;
      const cursor = text.indexOf("|");
      const plain = text.replace("|", "");
      const anchor = from + (cursor < 0 ? plain.length : cursor);
      view.dispatch({ changes: { from, to, insert: plain }, selection: { anchor }, scrollIntoView: true });
      view.focus();
    },
    show(found) {
      problems = found;
      view.dispatch({ effects: showProblems.of(found) });
    },
    showProblem() {
      const first = problems.find((one) => one.is_error);
      if (first) this.showLine(first.line, first.column);
    },
    showLine(number, column = 1) {
      const line = view.state.doc.line(Math.max(1, Math.min(number, view.state.doc.lines)));
      view.dispatch({ selection: { anchor: Math.min(line.from + column - 1, line.to) }, scrollIntoView: true });
      view.focus();
    },
  };
}

// Typing over a selection: Chromium would carry its look over in a style attribute, which our security policy refuses.
function typeOver(event, view) {
  const { from, to, empty } = view.state.selection.main;
  const text = event.data;
  if (event.inputType !== "insertText" || !text || empty || view.state.readOnly) return false;
  const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: "input.type" });
  const taken = view.state.facet(EditorView.inputHandler).some((handle) => handle(view, from, to, text, insert));
  if (!taken) view.dispatch(insert());
  event.preventDefault();
  return true;
}

const TAGS = ["section", "endsection", "fillsection", "endfillsection"].map((label) => ({ label, type: "keyword" }));

// Helpers and components, by the names that stand in the insert menu.
function completions(form) {
  return [...form.querySelectorAll("[data-insert]")].flatMap((button) => {
    const label = button.querySelector("code").textContent.match(/^(\w+)\(/)?.[1];
    return label ? [{ label, type: "function", detail: button.querySelector("span").textContent }] : [];
  });
}

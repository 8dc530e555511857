// What is wrong with the text, under the line where it is: an underline from its column on, and a sentence.
import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";

// [{line, column, message, is_error}], line and column from 1.
export const showProblems = StateEffect.define();

class Sentence extends WidgetType {
  constructor(problem) {
    super();
    this.problem = problem;
  }

  eq(other) {
    return other.problem.message === this.problem.message && other.problem.line === this.problem.line;
  }

  toDOM() {
    const { line, column, message, is_error } = this.problem;
    const note = document.createElement("div");
    note.className = `cm-problem-note${is_error ? " is-error" : ""}`;
    note.textContent = `Line ${line}, column ${column}: ${message}`;
    return note;
  }
}

export const problemField = StateField.define({
  create: () => Decoration.none,
  update(shown, transaction) {
    const found = transaction.effects.find((effect) => effect.is(showProblems));
    return found ? decorations(transaction.state.doc, found.value) : shown.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function decorations(doc, problems) {
  const marks = problems.flatMap((problem) => {
    const line = doc.line(Math.min(problem.line, doc.lines));
    const from = Math.min(line.from + problem.column - 1, line.to);
    const kind = problem.is_error ? " is-error" : "";
    return [
      Decoration.line({ class: `cm-problem-line${kind}` }).range(line.from),
      ...(from < line.to ? [Decoration.mark({ class: `cm-problem${kind}` }).range(from, line.to)] : []),
      Decoration.widget({ widget: new Sentence(problem), block: true, side: 1 }).range(line.to),
    ];
  });
  return Decoration.set(marks, true);
}

// The path of the run that is looked at. Canvas and outline show it, each in its way; null: none is.
export class Lit extends EventTarget {
  path = null;

  set(path) {
    this.path = path;
    this.dispatchEvent(new CustomEvent("change", { detail: path }));
  }
}

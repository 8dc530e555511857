// The live preview. The server draws the unsaved text; the page is shown in a frame without an origin, which gets it by
// message. Each page gets a fresh frame, so that nothing of the one before lives on and the history stays as it is.
import { ask, tell } from "../trouble.js";

const PAUSE = 350; // milliseconds of quiet before the text is drawn

export function livePreview(form, code, told) {
  const pane = form.querySelector("[data-preview]");
  const frames = form.querySelector("[data-frames]");
  const sample = sampleData(form);
  let timer;
  let asked = 0;
  let latest;

  async function now() {
    clearTimeout(timer);
    const turn = ++asked;
    let answer;
    try {
      const { text } = await ask(form.dataset.previewUrl, { method: "POST", body: new FormData(form) });
      answer = JSON.parse(text);
    } catch (trouble) {
      if (turn === asked) say(form, `The preview could not be drawn. ${trouble.sentence}`, true);
      return;
    }
    if (turn === asked) take(answer);
  }

  function take(answer) {
    code.show(answer.problems);
    told(answer.problems);
    sample.refuse(answer.data);
    const { preview } = answer;
    if (preview) show(preview);
    else explain(answer);
  }

  function show(preview) {
    if (preview.text === null) frames.prepend(newFrame(preview.html));
    else frames.replaceChildren(Object.assign(document.createElement("pre"), { textContent: preview.text, tabIndex: 0 }));
    say(form, "Preview is up to date");
    form.querySelector("[data-cost]").textContent = `${preview.milliseconds} ms, ${size(preview.bytes)}`;
    notes(form, preview.notes);
  }

  function newFrame(html) {
    const frame = document.createElement("iframe");
    frame.className = "is-next";
    frame.title = frames.dataset.name;
    frame.setAttribute("sandbox", "allow-scripts allow-popups allow-popups-to-escape-sandbox");
    frame.addEventListener(
      "load",
      () => {
        if (frame !== latest) return frame.remove();
        frame.contentWindow.postMessage(html, "*"); // its origin has no name
        frame.classList.remove("is-next");
        for (const other of [...frames.children]) if (other !== frame) other.remove();
      },
      { once: true },
    );
    frame.src = form.dataset.stageUrl;
    latest = frame;
    return frame;
  }

  function explain(answer) {
    const drawn = frames.childElementCount ? "Preview shows the last text without errors" : "Nothing drawn yet";
    const error = answer.problems.find((one) => one.is_error);
    const why = error ? `See line ${error.line}.` : answer.data || answer.elsewhere;
    say(form, `${drawn}. ${why}`, true);
  }

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(now, PAUSE);
  }

  pane.hidden = false;
  form.querySelector("[data-foot]").hidden = false;
  for (const choice of form.querySelectorAll("[data-choice]")) {
    choice.addEventListener("change", () => {
      remember(choice);
      sample.suggest();
      now();
    });
  }
  form.querySelector("[name=layout_id]")?.addEventListener("change", now);
  sample.changed(soon);
  widths(form, frames);
  return { now, soon };
}

function say(form, sentence, isTrouble = false) {
  const state = form.querySelector("[data-state]");
  state.textContent = sentence;
  state.classList.toggle("trouble", isTrouble);
}

function notes(form, sentences) {
  const items = sentences.map((textContent) => Object.assign(document.createElement("li"), { textContent }));
  form.querySelector("[data-notes]").replaceChildren(...items);
}

function size(bytes) {
  return bytes < 1000 ? `${bytes} B` : `${(bytes / 1000).toFixed(1)} kB`;
}

// What the preview shows is in the address, so that a reload and a colleague see the same.
function remember({ name, value }) {
  const url = new URL(window.location.href);
  url.searchParams.set(name, value);
  history.replaceState(history.state, "", url);
}

// JSON over the context, kept in this tab. Until somebody writes there, it names the parameters of the chosen route.
function sampleData(form) {
  const area = form.querySelector("[data-sample]");
  const wrong = form.querySelector("[data-sample-error]");
  const button = form.querySelector("[data-sample-button]");
  const endpoint = form.querySelector("[name=endpoint]");
  const key = `foyer-sample:${window.location.pathname}`;
  let suggested = "";

  function suggest() {
    if (area.value !== suggested) return;
    const names = endpoint.selectedOptions[0]?.dataset.params?.split(" ").filter(Boolean) ?? [];
    const params = Object.fromEntries(names.map((name) => [name, ""]));
    suggested = JSON.stringify({ pageData: {}, request: { params } }, null, 2);
    area.value = suggested;
  }

  // What was written comes back when "as written" is chosen again; a change to recorded data makes it one's own.
  async function take(recorded, act) {
    if (recorded.value) {
      try {
        const { text } = await ask(recorded.value);
        area.value = JSON.stringify(JSON.parse(text).sample, null, 2);
      } catch (trouble) {
        return tell(trouble);
      }
    } else area.value = sessionStorage.getItem(key) ?? suggested;
    act();
  }

  suggest();
  area.value = sessionStorage.getItem(key) ?? area.value;
  return {
    suggest,
    changed(act) {
      const recorded = form.querySelector("[data-recorded]");
      area.addEventListener("input", () => {
        sessionStorage.setItem(key, area.value);
        if (recorded) recorded.value = "";
        act();
      });
      recorded?.addEventListener("change", () => take(recorded, act));
    },
    refuse(sentence) {
      wrong.hidden = !sentence;
      wrong.textContent = sentence;
      area.setAttribute("aria-invalid", String(Boolean(sentence)));
      button.classList.toggle("btn-quiet-bad", Boolean(sentence));
    },
  };
}

function widths(form, frames) {
  const buttons = form.querySelectorAll("button[data-width]");
  for (const button of buttons) {
    button.addEventListener("click", () => {
      frames.dataset.width = button.dataset.width;
      for (const one of buttons) one.setAttribute("aria-pressed", String(one === button));
    });
  }
}

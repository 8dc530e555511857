// What goes wrong between a page that stays and the server: said in the server's own words where it answers with a page
// of its own, and never by taking away the page that somebody types in.
const AWAY = ["The server does not answer.", "What you see is from before. Try again."];
const UNREADABLE = ["The server cannot answer.", "Its log tells what happened. Try again later."];

// text: what to do then; way: a link that does it.
export class Trouble extends Error {
  constructor([headline, text], way) {
    super(headline);
    Object.assign(this, { headline, text, way });
  }

  // html: what the server answered with that status. Undefined if it is of use, as a form that was refused is.
  static of(html, status) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const said = [...page.querySelectorAll(".error-page > :is(h1, h1 + p)")].map((one) => one.textContent);
    if (said.length) return new Trouble(said, page.querySelector("a[target=_blank]"));
    return status < 400 || page.querySelector(".shell") ? undefined : new Trouble(UNREADABLE);
  }

  get words() {
    return [Object.assign(document.createElement("strong"), { textContent: this.headline }), ` ${this.text} `, this.link];
  }

  get link() {
    return this.way ? Object.assign(this.way.cloneNode(true), { className: "" }) : "";
  }

  get sentence() {
    return `${this.headline} ${this.text}`;
  }
}

// {response, text}; JSON is of use with any status. Throws Trouble, or what stopped it.
export async function ask(url, { headers, ...options } = {}) {
  const { response, text } = await reach(url, { ...options, headers: { ...headers, "HX-Request": "true" } });
  const type = response.headers.get("content-type") ?? "";
  const trouble = type.startsWith("application/json") ? undefined : Trouble.of(type.startsWith("text/html") ? text : "", response.status);
  if (trouble) throw trouble;
  return { response, text };
}

async function reach(url, options) {
  try {
    const response = await fetch(url, options);
    return { response, text: await response.text() };
  } catch (error) {
    throw error.name === "AbortError" ? error : new Trouble(AWAY);
  }
}

// At the foot of the window, until something has worked.
export function tell(trouble) {
  clear();
  const template = document.getElementById("trouble");
  if (!template) return;
  const notice = template.content.cloneNode(true).firstElementChild;
  notice.querySelector("div").append(...trouble.words);
  notice.querySelector("button").addEventListener("click", clear);
  template.after(notice);
}

export function clear() {
  document.querySelector(".trouble")?.remove();
}

export function tellOfRoundTrips() {
  addEventListener("htmx:responseError", ({ detail }) => tell(Trouble.of(detail.xhr.responseText, detail.xhr.status) ?? new Trouble(UNREADABLE)));
  addEventListener("htmx:sendError", () => tell(new Trouble(AWAY)));
  addEventListener("htmx:afterRequest", ({ detail }) => detail.successful && clear());
}

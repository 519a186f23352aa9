/* Where there is none: a page of the book. Each live figure stands on it as its state, a script of type
   application/vnd.convbook.figure+json, followed by its snapshot. This hosts the widget in its place; the snapshot stays
   for print. */

import { WIDGETS } from "./index.js";
import { h } from "./ui/dom.js";

/** A model as anywidget has it, without a kernel behind it. */
class Model {
  #listeners = new Map();

  constructor(state) {
    this.state = state;
  }

  get(name) {
    return this.state[name];
  }

  set(name, value) {
    this.state[name] = value;
    for (const listener of this.#listeners.get(`change:${name}`) ?? []) listener();
  }

  on(event, listener) {
    this.#listeners.set(event, [...(this.#listeners.get(event) ?? []), listener]);
  }

  off(event, listener) {
    const kept = (this.#listeners.get(event) ?? []).filter((candidate) => candidate !== listener);
    this.#listeners.set(event, kept);
  }

  save_changes() {}
}

const opened = new Map();
/** The figures that an address has set up. */
const addressed = new Set();

function start(script) {
  const { figure, state } = JSON.parse(script.textContent);
  const widget = WIDGETS[figure];
  // The first figure of a kind is #window-grid, the next ones are numbered.
  let [id, count] = [widget.id, 1];
  while (opened.has(id)) id = `${widget.id}-${++count}`;
  const element = h("div", { class: "wbw-live", id });
  script.after(element);
  const host = {
    link(query) {
      history.replaceState(null, "", `#${id}?${query}`);
      return location.href;
    },
  };
  opened.set(id, { element, ...widget.render({ model: new Model(state), el: element, host }) });
  script.closest(".cell_output, .live-figure").classList.add("wbw-started");
}

/** Open the figure that the page's address names, in the state that it names. Whoever goes back to the page's own address
    finds the figures as they were before a link had set them up. */
function follow() {
  if (!location.hash) {
    for (const figure of addressed) figure.open("");
    addressed.clear();
    return;
  }
  const [id, query] = location.hash.slice(1).split("?");
  const figure = opened.get(id);
  if (!figure) return;
  if (query) {
    figure.open(query);
    addressed.add(figure);
  }
  figure.element.scrollIntoView();
  // The keys that a text beside the link speaks of work at once. Of several choices, the one that is made has the focus.
  figure.element
    .querySelector('[tabindex="0"], [aria-selected="true"], input:not([type="radio"]), :checked, select')
    .focus({ preventScroll: true });
}

/** Do something that must not keep the rest of the page from working; what goes wrong is reported all the same. */
function attempt(action) {
  try {
    action();
  } catch (error) {
    reportError(error);
  }
}

for (const script of document.querySelectorAll('script[type="application/vnd.convbook.figure+json"]')) {
  attempt(() => start(script));
}
addEventListener("hashchange", follow);
// A second click on the same link changes no address, and is to set the figure up afresh all the same.
addEventListener("click", (event) => {
  if (/** @type {Element} */ (event.target).closest?.("a")?.href === location.href) follow();
});
attempt(follow);

/* How a widget is made, and the frame around its picture.

   A widget is data and small functions, in a folder of its own; widgets/window-grid/ is the one to read first:

   state.js   traits, fields (how an address writes them) and settle(state), which makes any state a valid one
   scene.js   scene(state, pointed): the tables, photos and words, as scene/schema.js has them. It is called once after each
              change. What depends on less than the whole state is memoised, so that views skip what is the same as before
   words.js   the sentences
   judge.js   what a wrong guess would have meant
   index.js   widget({...}), which takes Parts; where the answers of its tables and keys are many, they stand in hand.js

   `pointed` is what the pointer or a key asks about for the moment, in the widget's own words, or null. What a handler
   returns is an Answer: changes to the state, and in it, where there is something else to do, `pointed`, what is asked about
   from then on, and `focus`, the name of a control that gets the focus. Nothing (undefined, null) is no answer: a key is
   then offered to the controls that have keys, such as a time line, and else left to the browser; `true` is a key that was
   used and changes nothing. */

import { fromQuery, shortfall } from "../state/link.js";
import { Store } from "../state/store.js";
import { copyLink } from "./copy-link.js";
import { freshId, h, setText } from "./dom.js";
import { Figure } from "./figure.js";
import { FULL_SCREEN_KEY, fullScreen } from "./full-screen.js";

/** @typedef {import("../state/store.js").State} State */
/** @typedef {import("../core/geometry.js").Pair} Pair */

/** @typedef {{ pointed?: any, focus?: string, [trait: string]: any } | boolean | null | undefined} Answer */

/** What happens on a table, or on a photo; all of it may be left out. Cells and pixels are [row, column].
    @typedef {object} Does
    @property {(cell: Pair, state: State) => any} [hover] what is then pointed at
    @property {(cell: Pair, state: State, pointed: any) => Answer} [pick] on a click or a tap
    @property {(place: Pair, state: State) => Answer} [drag] the window was dragged: its first cell, as fractions
    @property {(event: KeyboardEvent, state: State, pointed: any) => Answer} [key]
    @property {boolean} [matrix] (a table) it may be wider than the page
    @property {"input" | "output"} [kind] (a photo) its kind
    @property {(state: State) => Uint8ClampedArray | null} [bytes] (a photo) its pixels, four bytes each; the same object as
      long as they are the same */

/** A control with update(...), and what its update is given now: a list, or null to hide it.
    @typedef {{ element: HTMLElement, update?: (...given: any[]) => void, key?: (name: string) => boolean }} Control
    @typedef {readonly any[]} Shown [Control, (state, pointed) => list or null]; a control that is never updated is alone */

/** @typedef {object} Parts
    @property {string} id
    @property {string} title
    @property {string} hint one sentence on what the hand can do
    @property {readonly (readonly string[])[]} keys [keys, what they do]
    @property {readonly string[]} traits
    @property {readonly import("../state/link.js").Field[]} fields
    @property {(state: State) => State} settle
    @property {State} [locals] the first values of what is in the state, but not in Python's and in no address
    @property {(state: State, pointed: any) => import("../scene/schema.js").Scene} scene
    @property {Record<string, Does>} [tables] by their names in a scene; one that the scene lacks is hidden
    @property {Record<string, Does>} [photos]
    @property {(event: KeyboardEvent, state: State) => Answer} [key] a key that is pressed anywhere in the figure
    @property {readonly string[]} words the names of the paragraphs; one with nothing to say is hidden
    @property {(figure: Figure) => Record<string, Shown>} controls
    @property {Record<string, string>} [choices] by trait the name of the control that chooses it, where a figure can be made
      without it; the fields of a setting ask for themselves
    @property {Record<string, readonly string[]>} [needs] by the name of a paragraph the traits of which one must be offered
    @property {(parts: { tables: Record<string, HTMLElement>, photos: Record<string, HTMLElement>,
      words: Record<string, HTMLElement>, controls: Record<string, HTMLElement> }) => HTMLElement} layout
    @property {(pointed: any, changed: (...names: string[]) => boolean) => any} [stay] what is still pointed at after a
      change of the state; nothing, if it is left out
    @property {(scene: import("../scene/schema.js").Scene, state: State, pointed: any,
      changed: (...names: string[]) => boolean) => string} [say] what a screen reader is told: all words, if it is left out.
      changed("pixel", "pointed") tells whether one of them has changed
    @property {(figure: Figure, changed: (...names: string[]) => boolean) => void} [after] done after each change */

/** @param {Parts} parts */
export function widget(parts) {
  return framed(parts, (store, say) => new Figure(parts, store, say));
}

/** Put the frame around a view, which has an element, update(state, previous) and perhaps restart(). */
export function framed(parts, makeView) {
  return {
    id: parts.id,
    render({ model, el, host }) {
      const store = new Store(model, parts);
      const { live, say } = liveRegion();
      const view = makeView(store, say);
      const note = h("p", { class: "wbw-note", role: "status" });
      const again = () => {
        view.restart?.();
        store.set(store.start);
      };
      const tools = h("div", { class: "wbw-tools" }, h("button", { type: "button", click: again }, "Start again"));
      const alone = host && document.fullscreenEnabled;
      const keys = keyList(alone ? [...parts.keys, FULL_SCREEN_KEY] : parts.keys);
      const root = h(
        "div",
        { class: "wbw", role: "group", "aria-label": parts.title },
        h("p", { class: "wbw-hint" }, parts.hint),
        view.element,
        keys.element,
        tools,
        note,
        live,
      );
      for (const table of root.querySelectorAll('[role="application"]'))
        table.setAttribute("aria-describedby", keys.id);
      root.addEventListener("wbw-refused", (event) => setText(note, event.detail));
      store.subscribe((state, previous) => {
        setText(note, "");
        view.update(state, previous);
      });
      const open = (query) => {
        const read = fromQuery(query, store.start, parts.fields);
        const asked = { ...store.start, ...read.changes };
        view.restart?.();
        store.set(asked);
        setText(note, shortfall(asked, store.state, read, parts.fields));
      };
      if (host) tools.append(...copyLink(host, note, store, parts.fields));
      if (alone) tools.append(fullScreen(root));
      root.store = store; // the tests ask it
      view.update(store.state, null);
      say.ready = true;
      el.append(root);
      return { open, close: () => store.close() };
    },
  };
}

/** What a screen reader is told: where the hand has come to rest, and not every place on the way. */
function liveRegion() {
  const live = h("p", { class: "wbw-hidden", "aria-live": "polite" });
  let timer;
  const say = (sentence) => {
    if (!say.ready) return; // a figure that is only being drawn says nothing
    clearTimeout(timer);
    timer = setTimeout(() => setText(live, sentence), 250);
  };
  say.ready = false;
  return { live, say };
}

/** The keys, folded; whoever comes to a table by the Tab key is told them. */
function keyList(keys) {
  const id = freshId("keys");
  const list = h("dl", { id }, ...keys.flatMap(([names, what]) => [h("dt", {}, names), h("dd", {}, what)]));
  return { id, element: h("details", { class: "wbw-keys" }, h("summary", {}, "Keys"), list) };
}

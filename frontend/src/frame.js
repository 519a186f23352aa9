/* What all widgets share: a state that is always valid, its way to Python and into the page's address, and the frame
   around the picture. */

import { same } from "./core/lists.js";
import { freshId, h, setText } from "./ui/dom.js";

/** A widget's state. It holds the synced traits and nothing else, and is settled, made valid, after every change. */
export class Store {
  #listeners = [];

  constructor(model, { traits, settle }) {
    this.model = model;
    this.traits = traits;
    this.settle = settle;
    this.state = settle(this.#read());
    this.start = this.state;
    this.#write();
    let asked = false;
    const changed = () => {
      // Python may set several traits at once, and each is announced alone.
      if (asked) return;
      asked = true;
      queueMicrotask(() => {
        asked = false;
        this.#take(this.#read());
      });
    };
    for (const trait of traits) model.on(`change:${trait}`, changed);
    this.close = () => {
      for (const trait of traits) model.off(`change:${trait}`, changed);
    };
  }

  /** Ask for changes; what is impossible becomes the nearest that is possible. */
  set(changes) {
    this.#take({ ...this.state, ...changes });
  }

  /** Call `listener(state, previous)` after each change. */
  subscribe(listener) {
    this.#listeners.push(listener);
  }

  #read() {
    return Object.fromEntries(this.traits.map((trait) => [trait, this.model.get(trait)]));
  }

  #take(wanted) {
    const previous = this.state;
    if (Object.keys(wanted).every((key) => wanted[key] === previous[key])) return;
    this.state = this.settle(wanted);
    this.#write();
    if (!same(previous, this.state)) for (const listener of this.#listeners) listener(this.state, previous);
  }

  #write() {
    const changed = this.traits.filter((trait) => !same(this.model.get(trait), this.state[trait]));
    for (const trait of changed) this.model.set(trait, this.state[trait]);
    if (changed.length) this.model.save_changes();
  }
}

/** Ask what has changed since the previous state: changes(state, previous)("image", "kernel"). Without one, all has. */
export function changes(state, previous) {
  return (...names) => !previous || names.some((name) => state[name] !== previous[name]);
}

// --- The state as a part of the page's address

/** The third part of a field whose trait may be null: "pixel=none". */
export const OPTIONAL = "optional";

/** Write a state as "height=8&width=8&kernel=3". `fields` is a list of [name, trait], of [name, trait, place in it] or of
    [name, trait, OPTIONAL]. */
export function toQuery(state, fields) {
  const query = new URLSearchParams();
  for (const [name, trait, place] of fields) {
    const value = typeof place === "number" ? state[trait][place] : state[trait];
    const pair = Array.isArray(value) && value.length === 2 && value[0] === value[1] ? value.slice(0, 1) : value;
    query.set(name, Array.isArray(pair) ? pair.join("x") : String(value ?? "none"));
  }
  return query.toString();
}

/** Read a query; return the changes it asks for and a sentence on each part that asks for nothing. */
export function fromQuery(query, state, fields) {
  const [changes, refused] = [{}, []];
  for (const [name, text] of new URLSearchParams(query)) {
    const field = fields.find((candidate) => candidate[0] === name);
    if (!field) {
      refused.push(`there is no “${name}” here`);
      continue;
    }
    const [, trait, place] = field;
    const part = typeof place === "number";
    const value =
      text === "none" && place === OPTIONAL ? null : parsed(text, part ? state[trait][place] : state[trait]);
    if (value === undefined) refused.push(`“${name}=${text}” was not understood`);
    else if (!part) changes[trait] = value;
    else changes[trait] = Object.assign([...(changes[trait] ?? state[trait])], { [place]: value });
  }
  return { changes, refused };
}

function parsed(text, like) {
  if (typeof like === "boolean") return { true: true, false: false, 1: true, 0: false }[text];
  if (typeof like === "string") return text;
  const parts = text.split("x").map((part) => (/^-?\d+(\.\d+)?$/.test(part) ? Number(part) : Number.NaN));
  if (parts.some(Number.isNaN)) return undefined;
  if (typeof like === "number") return parts.length === 1 ? parts[0] : undefined;
  const count = like?.length ?? Math.max(parts.length, 2); // what may be missing is a place
  if (parts.length === 1 && count === 2) return [parts[0], parts[0]];
  return parts.length === count ? parts : undefined;
}

// --- The frame

/** Make a widget of its parts: { id, title, traits, fields, settle(state), hint, keys, view(context) }.

    `view` gets { store, say } and returns { element, update(state, previous) } and, if it shows anything
    that is not in the state, `restart()`, which lets go of that. `hint` is one sentence on what the hand can
    do, `keys` a list of [keys, what they do]. */
export function widget(parts) {
  return {
    id: parts.id,
    render({ model, el, host }) {
      const store = new Store(model, parts);
      const live = h("p", { class: "wbw-hidden", "aria-live": "polite" });
      let [timer, ready] = [null, false];
      const say = (sentence) => {
        // A screen reader is told where the hand has come to rest, and not of every place on the way.
        if (!ready) return; // a figure that is only being drawn says nothing
        clearTimeout(timer);
        timer = setTimeout(() => setText(live, sentence), 250);
      };
      const view = parts.view({ store, say });
      const note = h("p", { class: "wbw-note", role: "status" });
      const again = () => {
        view.restart?.();
        store.set(store.start);
      };
      const reset = h("button", { type: "button", click: again }, "Start again");
      const tools = h("div", { class: "wbw-tools" }, reset);
      const root = h(
        "div",
        { class: "wbw", role: "group", "aria-label": parts.title },
        h("p", { class: "wbw-hint" }, parts.hint),
        view.element,
        h(
          "details",
          { class: "wbw-keys" },
          h("summary", {}, "Keys"),
          h("dl", {}, ...parts.keys.flatMap(([keys, what]) => [h("dt", {}, keys), h("dd", {}, what)])),
        ),
        tools,
        note,
        live,
      );
      // Whoever comes to a table by the Tab key is told its keys.
      const list = root.querySelector(".wbw-keys dl");
      list.id = freshId("keys");
      for (const table of root.querySelectorAll('[role="application"]'))
        table.setAttribute("aria-describedby", list.id);
      root.addEventListener("wbw-refused", (event) => setText(note, event.detail));
      store.subscribe((state, previous) => {
        setText(note, "");
        view.update(state, previous);
      });
      const open = (query) => {
        const { changes, refused } = fromQuery(query, store.start, parts.fields);
        view.restart?.();
        store.set({ ...store.start, ...changes });
        const asked = { ...store.start, ...changes };
        const moved = parts.fields.filter(([, trait]) => trait in changes && !same(asked[trait], store.state[trait]));
        const words = [...new Set(moved.map(([, trait]) => trait.replace("_", " ")))];
        if (words.length) refused.push(`${words.join(" and ")} had to give way to what is possible`);
        setText(note, refused.length ? `The address asked for more than there is: ${refused.join("; ")}.` : "");
      };
      if (host) tools.append(...copyLink(host, note, store, parts.fields));
      root.store = store; // the tests ask it
      view.update(store.state, null);
      ready = true;
      el.append(root);
      return { open, close: () => store.close() };
    },
  };
}

function copyLink(host, note, store, fields) {
  const field = h("input", { class: "wbw-link", readonly: true, "aria-label": "Link to this state", hidden: true });
  const button = h(
    "button",
    {
      type: "button",
      async click() {
        const link = host.link(toQuery(store.state, fields));
        const named = fields.map(([, trait]) => trait);
        const changed = store.traits.some(
          (trait) => !named.includes(trait) && !same(store.state[trait], store.start[trait]),
        );
        const opens = `opens the figure as it is now${changed ? ", without the numbers that you changed" : ""}`;
        field.value = link;
        field.hidden = false;
        try {
          await navigator.clipboard.writeText(link);
          setText(note, `The link is copied; it ${opens}.`);
        } catch {
          field.select();
          setText(note, `Copy the link from the field; it ${opens}.`);
        }
      },
    },
    "Copy link",
  );
  // An older state's link is not left standing.
  store.subscribe(() => {
    field.hidden = true;
  });
  return [button, field];
}

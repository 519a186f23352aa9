/* A widget's state: always valid, and in step with Python's. */

import { same } from "../core/lists.js";

/** What anywidget gives, or a page of the book in its place.
    @typedef {{ get: (name: string) => any, set: (name: string, value: any) => void, save_changes: () => void,
      on: (event: string, listener: () => void) => void, off: (event: string, listener: () => void) => void }} Model */

/** What a widget holds; each widget says in its state.js what that is.
    @typedef {any} State */

/** A state holds the synced traits; what `settle` adds to them; and the locals, which this page alone knows. It is settled,
    made valid, after every change. */
export class Store {
  #listeners = [];

  /** @param {Model} model
      @param {{ traits: readonly string[], settle: (state: State) => State, locals?: State }} parts `locals` are the first
        values of what is in the state and is no trait */
  constructor(model, { traits, settle, locals = {} }) {
    this.model = model;
    this.traits = traits;
    this.settle = settle;
    this.state = settle({ ...locals, ...this.#read() });
    this.start = this.state;
    this.#write();
    let asked = false;
    const changed = () => {
      // Python may set several traits at once, and each is announced alone.
      if (asked) return;
      asked = true;
      queueMicrotask(() => {
        asked = false;
        const own = Object.fromEntries(Object.keys(locals).map((name) => [name, this.state[name]]));
        this.#take({ ...own, ...this.#read() });
      });
    };
    for (const trait of traits) model.on(`change:${trait}`, changed);
    this.close = () => {
      for (const trait of traits) model.off(`change:${trait}`, changed);
    };
  }

  /** Ask for changes; what is impossible becomes the nearest that is possible.
      @param {State} changes */
  set(changes) {
    this.#take({ ...this.state, ...changes });
  }

  /** Call `listener(state, previous)` after each change.
      @param {(state: State, previous: State) => void} listener */
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

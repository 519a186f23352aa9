/* A figure on the page: it calls the widget's scene once after each change, and gives the tables to their views, the words to
   their paragraphs and the state to the controls. */

import { same } from "../core/lists.js";
import { PhotoView } from "../scene/photo-view.js";
import { TableView } from "../scene/renderer.js";
import { h } from "./dom.js";
import { listenToKeys } from "./keys.js";
import { Offer } from "./offer.js";

/** @typedef {import("../state/store.js").State} State */

export class Figure {
  /** @param {import("./frame.js").Parts} parts
      @param {import("../state/store.js").Store} store
      @param {(sentence: string) => void} say */
  constructor(parts, store, say) {
    this.parts = parts;
    this.store = store;
    this.say = say;
    this.pointed = null;
    this.tables = mapped(parts.tables, (does) => new TableView(this.#listeners(does), does));
    this.photos = mapped(parts.photos, (does) => new PhotoView(does.kind, this.#listeners(does)));
    this.offer = new Offer(store.model);
    const { choices = {}, needs = {} } = parts;
    const told = parts.words.filter((name) => !needs[name] || needs[name].some((trait) => this.offer.where(trait)));
    this.words = Object.fromEntries(told.map((name) => [name, h("p", { class: `wbw-${name}` })]));
    this.controls = parts.controls(this);
    this.given = {}; // what each control was given last
    this.said = {}; // what each paragraph says
    const elements = (views) => mapped(views, (view) => view.element);
    this.element = parts.layout({
      tables: elements(this.tables),
      photos: elements(this.photos),
      words: this.words,
      controls: mapped(this.controls, ([control]) => control.element),
    });
    for (const [trait, name] of Object.entries(choices)) this.offer.place(trait, this.controls[name][0].element);
    this.element.append(this.offer.details);
    if (parts.key) listenToKeys(this.element, (event) => this.answer(parts.key(event, this.state)));
  }

  /** @returns {State} */
  get state() {
    return this.store.state;
  }

  /** Ask for changes of the state. */
  set(changes) {
    this.store.set(changes);
  }

  /** Point at something for the moment, or at nothing. */
  point(pointed) {
    const before = this.pointed;
    if (same(pointed, before)) return;
    this.pointed = pointed;
    this.#show((...names) => names.includes("pointed"));
  }

  /** Do what a handler answers; say whether it was an answer.
      @param {import("./frame.js").Answer} answer */
  answer(answer) {
    if (!answer) return false;
    if (answer === true) return true;
    const { pointed, focus, ...changes } = answer;
    if (Object.keys(changes).length) this.set(changes);
    if ("pointed" in answer) this.point(pointed);
    if (focus) choose(this.controls[focus][0].element.querySelector("input"));
    return true;
  }

  /** Let go of what is pointed at. */
  restart() {
    this.point(null);
  }

  /** Show a state that the store has now. */
  update(state, previous) {
    const before = this.pointed;
    const differs = (name) => !previous || state[name] !== previous[name];
    this.pointed = (before && this.parts.stay?.(before, (...names) => names.some(differs))) ?? null;
    this.#show((...names) => names.some((name) => (name === "pointed" ? this.pointed !== before : differs(name))));
  }

  #show(changed) {
    const { parts, state, pointed } = this;
    const scene = parts.scene(state, pointed);
    const named = (parts, name) => parts.find((part) => part.name === name) ?? null;
    for (const [name, view] of Object.entries(this.tables)) view.update(named(scene.tables, name));
    for (const [name, view] of Object.entries(this.photos)) {
      view.update(named(scene.photos, name), parts.photos[name].bytes?.(state));
    }
    for (const [name, paragraph] of Object.entries(this.words)) {
      const text = scene.words[name] ?? "";
      if (text === this.said[name]) continue;
      this.said[name] = text;
      paragraph.textContent = text;
      paragraph.hidden = !text;
    }
    for (const [name, [control, shows]] of Object.entries(this.controls)) {
      if (shows) this.#control(name, control, shows(state, pointed));
    }
    // What is to be guessed must not be folded away.
    if (changed("hidden") && state.hidden) this.offer.details.open = true;
    const all = () => Object.values(scene.words).filter(Boolean).join(" ");
    this.say(parts.say ? parts.say(scene, state, pointed, changed) : all());
    parts.after?.(this, changed);
  }

  /** Give a control what it shows, unless it shows that already; null hides it. */
  #control(name, control, given) {
    control.element.hidden = !given;
    const before = this.given[name];
    if (!given || (before && given.every((value, at) => value === before[at]))) return;
    this.given[name] = given;
    control.update(...given);
  }

  #listeners({ hover, pick, drag, key }) {
    return {
      onHover: hover && ((cell) => this.point(cell && hover(cell, this.state))),
      onPick: pick && ((cell) => this.answer(pick(cell, this.state, this.pointed))),
      onDrag: drag && ((place) => this.answer(drag(place, this.state))),
      onKey: key && ((event) => this.answer(key(event, this.state, this.pointed)) || this.#key(event)),
    };
  }

  /** Offer a key to the controls that have keys. */
  #key(event) {
    return Object.values(this.controls).some(([control]) => control.key?.(event.key));
  }
}

function choose(input) {
  input.focus();
  input.select();
}

function mapped(entries, make) {
  return Object.fromEntries(Object.entries(entries ?? {}).map(([name, entry]) => [name, make(entry)]));
}

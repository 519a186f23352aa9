import assert from "node:assert/strict";
import { test } from "node:test";
import { same } from "../src/core/lists.js";
import { fromQuery, OPTIONAL, Store, toQuery } from "../src/frame.js";

const FIELDS = [
  ["height", "size", 0],
  ["width", "size", 1],
  ["stride", "stride"],
  ["pixel", "pixel", OPTIONAL],
  ["hide", "hidden"],
  ["view", "view"],
  ["step", "step"],
];
const STATE = { size: [4, 6], stride: [2, 2], pixel: null, hidden: false, view: "scatter", step: 3 };

test("a state is written and read back", () => {
  const state = { ...STATE, stride: [1, 2], pixel: [3, 0], hidden: true };
  const query = toQuery(state, FIELDS);
  assert.equal(query, "height=4&width=6&stride=1x2&pixel=3x0&hide=true&view=scatter&step=3");
  assert.deepEqual(fromQuery(query, STATE, FIELDS), { changes: state, refused: [] });
});

test("one number stands for both axes, and what is not there is none", () => {
  assert.match(toQuery(STATE, FIELDS), /stride=2&pixel=none&hide/);
  const pinned = { ...STATE, pixel: [1, 2] };
  assert.deepEqual(fromQuery("pixel=none", pinned, FIELDS), { changes: { pixel: null }, refused: [] });
  assert.equal(fromQuery("stride=none", pinned, FIELDS).refused.length, 1);
  assert.deepEqual(fromQuery("stride=3&hide=1", STATE, FIELDS).changes, { stride: [3, 3], hidden: true });
});

test("what cannot be read is refused, by name", () => {
  const { changes, refused } = fromQuery("height=x&stride=1x2x3&step=&colour=2&hide=maybe", STATE, FIELDS);
  assert.deepEqual(changes, {});
  assert.equal(refused.length, 5);
  assert.match(refused[3], /there is no “colour”/);
  for (const [place, text] of ["height=x", "stride=1x2x3", "step="].entries()) {
    assert.ok(refused[place].includes(`“${text}”`));
  }
});

/** A model as anywidget's, which counts what it is told to save. */
class Model {
  constructor(state) {
    Object.assign(this, { state: { ...state }, saved: 0, listeners: {} });
  }
  get(name) {
    return this.state[name];
  }
  set(name, value) {
    this.state[name] = value;
    for (const listener of this.listeners[name] ?? []) listener();
  }
  on(event, listener) {
    const name = event.replace("change:", "");
    this.listeners[name] = [...(this.listeners[name] ?? []), listener];
  }
  off(event, listener) {
    const name = event.replace("change:", "");
    this.listeners[name] = this.listeners[name].filter((one) => one !== listener);
  }
  save_changes() {
    this.saved += 1;
  }
}

const PARTS = {
  traits: ["a", "b"],
  settle: (state) => ({ ...state, a: Math.min(state.a, 9), sum: Math.min(state.a, 9) + state.b }),
};

test("a state that Python gives is made valid, and said back to it", () => {
  const model = new Model({ a: 12, b: 1 });
  const store = new Store(model, PARTS);
  assert.equal(store.state.a, 9);
  assert.equal(model.get("a"), 9);
  assert.equal(model.saved, 1);
});

test("several traits that Python sets are one change", async () => {
  const model = new Model({ a: 1, b: 1 });
  const store = new Store(model, PARTS);
  const heard = [];
  store.subscribe((state, previous) => heard.push([previous.a, state.a, state.b]));
  model.set("a", 5);
  model.set("b", 7);
  await null;
  assert.deepEqual(heard, [[1, 5, 7]]);
  store.close();
  model.set("a", 6);
  await null;
  assert.equal(heard.length, 1);
});

test("the hand's change is saved once, and none where nothing changes", async () => {
  const model = new Model({ a: 1, b: 1 });
  const store = new Store(model, PARTS);
  const heard = [];
  store.subscribe((state) => heard.push(state.a));
  store.set({ a: 50 });
  store.set({ a: 9 });
  store.set({ a: 77 });
  await null;
  assert.deepEqual(heard, [9]);
  assert.equal(model.saved, 1);
});

test("same compares by what is inside", () => {
  assert.ok(same({ a: [1, [2, null]], b: "x" }, { a: [1, [2, null]], b: "x" }));
  for (const other of [{ a: [1, [2, 0]], b: "x" }, { a: [1], b: "x" }, { a: [1, [2, null]] }, null, 3]) {
    assert.ok(!same({ a: [1, [2, null]], b: "x" }, other));
  }
});

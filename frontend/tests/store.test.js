/* state/store.js: a state that is always valid, and in step with Python's. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { Store } from "../src/state/store.js";
import { Model } from "./model.js";

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

test("a local is part of the state, but not of the model, and stays when Python sets a trait", async () => {
  const model = new Model({ a: 1, b: 1 });
  const store = new Store(model, { ...PARTS, locals: { chosen: null } });
  assert.equal(store.start.chosen, null);
  store.set({ chosen: [1, 2] });
  assert.deepEqual(store.state.chosen, [1, 2]);
  assert.equal(model.saved, 0);
  assert.ok(!("chosen" in model.state));
  model.set("a", 5);
  await null;
  assert.deepEqual([store.state.a, store.state.chosen], [5, [1, 2]]);
  store.set(store.start);
  assert.deepEqual([store.state.a, store.state.chosen], [1, null]);
});

test("what settle adds to the traits does not outlive what Python sets", async () => {
  const model = new Model({ a: 1, b: 1 });
  const settle = (state) => ({ ...state, twice: state.twice ?? 2 * state.a });
  const store = new Store(model, { traits: ["a", "b"], settle });
  model.set("a", 4);
  await null;
  assert.equal(store.state.twice, 8);
});

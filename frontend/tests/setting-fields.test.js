/* ui/setting-fields.js: one number for both axes, or one for each. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { NAMES, settleSetting } from "../src/state/setting.js";
import { Store } from "../src/state/store.js";
import { Offer } from "../src/ui/offer.js";
import { settingFields } from "../src/ui/setting-fields.js";
import { window } from "./dom.js";
import { Model } from "./model.js";

/** Fields for a setting, on no page. */
function fieldsFor(changes) {
  const setting = { size: [4, 4], kernel_size: [2, 2], stride: [1, 1], padding: [0, 0], dilation: [1, 1], ...changes };
  const model = new Model(setting);
  const store = new Store(model, { traits: NAMES, settle: (state) => settleSetting(state) });
  const figure = { offer: new Offer(model), set: (wanted) => store.set(wanted) };
  Object.defineProperty(figure, "state", { get: () => store.state });
  const { element, update } = settingFields(figure);
  store.subscribe(update);
  update(store.state);
  const box = element.querySelector('[type="checkbox"]');
  return {
    store,
    shown: () => [...element.querySelectorAll(".wbw-number")].filter((field) => !field.hidden).map(nameOf),
    type(name, value) {
      const input = [...element.querySelectorAll(".wbw-number")]
        .find((field) => nameOf(field) === name)
        .querySelector("input");
      input.value = value;
      input.dispatchEvent(new window.Event("change"));
    },
    separately(wanted) {
      box.checked = wanted;
      box.dispatchEvent(new window.Event("change"));
    },
  };
}

const nameOf = (field) => field.querySelector("label").textContent;

test("a setting has one field, and two where its numbers differ", () => {
  const { shown } = fieldsFor({ size: [4, 6] });
  assert.deepEqual(shown(), ["size, rows", "size, columns", "kernel", "stride", "padding", "dilation"]);
});

test("no number is lost when rows and columns are no longer chosen separately", () => {
  const { store, shown, separately } = fieldsFor({ size: [4, 6], kernel_size: [3, 2] });
  separately(true);
  assert.equal(shown().length, 10);
  separately(false);
  assert.deepEqual(
    [store.state.size, store.state.kernel_size],
    [
      [4, 6],
      [3, 2],
    ],
  );
  assert.deepEqual(shown(), [
    "size, rows",
    "size, columns",
    "kernel, rows",
    "kernel, columns",
    "stride",
    "padding",
    "dilation",
  ]);
});

test("a field for both axes sets both, and one of two sets its own", () => {
  const { store, type } = fieldsFor({ size: [4, 6] });
  type("stride", 2);
  type("size, columns", 5);
  assert.deepEqual(
    [store.state.stride, store.state.size],
    [
      [2, 2],
      [4, 5],
    ],
  );
});

test("two fields stay two when their numbers become equal under the hand", () => {
  const { store, shown, type } = fieldsFor({ size: [4, 6] });
  type("size, columns", 4);
  assert.ok(shown().includes("size, columns"));
  type("size, columns", 7);
  assert.deepEqual(store.state.size, [4, 7]);
});

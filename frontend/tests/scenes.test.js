/* Every live figure shows in each state what Python says that it shows: tables, texts, marks, headings and words. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { WIDGETS } from "../src/index.js";
import { same, scenes } from "./vectors.js";

const LEAST = 300; // states of each figure

const figures = new Set(scenes.map(({ figure }) => figure));

test("there are scenes of every figure", () => {
  const ids = Object.values(WIDGETS).map(({ id }) => id);
  assert.deepEqual([...figures].sort(), ids.sort());
});

for (const name of figures) {
  const cases = scenes.filter(({ figure }) => figure === name);

  test(`${name} shows what Python shows, in ${cases.length} states`, async () => {
    assert.ok(cases.length >= LEAST);
    const { scene } = await import(`../src/widgets/${name}/scene.js`);
    const { settle } = await import(`../src/widgets/${name}/state.js`);
    for (const { state, pointed, scene: expected } of cases) {
      const shown = JSON.parse(JSON.stringify(scene(settle(state), pointed)));
      same(shown, expected, { state, pointed });
    }
  });

  test(`${name} does not write into its state`, async () => {
    const { scene } = await import(`../src/widgets/${name}/scene.js`);
    const { settle } = await import(`../src/widgets/${name}/state.js`);
    for (const { state, pointed } of cases.slice(0, 60)) {
      const settled = deepFreeze(settle(state));
      scene(settled, pointed);
    }
  });
}

function deepFreeze(value) {
  if (typeof value === "object" && value) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

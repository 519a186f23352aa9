/* Every widget on a page, at any address. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { WIDGETS } from "../src/index.js";
import { document } from "./dom.js";
import { Model } from "./model.js";
import { chance } from "./random.js";
import { limits } from "./vectors.js";

const QUERIES = 150;
const OTHERS = {
  PhotoKernel: { photo: null, kernel: [[1]], divisor: 1, position: [0, 0], show: "cut", hidden: false },
  ShapeDrill: { seed: 0, level: 1, question: 0, answers: [] },
};
const NAMES = [
  ...["height", "width", "kernel", "stride", "padding", "dilation", "window", "pixel", "weight", "image", "filter"],
  ...["show", "product", "hide", "view", "overwrite", "step", "coverage", "tab", "bias", "nudge", "divisor", "seed"],
  ...["level", "question", "constructor", "__proto__"],
];
const VALUES = [
  ...["0", "1", "2", "3", "7", "-1", "99", "0.5", "1.5", "-0.5", "2.25", "1e9", "NaN", "Infinity", "", "x", "none"],
  ...["true", "false", "constructor", "__proto__", "dX", "gather", "scatter", "indices", "signed", "-1x0x1_1x1x1"],
];

/** An address as nobody would write it, of whole numbers and of fractions. */
function anAddress({ pick, whole }) {
  const part = () => {
    const values = Array.from({ length: whole(1, 3) }, () => pick(VALUES));
    return `${pick(NAMES)}=${values.join("x")}`;
  };
  return Array.from({ length: whole(1, 4) }, part).join("&");
}

for (const [name, widget] of Object.entries(WIDGETS)) {
  test(`${name} opens any address, and its state is one that it would keep`, () => {
    const state = OTHERS[name] ?? limits.find(({ figure }) => figure === name).state;
    const el = document.createElement("div");
    const figure = widget.render({ model: new Model(state), el });
    const { store } = el.querySelector(".wbw");
    const random = chance(7);
    for (let number = 0; number < QUERIES; number++) {
      const query = anAddress(random);
      assert.doesNotThrow(() => figure.open(query), query);
      assert.deepEqual(store.settle(store.state), store.state, query);
    }
    figure.close();
  });
}

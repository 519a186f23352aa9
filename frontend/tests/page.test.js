/* page.js: the figures of a page, and its address. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { document, window } from "./dom.js";
import { limits } from "./vectors.js";

const { figure, state } = limits.find((one) => one.figure === "WindowGrid");
const MIME = "application/vnd.convbook.figure+json";
let reported;
let loaded = 0;

globalThis.reportError = (error) => reported.push(error);
window.Element.prototype.scrollIntoView = () => {};

/** Load the script of a page with these figures, at an address. */
async function load(figures, hash = "") {
  const cells = figures.map((one) => `<div class="cell_output"><script type="${MIME}">${one}</script></div>`);
  document.body.innerHTML = `${cells.join("")}<a href="https://book.example/page.html#window-grid?stride=3">link</a>`;
  window.location.hash = hash;
  loaded += 1;
  await import(`../src/page.js?${loaded}`);
}

function go(hash) {
  window.location.hash = hash;
  window.dispatchEvent(new window.Event("hashchange"));
}

const storeOf = (id) => document.getElementById(id).querySelector(".wbw").store;
const GRID = JSON.stringify({ figure, state });

beforeEach(() => {
  reported = [];
});

test("each figure stands in its place, and the second of a kind has a number", async () => {
  await load([GRID, GRID]);
  assert.deepEqual(
    [...document.querySelectorAll(".wbw-live")].map(({ id }) => id),
    ["window-grid", "window-grid-2"],
  );
  assert.equal(document.querySelectorAll(".wbw-started").length, 2);
});

test("the address opens a figure's state, at first and later", async () => {
  await load([GRID], "#window-grid?stride=2&pixel=1x2");
  assert.deepEqual(storeOf("window-grid").state.stride, [2, 2]);
  assert.deepEqual(storeOf("window-grid").state.pixel, [1, 2]);
  go("#window-grid?stride=1");
  assert.deepEqual(storeOf("window-grid").state.stride, [1, 1]);
  assert.equal(storeOf("window-grid").state.pixel, null);
});

test("back at the page's own address, a figure that a link had set up is as it was", async () => {
  await load([GRID, GRID]);
  const { stride } = storeOf("window-grid").state;
  storeOf("window-grid-2").set({ stride: [3, 3] });
  go("#window-grid?stride=2");
  assert.deepEqual(storeOf("window-grid").state.stride, [2, 2]);
  go("");
  assert.deepEqual(storeOf("window-grid").state.stride, stride);
  assert.deepEqual(storeOf("window-grid-2").state.stride, [3, 3], "the reader's own change stays");
});

test("fractions, and words that every object knows, break nothing", async () => {
  await load([GRID], "#window-grid?pixel=1.5");
  assert.equal(storeOf("window-grid").state.pixel, null);
  for (const query of ["weight=0.5", "pixel=0.5x1", "window=1.5x0.5", "stride=1.5", "hide=constructor"]) {
    go(`#window-grid?${query}`);
    assert.equal(storeOf("window-grid").state.hidden, false, query);
  }
  assert.deepEqual(reported, []);
});

test("a link that fails keeps no later one from working", async (context) => {
  const fail = () => {
    throw new Error("this link fails");
  };
  const failing = context.mock.method(window.Element.prototype, "scrollIntoView", fail);
  await load([GRID], "#window-grid?stride=2");
  assert.deepEqual(
    reported.map(({ message }) => message),
    ["this link fails"],
  );
  failing.mock.restore();
  go("#window-grid?stride=3");
  assert.deepEqual(storeOf("window-grid").state.stride, [3, 3]);
});

test("a figure that cannot start is reported, and the others start", async () => {
  const broken = JSON.stringify({ figure, state: { ...state, image: null } });
  await load([broken, GRID], "#window-grid-2?stride=2");
  assert.equal(reported.length, 1);
  assert.equal(document.querySelectorAll(".wbw").length, 1);
});

test("a second click on the same link sets the figure up afresh", async () => {
  await load([GRID], "#window-grid?stride=3");
  storeOf("window-grid").set({ stride: [1, 1] });
  document.querySelector("a").click();
  assert.deepEqual(storeOf("window-grid").state.stride, [3, 3]);
});

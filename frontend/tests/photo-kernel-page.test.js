/* PhotoKernel on a page without a browser: pointer, keys, files. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { PhotoKernel } from "../src/widgets/photo-kernel/index.js";
import { KERNELS } from "../src/widgets/photo-kernel/kernels.js";
import { sums } from "../src/widgets/photo-kernel/output.js";
import { read } from "../src/widgets/photo-kernel/png.js";
import { all, document, layOut, point, press } from "./dom.js";
import { Model } from "./model.js";
import { PICTURE, PIXELS, SIZE, START, VALID } from "./photos.js";
import { noise, png } from "./png.js";

/** A figure whose photo is read. */
async function onPage(changes) {
  const el = document.createElement("div");
  document.body.replaceChildren(el);
  const model = new Model({ ...START, ...changes });
  await read(model.get("photo"));
  const figure = PhotoKernel.render({ model, el });
  const { store } = el.querySelector(".wbw");
  const box = (name) => all(el, name)[0];
  for (const [name, size] of [
    ["input-photo", SIZE],
    ["output-photo", [SIZE[0] - 2, SIZE[1] - 2]],
  ]) {
    // Ten units of the screen for each pixel.
    box(name).querySelector("canvas").getBoundingClientRect = () => ({
      left: 0,
      top: 0,
      height: 10 * size[0],
      width: 10 * size[1],
    });
  }
  return { el, store, model, figure, box, text: (name) => box(name).textContent.replaceAll("\u00a0", " ") };
}

/** Wait for something that happens by itself. */
async function until(happened) {
  for (let turn = 0; turn < 2000 && !happened(); turn++) await new Promise((done) => setTimeout(done, 5));
  assert.ok(happened(), `${happened} never comes`);
}

const at = (row, column) => [10 * column + 5, 10 * row + 5];

test("the pointer looks at a window, a click keeps it, and a pixel of the photo is its middle", async () => {
  const { store, box, text } = await onPage();
  point(box("input-photo"), "pointermove", at(4, 2));
  assert.match(text("where"), /rows 3–5, columns 1–3 makes output \(3, 1\)/);
  assert.deepEqual(store.state.position, [2, 3]);
  point(box("output-photo"), "pointermove", at(6, 4));
  assert.match(text("where"), /makes output \(6, 4\)/);
  point(box("output-photo"), "pointerleave", at(6, 4));
  assert.match(text("where"), /makes output \(2, 3\)/);
  for (const [photo, pixel, position] of [
    ["output-photo", [6, 4], [6, 4]],
    ["input-photo", [0, 0], [0, 0]],
    ["input-photo", [8, 6], [6, 4]],
  ]) {
    point(box(photo), "pointerdown", at(...pixel));
    point(box(photo), "pointerup", at(...pixel));
    assert.deepEqual(store.state.position, position, `${photo} ${pixel}`);
  }
});

test("a finger looks only where it is down, and keeps the end of its drag", async () => {
  const { store, box, text } = await onPage();
  const touch = { pointerType: "touch" };
  point(box("output-photo"), "pointermove", at(6, 4), touch);
  assert.match(text("where"), /output \(2, 3\)/);
  point(box("output-photo"), "pointerdown", at(0, 0), touch);
  point(box("output-photo"), "pointermove", at(5, 4), touch);
  assert.match(text("where"), /output \(5, 4\)/);
  assert.deepEqual(store.state.position, [2, 3]);
  point(box("output-photo"), "pointerup", [-500, 45], touch); // out of the picture, still held
  assert.deepEqual(store.state.position, [4, 0]);
});

test("arrows move the window, with Shift by ten; Home and End go to the first and the last", async () => {
  const { store, box } = await onPage();
  for (const name of ["input-photo", "output-photo"]) {
    store.set({ position: [2, 3] });
    for (const [key, position, more] of [
      ["ArrowDown", [3, 3]],
      ["ArrowLeft", [3, 2]],
      ["ArrowUp", [0, 2], { shiftKey: true }],
      ["ArrowRight", [0, 4], { shiftKey: true }],
      ["Home", [0, 0]],
      ["ArrowUp", [0, 0]],
      ["End", [6, 4]],
    ]) {
      assert.equal(press(box(name), key, more), true, key);
      assert.deepEqual(store.state.position, position, `${name} ${key}`);
    }
    assert.equal(press(box(name), "q"), false);
  }
});

test("keys of the kernel choose a weight, change it and let it go", async () => {
  const { el, store, box, text } = await onPage();
  const kernel = box("kernel");
  assert.equal(press(kernel, "+"), false);
  for (const [key, chosen] of [
    ["Enter", [0, 0]],
    ["ArrowDown", [1, 0]],
    ["ArrowRight", [1, 1]],
  ]) {
    assert.equal(press(kernel, key), true);
    assert.deepEqual(store.state.chosen, chosen, key);
  }
  press(kernel, "+");
  press(kernel, "+");
  press(kernel, "-");
  assert.equal(store.state.kernel[1][1], 1);
  assert.equal(el.querySelector("select").value, "");
  assert.match(text("asked"), /^Cell \(1, 1\): pixel \(3, 4\) times its weight, \d+·1 = \d+\.$/);
  press(kernel, "Enter");
  assert.equal(document.activeElement.labels?.[0].textContent.replaceAll("\u00a0", " "), "weight (1, 1)");
  press(kernel, "Escape");
  assert.equal(store.state.chosen, null);
  assert.equal(box("asked").hidden, true);
});

test("an arrow moves the window from where it is looked at", async () => {
  const { store, box, text } = await onPage();
  point(box("output-photo"), "pointermove", at(6, 4));
  press(box("output-photo"), "ArrowUp");
  assert.deepEqual(store.state.position, [5, 4]);
  assert.match(text("where"), /makes output \(5, 4\)/);
});

test("a cell is asked about under the pointer, as the window moves too, and chosen by a click", async () => {
  const { store, box, text } = await onPage();
  const svg = box("kernel").querySelector("svg");
  layOut({ svg });
  point(box("kernel"), "pointermove", [35, 5]);
  assert.match(text("asked"), /^Cell \(0, 1\): pixel \(2, 4\)/);
  assert.equal(store.state.chosen, null);
  store.set({ position: [3, 3] });
  assert.match(text("asked"), /^Cell \(0, 1\): pixel \(3, 4\)/);
  for (const chosen of [[0, 1], null, [0, 1]]) {
    point(box("kernel"), "pointerdown", [35, 5]);
    point(box("kernel"), "pointerup", [35, 5]);
    assert.deepEqual(store.state.chosen, chosen);
  }
  point(box("kernel"), "pointermove", [65, 5]);
  assert.match(text("asked"), /^Cell \(0, 2\)/);
  store.set({ kernel: [[7, 8]], weights: null });
  assert.match(text("asked"), /^Cell \(0, 1\)/); // the cell that was pointed at is gone
});

test("a photo is read once", async (t) => {
  const { store } = await onPage();
  const inflate = t.mock.method(globalThis, "DecompressionStream");
  store.set({ position: [0, 0] });
  store.set({ show: "signed" });
  assert.equal(inflate.mock.callCount(), 0);
});

test("a kernel of the menu brings its divisor, and another divisor makes it the reader's own", async () => {
  const { el, store } = await onPage();
  const menu = el.querySelector("select");
  assert.equal(menu.value, "edges");
  menu.value = "blur";
  menu.dispatchEvent(new CustomEvent("change"));
  assert.deepEqual([store.state.kernel, store.state.divisor], [KERNELS.blur.table, 9]);
  store.set({ divisor: 8 });
  assert.equal(menu.value, "");
});

test("a hidden output is neither said, nor painted, nor outlined, until it is guessed", async () => {
  const { el, store, box, text } = await onPage({ hidden: true });
  const value = sums(PIXELS, SIZE, START.kernel)[2 * 5 + 3];
  assert.ok(!el.textContent.includes(String(Math.abs(value))));
  assert.equal(box("output-photo").querySelector(".wbw-outline").hidden, true);
  const form = el.querySelector("form");
  const guess = (typed) => {
    form.querySelector("input").value = typed;
    form.dispatchEvent(new CustomEvent("submit", { cancelable: true }));
  };
  guess(String(-value));
  assert.match(text("verdict"), /wrong sign/);
  assert.equal(store.state.hidden, true);
  guess(String(value));
  assert.equal(store.state.hidden, false);
  assert.equal(box("output-photo").querySelector(".wbw-outline").hidden, false);
});

test("another photo from Python is read, and the reader's own goes with the one that it stood for", async () => {
  const { store, model, text, box } = await onPage();
  const own = { ...PICTURE, own: true, size: [20, 30], pixels: noise([20, 30]) };
  store.set({ picture: own });
  assert.match(box("pictures").textContent, /your photo 20×30/);
  press(box("input-photo"), "End");
  assert.match(text("where"), /output \(17, 27\)/);
  assert.deepEqual([store.state.position, model.get("position")], [START.position, START.position]);
  model.set("photo", png(noise([8, 8], 4), [8, 8]));
  await until(() => store.state.picture?.own === false);
  assert.match(box("pictures").textContent, /^photo 8×8/);
  assert.deepEqual([...store.state.picture.pixels], [...noise([8, 8], 4)]);
});

test("Start again lets go of the reader's own photo, even if nothing else has changed", async () => {
  const { el, store, box } = await onPage();
  store.set({ picture: { ...PICTURE, own: true, size: [20, 30], pixels: noise([20, 30]) }, fault: "a fault" });
  assert.equal(box("fault").textContent, "a fault");
  [...el.querySelectorAll("button")].find((button) => button.textContent === "Start again").click();
  assert.match(box("pictures").textContent, /^photo 9×7/);
  assert.match(box("where").textContent, /makes output/); // at once: its pixels are known
  assert.equal(box("fault").textContent, "");
});

test("a file that is no picture is told; chosen or dropped", async () => {
  const { el, box } = await onPage();
  const input = el.querySelector("input[type=file]");
  const told = () => box("fault").textContent;
  const files = (name) => [{ name }];
  Object.defineProperty(input, "files", { value: files("a.txt"), writable: true });
  input.dispatchEvent(new CustomEvent("change"));
  await until(told);
  assert.match(told(), /^“a\.txt” is no picture that this browser can read/);
  const drop = Object.assign(new CustomEvent("drop", { bubbles: true, cancelable: true }), {
    dataTransfer: { files: files("b.txt"), types: ["Files"] },
  });
  box("pictures").dispatchEvent(drop);
  assert.equal(drop.defaultPrevented, true);
  await until(() => told().includes("b.txt"));
  const nothing = Object.assign(new CustomEvent("drop", { bubbles: true, cancelable: true }), {
    dataTransfer: { files: [], types: ["text/plain"] },
  });
  box("pictures").dispatchEvent(nothing);
  assert.equal(nothing.defaultPrevented, false);
});

test("a photo that cannot be read is told", async () => {
  const broken = `${VALID.photo.slice(0, -60)}AAAA`;
  const el = document.createElement("div");
  PhotoKernel.render({ model: new Model({ ...START, photo: broken }), el });
  await until(() => all(el, "fault")[0].textContent);
  assert.equal(all(el, "fault")[0].textContent, "The photo of this figure could not be read.");
});

/* scene/renderer.js: a table on the page, and what a pointer and keys on it tell. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { MARKS } from "../src/scene/marks.js";
import { TableView } from "../src/scene/renderer.js";
import { table } from "../src/scene/schema.js";
import { all, document, layOut, point, press, textsOf, window } from "./dom.js";

const PLAIN = {
  name: "input",
  kind: "input",
  title: "input 2×3",
  texts: [
    ["1", "2", "3"],
    ["4", "−5", "6"],
  ],
};

let heard;
beforeEach(() => {
  heard = [];
});
const listeners = {
  onHover: (cell) => heard.push(["hover", cell]),
  onPick: (cell) => heard.push(["pick", cell]),
  onDrag: (place) => heard.push(["drag", place]),
  onKey: (event) => heard.push(["key", event.key]) && event.key !== "x",
};

function shown(parts, does = listeners) {
  const view = new TableView(does);
  document.body.replaceChildren(view.element);
  view.update(table({ ...PLAIN, ...parts }));
  layOut(view);
  return view;
}

/** What a second table changes of the page, as names of classes or tags. */
async function touched(view, parts) {
  const observer = new window.MutationObserver(() => {});
  observer.observe(view.element, { subtree: true, childList: true, attributes: true, characterData: true });
  view.update(parts);
  const records = observer.takeRecords();
  observer.disconnect();
  return records.map(({ target }) =>
    (target.getAttribute?.("class") || target.nodeName || "").replace("wbw-mark-", ""),
  );
}

const marked = (view, name) => view.marks[name].getAttribute("d") ?? "";

test("a table shows its texts, its title and its heads", () => {
  const heads = { rows: { name: "window", texts: ["0", "1"] }, columns: { name: "", texts: ["a", "b", "c"] } };
  const view = shown(heads);
  assert.deepEqual(textsOf(view), PLAIN.texts);
  assert.equal(view.title.textContent, "input 2×3");
  assert.equal(view.box.getAttribute("aria-label"), "input 2×3");
  const [written] = all(view.element, "heads");
  assert.deepEqual(
    [...written.children].map((head) => head.textContent),
    ["window", "0", "1", "a", "b", "c"],
  );
});

test("long numbers take wider cells, and no title takes no room", () => {
  assert.deepEqual(shown({}).step, [30, 30]);
  assert.deepEqual(shown({ texts: [["−12345"]] }).step, [30, 54]);
  assert.deepEqual(shown({ room: 9 }).step, [30, 78]);
  assert.equal(shown({ title: "" }).title.hidden, true);
});

test("every mark is drawn on its cells with its own path, in the order of the marks", () => {
  const view = shown({ marks: Object.fromEntries(Object.keys(MARKS).map((name) => [name, [[1, 2]]])) });
  for (const [name, { path }] of Object.entries(MARKS)) assert.equal(marked(view, name), path(60, 30, 30, 30), name);
  const order = [...view.svg.querySelectorAll("path")].map((path) => path.getAttribute("class"));
  const under = Object.keys(MARKS).filter((name) => MARKS[name].under);
  const over = Object.keys(MARKS).filter((name) => !MARKS[name].under);
  const expected = [...under, ...over].map((name) => `wbw-mark-${name}`);
  assert.deepEqual(
    order.filter((name) => name.startsWith("wbw-mark")),
    expected,
  );
});

test("a mark counts its cells in the image: in the border they are below 0", () => {
  const texts = Array.from({ length: 4 }, () => ["0", "0", "0"]);
  const view = shown({ texts, border: [1, 0], marks: { asked: [[-1, 1]], window: [[0, 0, 2, 3]] } });
  assert.equal(marked(view, "asked"), MARKS.asked.path(30, 0, 30, 30));
  assert.equal(marked(view, "window"), MARKS.window.path(0, 30, 90, 60));
});

test("beside labels a ring leaves them their room, and a window does not", () => {
  const view = shown({ labels: [[0, 1, "×2"]], marks: { asked: [[0, 1]], window: [[0, 1]] } });
  assert.equal(marked(view, "asked"), MARKS.asked.path(30, 0, 30, 22));
  assert.equal(marked(view, "window"), MARKS.window.path(30, 0, 30, 30));
});

test("the same table again touches nothing, and neither does an equal one", async () => {
  const parts = { marks: { asked: [[0, 0]] }, labels: [[0, 0, "×1"]], grounds: [[0.5, null, "rgb(0 0 0)"]] };
  const made = table({ ...PLAIN, ...parts });
  const view = shown(parts);
  view.update(made);
  assert.deepEqual(await touched(view, made), []);
  assert.deepEqual(await touched(view, structuredClone(made)), []);
});

test("a change touches what it is about and nothing else", async () => {
  const view = shown({ marks: { asked: [[0, 0]] } });
  const next = table({ ...PLAIN, marks: { asked: [[1, 1]] } });
  assert.deepEqual(await touched(view, next), ["asked"]);
  assert.deepEqual(await touched(view, table({ ...PLAIN })), ["asked"]);
  assert.equal(marked(view, "asked"), "");
  const texts = [PLAIN.texts[0], ["4", "7", "6"]];
  const changed = await touched(view, table({ ...PLAIN, texts }));
  assert.ok(changed.length > 0 && changed.length <= 2, changed.join());
  assert.deepEqual(textsOf(view), texts);
});

test("another size is another drawing", () => {
  const view = shown({ marks: { asked: [[1, 1]] } });
  view.update(table({ ...PLAIN, texts: [["8"]], marks: {} }));
  assert.deepEqual(textsOf(view), [["8"]]);
  assert.equal(view.svg.getAttribute("viewBox"), "-1.5 -1.5 33 33");
  assert.equal(marked(view, "asked"), "");
  view.update(table({ ...PLAIN, marks: { asked: [[1, 1]] } }));
  assert.deepEqual(textsOf(view), PLAIN.texts);
  assert.equal(marked(view, "asked"), MARKS.asked.path(30, 30, 30, 30));
});

test("labels move with the window that they stand in", async () => {
  const labels = (row, column) => [
    [row, column, "×1"],
    [row, column + 1, "×−1234567"],
  ];
  const view = shown({ labels: labels(0, 0) });
  assert.deepEqual(
    [...view.labels.children].map((label) => label.textContent),
    ["×1", "×−1234567"],
  );
  assert.notEqual(view.labels.children[1].style.fontSize, "");
  const moved = await touched(view, table({ ...PLAIN, labels: labels(1, 1) }));
  assert.deepEqual(moved, ["wbw-labels"]);
  assert.equal(view.labels.getAttribute("transform"), "translate(30 30)");
});

test("a ground is a colour, a share of the hue, or none; and its text can be read on it", () => {
  const grounds = [
    ["rgb(20 20 20)", "rgb(230 230 230)", 0.25],
    [null, 0, 1],
  ];
  const view = shown({ grounds });
  const rects = [...view.grounds.children];
  assert.deepEqual(
    rects.map((rect) => rect.style.opacity),
    ["1", "1", "0.25", "0", "0", "1"],
  );
  assert.deepEqual(
    view.texts[0].map((text) => text.getAttribute("class")),
    ["wbw-on-dark", "wbw-on-light", ""],
  );
  view.update(table({ ...PLAIN, grounds: null }));
  assert.equal(view.grounds.children.length, 0);
});

test("texts on a hatch stand on cleared ground: in the border, and where padding is marked", () => {
  const over = (view) => view.texts.map((line) => line.map((text) => text.classList.contains("wbw-over")));
  assert.deepEqual(over(shown({ border: [0, 1] })), [
    [true, false, true],
    [true, false, true],
  ]);
  const view = shown({ marks: { padding: [[1, 0]] } });
  assert.deepEqual(over(view), [
    [false, false, false],
    [true, false, false],
  ]);
  view.update(table(PLAIN));
  assert.equal(over(view).flat().filter(Boolean).length, 0);
});

test("what is absent is hidden, and comes back as it was", () => {
  const view = shown({});
  view.update(null);
  assert.equal(view.element.hidden, true);
  view.update(table(PLAIN));
  assert.equal(view.element.hidden, false);
  assert.deepEqual(textsOf(view), PLAIN.texts);
});

test("a pointer hovers over cells, the border's too, and each is told once", () => {
  const view = shown({ border: [0, 1], rows: { name: "", texts: ["0", "1"] } });
  for (const at of [
    [5, 5],
    [20, 20],
    [40, 40],
    [500, -20],
  ])
    point(view.box, "pointermove", at);
  point(view.box, "pointerleave", [0, 0]);
  assert.deepEqual(heard, [
    ["hover", [0, -1]],
    ["hover", [1, 0]],
    ["hover", [0, 1]],
    ["hover", null],
  ]);
});

test("a click picks the cell where it began and ended; another button picks nothing", () => {
  const view = shown({}, { ...listeners, onDrag: undefined });
  point(view.box, "pointerdown", [35, 5]);
  point(view.box, "pointerup", [55, 25]);
  point(view.box, "pointerdown", [5, 5]);
  point(view.box, "pointerup", [35, 5]);
  point(view.box, "pointerdown", [5, 5], { button: 2 });
  point(view.box, "pointerup", [5, 5], { button: 2 });
  assert.deepEqual(heard, [["pick", [0, 1]]]);
});

test("a mouse drags the window by its middle, and picks nothing on the way", () => {
  const view = shown({ marks: { window: [[0, 0, 1, 2]] } });
  point(view.box, "pointerdown", [15, 15]);
  point(view.box, "pointermove", [18, 15]); // not far enough
  point(view.box, "pointermove", [75, 45]);
  point(view.box, "pointermove", [15, 15]);
  point(view.box, "pointerup", [15, 15]);
  assert.deepEqual(heard, [
    ["drag", [1, 1.5]],
    ["drag", [0, -0.5]],
  ]);
});

test("a finger drags the window by its handle alone", () => {
  const view = shown({ marks: { window: [[0, 0, 1, 2]] } });
  const finger = { pointerType: "touch" };
  point(view.box, "pointerdown", [15, 15], finger);
  point(view.box, "pointermove", [75, 45], finger);
  point(view.box, "pointerup", [75, 45], finger);
  assert.deepEqual(heard, []);
  point(view.handle, "pointerdown", [15, 15], finger);
  point(view.handle, "pointermove", [45, 45], finger);
  assert.deepEqual(heard, [["drag", [1, 1]]]);
});

test("the handle lies on the window, and is gone with it", () => {
  const view = shown({ marks: { window: [[1, 1, 1, 2]] } });
  const [width, height] = [93, 63]; // of the drawing, its edge included
  assert.equal(view.handle.hidden, false);
  assert.equal(Number.parseFloat(view.handle.style.left), (31.5 * 100) / width);
  assert.equal(Number.parseFloat(view.handle.style.top), (31.5 * 100) / height);
  view.update(table(PLAIN));
  assert.equal(view.handle.hidden, true);
});

test("a key that is used is kept from the page, and a shortcut is not", () => {
  const view = shown({});
  assert.equal(view.box.tabIndex, 0);
  assert.equal(press(view.box, "ArrowUp"), true);
  assert.equal(press(view.box, "x"), false);
  assert.equal(press(view.box, "ArrowLeft", { ctrlKey: true }), false);
  assert.deepEqual(heard, [
    ["key", "ArrowUp"],
    ["key", "x"],
  ]);
});

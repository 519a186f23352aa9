/* ui/frame.js and ui/figure.js: a small widget on a page. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { table } from "../src/scene/schema.js";
import { h } from "../src/ui/dom.js";
import { widget } from "../src/ui/frame.js";
import { numberField } from "../src/ui/number-field.js";
import { timeLine } from "../src/ui/time-line.js";
import { all, document, layOut, point, press } from "./dom.js";
import { Model } from "./model.js";

let scenes; // how often a scene was made
let told; // what `say` was told of each
let last; // the Figure

/** A row of numbers with one of them chosen. */
const PARTS = {
  id: "row",
  title: "Live figure: a row",
  hint: "Choose a number.",
  keys: [["arrows", "choose another number"]],
  traits: ["numbers", "at"],
  locals: { note: "" },
  fields: [["at", "at"]],
  settle: (state) => ({ ...state, at: Math.min(Math.max(Math.round(state.at), 0), state.numbers.length - 1) }),
  scene(state, pointed) {
    scenes += 1;
    const at = pointed ?? state.at;
    const row = table({
      name: "row",
      kind: "plain",
      title: "row",
      texts: [state.numbers.map(String)],
      marks: { asked: [[0, at]] },
    });
    const spare = table({ name: "spare", kind: "plain", title: "", texts: [["0"]] });
    const words = { where: `${state.numbers[at]} stands at ${at}.`, note: state.note };
    return { tables: state.at ? [row] : [row, spare], photos: [], words };
  },
  tables: {
    row: {
      hover: (cell) => cell[1],
      pick: (cell) => ({ at: cell[1] }),
      key: ({ key }, state, pointed) =>
        ({
          ArrowRight: { at: state.at + 1 },
          ArrowUp: { pointed: (pointed ?? state.at) + 1 },
          Enter: { note: "typed", focus: "value" },
          " ": true,
        })[key],
    },
    spare: {},
  },
  words: ["where", "note"],
  controls(figure) {
    last = figure;
    return {
      time: [timeLine({ label: "Number", onMove: (at) => figure.set({ at }) }), (s) => [s.at, s.numbers.length]],
      value: [
        numberField({ label: "value", onChange: (value) => figure.set({ at: value }) }),
        (state) => (state.at ? [state.numbers[state.at], 0, 9, `number ${state.at}`] : null),
      ],
    };
  },
  layout: ({ tables, words, controls }) =>
    h("div", {}, tables.row, tables.spare, words.where, words.note, controls.time, controls.value),
  say: (scene, _state, pointed, changed) => {
    const names = ["numbers", "at", "note", "pointed"].filter((name) => changed(name));
    told.push([scene.words.where, pointed, names.join()]);
    return scene.words.where;
  },
};

let el;
beforeEach(() => {
  [scenes, told] = [0, []];
  el = document.createElement("div");
  document.body.replaceChildren(el);
});

function open(parts = {}, host = undefined) {
  const model = new Model({ numbers: [3, 5, 8], at: 1 });
  return { model, ...widget({ ...PARTS, ...parts }).render({ model, el, host }) };
}

const text = (name) => all(el, name)[0].textContent;
const view = (name = "row") => last.tables[name];

test("a scene is made once, and shown: tables, words and controls", () => {
  open();
  assert.equal(scenes, 1);
  assert.deepEqual(all(view().element, "texts")[0].textContent, "358");
  assert.equal(text("where"), "5 stands at 1.");
  const [range] = el.querySelectorAll('input[type="range"]');
  assert.deepEqual([range.value, range.max], ["1", "2"]);
  assert.equal(el.querySelector('input[type="number"]').value, "5");
  assert.deepEqual(told, [["5 stands at 1.", null, "numbers,at,note"]]);
});

test("what a scene lacks is hidden: a table, words, a control", () => {
  open();
  assert.equal(view("spare").element.hidden, true);
  assert.equal(all(el, "note")[0].hidden, true);
  const [field] = all(el, "number");
  assert.equal(field.hidden, false);
  last.set({ at: 0 });
  assert.equal(view("spare").element.hidden, false);
  assert.equal(field.hidden, true);
});

test("a change makes one scene, and says what has changed", () => {
  open();
  last.set({ at: 2 });
  assert.equal(scenes, 2);
  assert.equal(text("where"), "8 stands at 2.");
  assert.deepEqual(told[1], ["8 stands at 2.", null, "at"]);
  last.set({ at: 2 });
  assert.equal(scenes, 2);
});

test("what the pointer asks about is shown for the moment", () => {
  const { model } = open();
  layOut(view());
  point(view().box, "pointermove", [70, 5]);
  assert.equal(text("where"), "8 stands at 2.");
  assert.deepEqual(told[1], ["8 stands at 2.", 2, "pointed"]);
  assert.equal(model.get("at"), 1);
  last.point(2); // there already
  point(view().box, "pointerleave", [70, 5]);
  assert.equal(text("where"), "5 stands at 1.");
  assert.equal(scenes, 3);
});

test("after a change nothing is pointed at, unless it stays", () => {
  open();
  last.point(2);
  last.set({ at: 0 });
  assert.deepEqual(told[2], ["3 stands at 0.", null, "at,pointed"]);
  open({ stay: (pointed, changed) => (changed("numbers") ? null : pointed) });
  last.point(2);
  last.set({ at: 0 });
  assert.equal(last.pointed, 2);
  last.set({ numbers: [1, 2] });
  assert.equal(last.pointed, null);
});

test("a click, and a key, do what the handlers answer", () => {
  const { model } = open();
  layOut(view());
  point(view().box, "pointerdown", [5, 5]);
  point(view().box, "pointerup", [5, 5]);
  assert.equal(model.get("at"), 0);
  assert.equal(press(view().box, "ArrowRight"), true);
  assert.equal(model.get("at"), 1);
  assert.equal(press(view().box, "ArrowUp"), true);
  assert.equal(last.pointed, 2);
  assert.equal(press(view().box, " "), true);
  assert.equal(press(view().box, "Enter"), true);
  assert.equal(document.activeElement?.getAttribute("type"), "number");
  assert.equal(text("note"), "typed");
});

test("a key that the table does not use is the time line's, and else the page's", () => {
  const { model } = open();
  assert.equal(press(view().box, "End"), true);
  assert.equal(model.get("at"), 2);
  assert.equal(press(view().box, "F5"), false);
});

test("start again brings back the first state, with nothing pointed at", () => {
  open({ stay: (pointed) => pointed });
  last.set({ at: 2, note: "mine" });
  last.point(0);
  [...el.querySelectorAll("button")].find((button) => button.textContent === "Start again").click();
  assert.deepEqual([last.state.at, last.state.note, last.pointed], [1, "", null]);
});

test("an address opens a state, and says what it could not have", () => {
  const figure = open();
  figure.open("at=2");
  assert.equal(text("where"), "8 stands at 2.");
  assert.equal(all(el, "note")[1].textContent, "");
  figure.open("at=7&colour=red");
  assert.equal(text("where"), "8 stands at 2.");
  const said = "there is no “colour” here; at had to give way to what is possible.";
  assert.equal(all(el, "note")[1].textContent, `The address asked for more than there is: ${said}`);
  last.set({ at: 0 });
  assert.equal(all(el, "note")[1].textContent, "");
});

test("a number that a field refuses is named, and is not left standing", () => {
  open();
  const field = el.querySelector('input[type="number"]');
  field.value = "-4";
  field.dispatchEvent(new CustomEvent("change", { bubbles: true }));
  assert.equal(all(el, "note")[1].textContent, "number 1: −4 is not possible here, from 0 to 9 is.");
});

test("a link to the state is made where there is a page for it", async () => {
  const queries = [];
  const link = (query) => {
    queries.push(query);
    return `page#row?${query}`;
  };
  open({}, { link });
  last.set({ at: 2 });
  const [button] = [...el.querySelectorAll("button")].filter((one) => one.textContent === "Copy link");
  button.click();
  await new Promise((done) => setTimeout(done));
  assert.deepEqual(queries, ["at=2"]);
  const [field] = all(el, "link");
  assert.deepEqual([field.value, field.hidden], ["page#row?at=2", false]);
  last.set({ at: 0 });
  assert.equal(field.hidden, true);
});

test("whoever comes to a table by the Tab key is told its keys", () => {
  open();
  const id = view().box.getAttribute("aria-describedby");
  assert.match(el.querySelector(`#${id}`).textContent, /choose another number/);
});

test("a screen reader is told where the hand has come to rest", (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  open();
  const live = el.querySelector("[aria-live]");
  context.mock.timers.tick(1000);
  assert.equal(live.textContent, "");
  last.set({ at: 2 });
  last.set({ at: 0 });
  context.mock.timers.tick(200);
  assert.equal(live.textContent, "");
  context.mock.timers.tick(100);
  assert.equal(live.textContent, "3 stands at 0.");
});

test("a closed figure hears no more of its model", async () => {
  const { model, close } = open();
  close();
  model.set("at", 2);
  await null;
  assert.equal(text("where"), "5 stands at 1.");
});

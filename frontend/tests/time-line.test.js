/* ui/time-line.js: how fast it plays. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { timeLine } from "../src/ui/time-line.js";
import { document, window } from "./dom.js";

/** A time line of so many moments, on the page. */
function onPage(count) {
  let at = 0;
  const line = timeLine({
    label: "Window",
    onMove(place) {
      at = place;
      line.update(at, count);
    },
  });
  document.body.replaceChildren(line.element);
  line.update(at, count);
  const play = [...line.element.querySelectorAll("button")].find(({ textContent }) => textContent === "Play");
  const speed = line.element.querySelector("select");
  return {
    play,
    speed,
    at: () => at,
    choose(value) {
      speed.dispatchEvent(new window.PointerEvent("pointerdown", { bubbles: true }));
      speed.value = value;
      speed.dispatchEvent(new window.Event("change"));
    },
  };
}

test("where there are many moments, they can be played 4 and 16 times as fast", (context) => {
  context.mock.timers.enable({ apis: ["setInterval"] });
  const { play, choose, at } = onPage(100);
  play.click();
  context.mock.timers.tick(1400);
  assert.equal(at(), 2);
  choose("4"); // while it plays
  context.mock.timers.tick(1400);
  assert.equal(at(), 10);
  play.click();
  choose("16");
  context.mock.timers.tick(1400);
  assert.equal(at(), 10, "a speed that is chosen does not start it");
  play.click();
  context.mock.timers.tick(700);
  assert.ok(Math.abs(at() - 26) <= 1, `at ${at()}`);
});

test("a few moments have one speed", () => {
  assert.equal(onPage(12).speed.closest("label").hidden, true);
  assert.equal(onPage(13).speed.closest("label").hidden, false);
});

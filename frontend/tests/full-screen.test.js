/* ui/full-screen.js: a figure alone on the screen. */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { h } from "../src/ui/dom.js";
import { fullScreen } from "../src/ui/full-screen.js";
import { document, press, window } from "./dom.js";

let figure;
let button;

function shows(element) {
  document.fullscreenElement = element;
  figure.dispatchEvent(new window.Event("fullscreenchange"));
}

beforeEach(() => {
  figure = h("div", {});
  button = fullScreen(figure);
  figure.append(button, h("input", { type: "text" }), h("input", { type: "number" }));
  document.body.replaceChildren(figure);
  figure.requestFullscreen = () => shows(figure);
  document.exitFullscreen = () => shows(null);
  shows(null);
});

test("the button shows the figure alone, and says the way back", () => {
  assert.equal(button.textContent, "Full screen");
  button.click();
  assert.equal(document.fullscreenElement, figure);
  assert.equal(button.textContent, "Back to the page");
  button.click();
  assert.equal(document.fullscreenElement, null);
  assert.equal(button.textContent, "Full screen");
});

test("F does the same, and is a letter where a text is typed", () => {
  const [text, number] = figure.querySelectorAll("input");
  assert.equal(press(text, "f"), false);
  assert.equal(document.fullscreenElement, null);
  assert.equal(press(number, "F"), true);
  assert.equal(document.fullscreenElement, figure);
  assert.equal(press(figure, "f", { ctrlKey: true }), false);
  assert.equal(document.fullscreenElement, figure);
});

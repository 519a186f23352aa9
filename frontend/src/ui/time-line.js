/* A time line: step, play and scrub through the moments of a figure. */

import { enable, freshId, h, setText } from "./dom.js";
import { listenToKeys } from "./keys.js";
import { menu } from "./menu.js";

const HANDS = ["pointerdown", "keydown"];
const PACE = 700; // milliseconds for a moment, at the first speed
const MANY = 12; // with more moments than these, playing can be made faster

/** Step, play and scrub through `count` moments, played faster where there are many. Space plays, Home and End go to the ends. */
export function timeLine({ label, onMove }) {
  const id = freshId("time");
  let [place, count, timer, speed] = [0, 0, null, 1];
  const go = (next) => onMove(Math.min(Math.max(next, 0), count - 1));
  const range = h("input", {
    id,
    type: "range",
    min: 0,
    step: 1,
    input: () => {
      stop();
      go(Number(range.value));
    },
  });
  listenToKeys(range, (event) => key(event.key));
  const play = h("button", { type: "button", click: () => toggle() }, "Play");
  const step = (by, sign, word) =>
    h(
      "button",
      {
        type: "button",
        "aria-label": `${label}: ${word}`,
        click: () => {
          stop();
          go(place + by);
        },
      },
      sign,
    );
  const back = step(-1, "◀", "one back");
  const forth = step(1, "▶", "one on");
  const text = h("span", { class: "wbw-count" });
  const faster = menu({
    label: "Speed",
    choices: { 1: "1×", 4: "4×", 16: "16×" },
    onChange: (chosen) => {
      speed = chosen;
      if (timer) run();
    },
  });
  const name = h("label", { for: id }, label);

  /** Do what a key asks for; return whether it asked for anything. */
  function key(name) {
    const moves = { "+": place + 1, "-": place - 1, Home: 0, End: count - 1 };
    if (name === " ") toggle();
    else if (name in moves) go(moves[name]);
    else return false;
    return true;
  }
  function toggle() {
    if (timer) return stop();
    for (const event of HANDS) document.addEventListener(event, interrupt, true);
    if (place >= count - 1) go(0);
    run();
    setText(play, "Pause");
  }
  function run() {
    clearInterval(timer);
    timer = setInterval(() => (place >= count - 1 || !range.isConnected ? stop() : go(place + 1)), PACE / speed);
  }
  /** Stop playback on any other input. */
  function interrupt(event) {
    if (event.key !== " " && !play.contains(event.target) && !faster.element.contains(event.target)) stop();
  }
  function stop() {
    for (const event of HANDS) document.removeEventListener(event, interrupt, true);
    clearInterval(timer);
    timer = null;
    setText(play, "Play");
  }
  function setLabel(called) {
    if (name.textContent === called) return;
    setText(name, called);
    back.setAttribute("aria-label", `${called}: one back`);
    forth.setAttribute("aria-label", `${called}: one on`);
  }
  return {
    element: h("div", { class: "wbw-time" }, back, play, forth, name, range, text, faster.element),
    key,
    stop,
    setLabel,
    /** Show a moment of so many; `words` say which, and `called` is the label, where it changes. */
    update(newPlace, newCount, words = `${newPlace} of 0–${newCount - 1}`, called = undefined) {
      if (called) setLabel(called);
      if (newCount !== count) range.max = newCount - 1;
      faster.element.hidden = newCount <= MANY;
      [place, count] = [newPlace, newCount];
      range.value = place;
      range.setAttribute("aria-valuetext", words);
      setText(text, words);
      enable(back, place > 0, range);
      enable(forth, place < count - 1, range);
    },
  };
}

/** The keys of a time line that goes through the windows, for a widget's `keys`. */
export const WINDOW_KEYS = [
  ["Home, End", "first window, last window"],
  ["+, −", "next window, the one before; in a number: one more, one less"],
  ["Space", "play, pause"],
];

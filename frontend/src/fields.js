/* Controls that every widget uses: a number to step or type, a time line, a choice, a guess. */

import { freshId, h, listenToKeys, number, setText } from "./dom.js";

/** A labelled number: type it, step it with the arrows, + and − (where it can be negative, − is its sign), or with the
    buttons. `onChange` gets what was asked for; what the field then shows is set by `update`. */
export function numberField({ label, hideLabel = false, onChange }) {
  const id = freshId("number");
  let shown = 0;
  const change = (value) => {
    keepInPlace(input, () => onChange(value));
    input.value = shown; // what was not possible is not left standing
    if (value === shown) return;
    const [low, high] = [Number(input.min), Number(input.max)];
    const instead =
      value < low || value > high ? `from ${number(low)} to ${number(high)} is` : `${number(shown)} is the nearest`;
    const words = `${input.labels[0].textContent}: ${number(value)} is not possible here, ${instead}.`;
    input.dispatchEvent(new CustomEvent("wbw-refused", { bubbles: true, detail: words }));
  };
  const keys = { ArrowUp: 1, ArrowDown: -1, "+": 1, "-": -1 };
  const input = h("input", {
    id,
    type: "number",
    step: 1,
    change: () => input.value !== "" && Number(input.value) !== shown && change(Number(input.value)),
    blur: () => {
      input.value = shown;
    },
  });
  listenToKeys(input, (event) => {
    const step = keys[event.key];
    // Where a number may be negative, "-" is its sign.
    if (!step || (event.key === "-" && input.min < 0)) return false;
    change(shown + step);
    return true;
  });
  // The field itself has keys for both; a second and a third stop of the Tab key would only be in the way.
  const button = (step, sign, word) =>
    h(
      "button",
      { type: "button", tabindex: -1, "aria-label": `${label}: ${word}`, click: () => change(shown + step) },
      sign,
    );
  const less = button(-1, "−", "one less");
  const more = button(1, "+", "one more");
  const name = h("label", { for: id, class: hideLabel ? "wbw-hidden" : "" }, label);
  return {
    element: h("span", { class: "wbw-number" }, name, less, input, more),
    setLabel(text) {
      setText(name, text);
      less.setAttribute("aria-label", `${text}: one less`);
      more.setAttribute("aria-label", `${text}: one more`);
    },
    update(value, low, high) {
      shown = value;
      if (document.activeElement !== input || Number(input.value) !== value) input.value = value;
      input.style.width = String(value).length > 3 ? `${String(value).length + 3}ch` : "";
      input.min = low;
      input.max = high;
      // A finger on one of the buttons is not to call up a phone's keyboard.
      const [down, up] = [value > low, value < high];
      if (up) enable(more, up);
      enable(less, down, up ? more : input);
      enable(more, up, down ? less : input);
    },
  };
}

/** Enable a button or disable it; the focus is not to be lost with it. */
function enable(button, possible, otherwise) {
  if (!possible && document.activeElement === button) otherwise.focus();
  button.disabled = !possible;
}

/** Change something, and scroll so that an element stays where the hand has it, however much grows above it. */
function keepInPlace(element, action) {
  const before = element.getBoundingClientRect().top;
  action();
  const moved = element.getBoundingClientRect().top - before;
  if (!moved) return;
  let box = element.parentElement;
  while (box && !/auto|scroll/.test(getComputedStyle(box).overflowY)) box = box.parentElement;
  (box ?? document.scrollingElement).scrollBy(0, moved);
}

const HANDS = ["pointerdown", "keydown"];

/** Step, play and scrub through `count` moments. Space plays, Home and End go to the ends. */
export function timeLine({ label, onMove }) {
  const id = freshId("time");
  let [place, count, timer] = [0, 0, null];
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
    timer = setInterval(() => (place >= count - 1 || !range.isConnected ? stop() : go(place + 1)), 700);
    setText(play, "Pause");
  }
  /** Whatever the hand does next, it is not to be carried away from under it. */
  function interrupt(event) {
    if (event.key !== " " && !play.contains(event.target)) stop();
  }
  function stop() {
    for (const event of HANDS) document.removeEventListener(event, interrupt, true);
    clearInterval(timer);
    timer = null;
    setText(play, "Play");
  }
  return {
    element: h("div", { class: "wbw-time" }, back, play, forth, name, range, text),
    key,
    stop,
    setLabel(text) {
      setText(name, text);
      back.setAttribute("aria-label", `${text}: one back`);
      forth.setAttribute("aria-label", `${text}: one on`);
    },
    update(newPlace, newCount, words = `${newPlace} of 0–${newCount - 1}`) {
      if (newCount !== count) range.max = newCount - 1;
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

/** One of a few: a group of radio buttons, which the arrow keys move through. `choices` maps values to words. */
export function choice({ label, choices, onChange }) {
  const name = freshId("choice");
  const inputs = Object.entries(choices).map(([value, words]) => {
    const input = h("input", { type: "radio", name, value, change: () => onChange(value) });
    return [input, h("label", { class: "wbw-check" }, input, words)];
  });
  return {
    element: h("fieldset", { class: "wbw-choice" }, h("legend", {}, label), ...inputs.map(([, wrapped]) => wrapped)),
    update(value) {
      for (const [input] of inputs) input.checked = input.value === String(value);
    },
  };
}

/** One of a few views of the same, as tabs over their panel. The arrow keys move through them. */
export function tabs({ label, choices, panel, onChange }) {
  const names = Object.keys(choices);
  panel.id = freshId("panel");
  panel.setAttribute("role", "tabpanel");
  const buttons = names.map((name, place) => {
    const look = { type: "button", role: "tab", id: freshId("tab"), "aria-controls": panel.id };
    const button = h("button", { ...look, click: () => onChange(name) }, choices[name]);
    listenToKeys(button, (event) => {
      const moves = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: -1 };
      if (!(event.key in moves)) return false;
      const next = (moves[event.key] + names.length) % names.length;
      onChange(names[next]);
      buttons[next].focus();
      return true;
    });
    return button;
  });
  return {
    element: h("div", { class: "wbw-tabs", role: "tablist", "aria-label": label }, buttons),
    update(value) {
      for (const [place, button] of buttons.entries()) {
        const chosen = names[place] === value;
        button.setAttribute("aria-selected", chosen);
        button.tabIndex = chosen ? 0 : -1;
        if (chosen) panel.setAttribute("aria-labelledby", button.id);
      }
    },
  };
}

/** One of many: a menu. `choices` maps values to words. */
export function menu({ label, choices, onChange }) {
  const options = Object.entries(choices).map(([value, words]) => h("option", { value }, words));
  const select = h("select", { change: () => onChange(select.value) }, ...options);
  return {
    element: h("label", { class: "wbw-menu" }, label, select),
    update(value) {
      select.value = value;
    },
  };
}

/** A switch that is on or off. */
export function toggle({ label, onChange }) {
  const input = h("input", { type: "checkbox", change: () => onChange(input.checked) });
  return {
    element: h("label", { class: "wbw-check" }, input, label),
    update(value) {
      input.checked = value;
    },
  };
}

/** Ask, and say of the reader's guess whether it is right. `read(text)` makes a guess of what is typed, { guess }, or says
    what to type instead, { words }. `answer(guess)` returns { right, words }: whether it is right, and what to say of it.
    With `onHide(hidden)`, which sets the state, the answer can be hidden until it has been guessed; without it, the
    question always stands. `more` are further buttons. */
export function guessField({ question, onHide, answer, read = aNumber, wide = false, more = [] }) {
  const id = freshId("guess");
  const hide = onHide && toggle({ label: "Hide the answer", onChange: (hidden) => onHide(hidden) });
  const input = h("input", {
    id,
    type: "text",
    // The keys of a phone for a lone number lack what stands between several.
    inputmode: wide ? "text" : "decimal",
    autocomplete: "off",
    size: wide ? 14 : 6,
  });
  const verdict = h("span", { class: "wbw-verdict", role: "status" });
  const name = h("label", { for: id }, question);
  const form = h(
    "form",
    {
      class: "wbw-guess",
      submit: (event) => {
        event.preventDefault();
        const { guess, words: refused } = read(input.value);
        if (guess === undefined) return setText(verdict, refused);
        const { right, words } = answer(guess);
        if (right) onHide?.(false);
        setText(verdict, words ?? (right ? `Right: ${number(guess)}.` : `Not ${number(guess)}.`));
      },
    },
    name,
    input,
    h("button", { type: "submit" }, "Check"),
    ...more,
  );
  return {
    element: h("div", { class: "wbw-ask" }, hide?.element, form, verdict),
    /** Another question now: forget what was said of the last one. */
    forget() {
      setText(verdict, "");
      if (input.value) input.value = "";
    },
    focus() {
      input.focus();
    },
    say(words) {
      setText(verdict, words);
    },
    /** `asked` is the question, where it changes. */
    update(hidden, asked = question) {
      setText(name, asked);
      hide?.update(hidden);
      if (!hidden && form.contains(document.activeElement)) hide?.element.firstChild.focus();
      form.hidden = !hidden;
    },
  };
}

function aNumber(text) {
  const typed = text.trim().replace("−", "-").replace(",", ".");
  const guess = Number(typed);
  return typed !== "" && Number.isFinite(guess) ? { guess } : { words: "Type a number." };
}

/* A question that the reader answers, and what is said of the answer. */

import { number } from "../scene/words.js";
import { freshId, h, setText } from "./dom.js";
import { toggle } from "./toggle.js";

/** Ask, and say of the reader's guess whether it is right. `read(text)` makes a guess of what is typed, { guess }, or says
    what to type instead, { words }. `answer(guess)` returns { right, words }: whether it is right, and what to say of it.
    With `onHide(hidden)`, which sets the state, the answer can be hidden until it has been guessed; without it, the
    question always stands. `more` are further buttons.
    @param {{ question: string, answer: (guess: any) => { right: boolean, words?: string },
      onHide?: (hidden: boolean) => void, read?: (text: string) => { guess?: any, words?: string }, wide?: boolean,
      more?: HTMLElement[] }} options */
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
  /** Another question now: forget what was said of the last one. */
  function forget() {
    setText(verdict, "");
    if (input.value) input.value = "";
  }
  let last = [];
  return {
    element: h("div", { class: "wbw-ask" }, hide?.element, form, verdict),
    forget,
    focus() {
      input.focus();
    },
    say(words) {
      setText(verdict, words);
    },
    /** `asked` is the question, where it changes; `about` lists what it is about: if one of these is another one than
        before, so is the question. */
    update(hidden, asked = question, about = last) {
      setText(name, asked);
      if (about.some((part, at) => part !== last[at])) forget();
      last = about;
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

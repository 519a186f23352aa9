/* BackwardScrubber: the convolution and its three gradients, one number at a time; and a nudge that measures what a
   gradient predicts. */

import { exact, place } from "../../scene/words.js";
import { h } from "../../ui/dom.js";
import { widget } from "../../ui/frame.js";
import { controls } from "./controls.js";
import { chosenNumber, tables } from "./hand.js";
import { scene } from "./scene.js";
import { FIELDS, LOCALS, settle, TRAITS } from "./state.js";

function layout({ tables, words, controls }) {
  const { after, ...shown } = tables;
  controls.nudging.append(
    h("div", {}, h("div", { class: "wbw-words" }, controls.nudge, words.predicted, words.measured), after),
  );
  controls.panel.append(
    controls.views,
    h("div", { class: "wbw-panels wbw-several" }, ...Object.values(shown)),
    controls.time,
    h("div", { class: "wbw-words wbw-says" }, words.where, words.sum, controls.value),
    words.more,
    controls.guess,
    controls.nudging,
  );
  const bias = h("div", { class: "wbw-line" }, controls.bias);
  return h("div", {}, controls.tab, controls.panel, controls.fields, bias);
}

/** A screen reader is told what was chosen, where that leads, and the number; or else what a nudge has done. */
function say({ tables, words }, state, _pointed, changed) {
  const { where, sum, more, predicted, measured } = words;
  if (predicted && changed("nudge", "nudging")) {
    const moved = tables.at(-1).marks.asked?.map(place).join(", ");
    const outputs = moved ? `Outputs that moved: ${moved}.` : "No output moved.";
    return [predicted, measured, outputs].filter(Boolean).join(". ");
  }
  const said = [where, sum, more];
  if (state.chosen && changed("chosen", "edge", state.chosen)) {
    const { value, name } = chosenNumber(state);
    said.unshift(`${name} is ${exact(value)}.${state.edge ? " That is the edge." : ""}`);
  }
  return said.filter(Boolean).join(" ");
}

export const BackwardScrubber = widget({
  id: "backward-scrubber",
  title: "Live figure: the backward pass",
  hint: "Choose what is computed, and move along the time line. Point at a result to see how it comes about. Click a pixel, a weight or a number of G to change it.",
  keys: [
    ["arrows", "in a table: to the next number; on the tabs: to the next tab"],
    ["Enter", "in a table: change the number that is chosen there, in the field below"],
    ["+, −", "one on, one back on the time line; in a number: one more, one less"],
    ["Home, End", "first, last on the time line"],
    ["Space", "play, pause"],
  ],
  traits: TRAITS,
  fields: FIELDS,
  locals: LOCALS,
  settle,
  scene,
  tables,
  words: ["where", "sum", "more", "predicted", "measured"],
  controls,
  choices: { hidden: "guess", bias: "bias", nudge: "nudging" },
  layout,
  say,
  // A nudge that comes from an address or from Python is to be seen, too.
  after(figure, changed) {
    if (changed("nudge") && figure.state.nudge !== figure.store.start.nudge) figure.set({ nudging: true });
  },
});

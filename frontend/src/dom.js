/* Small helpers for the page's elements, and how numbers are written. */

const SVG = "http://www.w3.org/2000/svg";

/** Make an HTML element: h("p", { class: "note" }, "text", child). A function among the attributes is a listener. */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for an element of a drawing. */
export function s(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child != null));
  return element;
}

/** Let an element use keys: `onKey(event)` returns true for one that it has used. Shortcuts stay the browser's. */
export function listenToKeys(element, onKey) {
  element.addEventListener("keydown", (event) => {
    if (!isShortcut(event) && onKey(event)) event.preventDefault();
  });
}

/** Whether a key is pressed together with one that makes a shortcut of it. */
function isShortcut(event) {
  return event.ctrlKey || event.metaKey || event.altKey;
}

/** Set an element's text, touching the page only if it changes. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** An id that no other element of the page has. */
export function freshId(word) {
  freshId.count = (freshId.count ?? 0) + 1;
  return `wbw-${word}-${freshId.count}`;
}

/** Write a number briefly, with a real minus sign. */
export function number(value) {
  const rounded = Math.abs(value) < 10000 ? Number.parseFloat(value.toPrecision(4)) : Math.round(value);
  return String(rounded).replace("-", "−");
}

/** Write a number in full if it is whole or a half, so that sums of what is written come out; else briefly. */
export function exact(value) {
  return Number.isInteger(2 * value) ? String(value).replace("-", "−") : number(value);
}

/** A number in brackets if it is negative: a factor of a product. */
export function factor(value, write = number) {
  return value < 0 ? `(${write(value)})` : write(value);
}

/** "3 windows", "1 window". */
export function plural(count, thing) {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

/** "4×6". */
export function by(pair) {
  return pair.join("×");
}

/** "0, 2, 4", or "2–4" where the numbers follow each other. */
export function series(numbers) {
  const last = numbers.length - 1;
  const inARow = last > 0 && numbers.every((value, place) => value === numbers[0] + place);
  // Beside a minus sign a dash would look like another one.
  const dash = numbers[0] < 0 ? " to " : "–";
  return inARow ? `${number(numbers[0])}${dash}${number(numbers[last])}` : numbers.map(number).join(", ");
}

/** "rows 0–2", "row 2". */
export function named(thing, numbers) {
  return `${thing}${numbers.length === 1 ? "" : "s"} ${series(numbers)}`;
}

/* Small helpers for the page's elements. */

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

/** Set an element's text, touching the page only if it changes. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

let ids = 0;

/** An id that no other element of the page has. */
export function freshId(word) {
  ids += 1;
  return `wbw-${word}-${ids}`;
}

/** Enable a button or disable it; the focus is not to be lost with it. */
export function enable(button, possible, otherwise) {
  if (!possible && document.activeElement === button) otherwise.focus();
  button.disabled = !possible;
}

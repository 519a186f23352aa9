/* Keys: who listens to them, and the steps that the arrows ask for. */

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

/** The step that an arrow key asks for, as [rows, columns]. */
export const ARROWS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

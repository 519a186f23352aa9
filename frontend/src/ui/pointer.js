/* The pointer on a table and on a photo: what is pointed at, clicked and dragged. */

const FAR = 0.35; // cells that a pressed pointer must move before it drags

/** Listen to the pointer on a table. `place(event)` is where it is, in cells as fractions; `cellAt(place)` the cell there;
    `window()` the block that is dragged, or null; `handle` the element that lies on it, for a finger.
    onHover(cell or null), onPick(cell) for a click or a tap, onDrag(place) with the place of the window's first cell.
    @param {HTMLElement} box
    @param {{ place: (event: PointerEvent) => number[], cellAt: (place: number[]) => number[],
      window: () => readonly number[] | null, handle: HTMLElement, onHover?: (cell: number[] | null) => void,
      onPick?: (cell: number[]) => void, onDrag?: (place: number[]) => void }} table */
export function listenOnTable(box, { place, cellAt, window, handle, onHover, onPick, onDrag }) {
  let held = null; // what a pressed pointer has hold of
  let hovered = null;
  const hover = (cell) => {
    if (String(cell) === String(hovered)) return;
    hovered = cell;
    onHover?.(cell);
  };
  const press = (event) => {
    if (event.button !== 0) return;
    const from = place(event);
    held = { from, grip: null, dragging: false };
    const block = onDrag && window();
    // A finger drags the window by itself alone: elsewhere it scrolls the page.
    if (!block || (event.pointerType !== "mouse" && event.target !== handle)) return;
    const [row, column, rows = 1, columns = 1] = block;
    // Taken outside the window, it comes to the pointer with its middle.
    held.grip = event.target === handle ? [from[0] - row, from[1] - column] : [rows / 2, columns / 2];
    box.setPointerCapture(event.pointerId);
  };
  const move = (event) => {
    if (!held?.grip) {
      if (event.pointerType === "mouse") hover(cellAt(place(event)));
      return;
    }
    const now = place(event);
    if (!held.dragging && Math.hypot(now[0] - held.from[0], now[1] - held.from[1]) > FAR) {
      held.dragging = true;
      hover(null);
    }
    if (held.dragging) onDrag([now[0] - held.grip[0], now[1] - held.grip[1]]);
  };
  const release = (event) => {
    const cell = cellAt(place(event));
    if (held && !held.dragging && String(cell) === String(cellAt(held.from))) onPick?.(cell);
    held = null;
  };
  const drop = () => {
    held = null;
  };
  const leave = () => {
    drop();
    hover(null);
  };
  listen(box, { pointerdown: press, pointermove: move, pointerup: release, pointercancel: drop, pointerleave: leave });
}

/** Listen to the pointer on a photo: onHover(pixel or null) for what lies under it, onPick(pixel) where it was clicked,
    tapped, or let go after a drag. `pixelAt(event)` is [row, column].
    @param {HTMLElement} box
    @param {{ pixelAt: (event: PointerEvent) => number[], onHover?: (pixel: number[] | null) => void,
      onPick?: (pixel: number[]) => void }} photo */
export function listenOnPhoto(box, { pixelAt, onHover, onPick }) {
  let held = false;
  const letGo = () => {
    held = false;
    onHover?.(null);
  };
  listen(box, {
    pointerdown(event) {
      if (event.button !== 0) return;
      held = true;
      box.setPointerCapture(event.pointerId);
    },
    pointermove(event) {
      if (held || event.pointerType === "mouse") onHover?.(pixelAt(event));
    },
    pointerup(event) {
      if (held) onPick?.(pixelAt(event));
      held = false;
    },
    pointercancel: letGo,
    pointerleave() {
      if (!held) letGo();
    },
  });
}

function listen(box, listeners) {
  for (const [name, listener] of Object.entries(listeners)) box.addEventListener(name, listener);
}

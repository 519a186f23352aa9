"""Scenes of Col2imExplorer: in both views, and with anything pointed at."""

import numpy as np
from widget_states import as_json, col2im_states, place

from convbook.figures.scene import as_data
from convbook.widgets import Col2imExplorer


def scenes(count):
    """Yield states, what is pointed at in each, and what is then shown."""
    rng = np.random.default_rng(31)
    for _, drawn in zip(range(count), col2im_states(seed=30), strict=False):
        shape = drawn["cols"].shape
        state = drawn | {"cols": matrix(rng, shape)}
        if rng.integers(5) == 0:
            state["pixel"] = None
            if state["view"] == "gather":
                state["step"] = min(state["step"], 0)
        pointed = pointed_at(rng, state, shape)
        widget = Col2imExplorer(**state)
        yield {
            "state": as_json(state),
            "pointed": pointed,
            "scene": as_data(widget._scene(pointed)),
        }


def matrix(rng, shape):
    """Draw entries: whole, halves, decimals, large; or leave them out."""
    whole = rng.integers(-99, 100, shape)
    kinds = None, whole, whole / 2, whole / 10, whole * 9999
    return kinds[rng.integers(len(kinds))]


def pointed_at(rng, state, shape):
    """Draw a pixel, which may lie in the padding, an entry, or nothing."""
    (rows, columns), (above, left) = state["size"], state["padding"]
    kind = rng.integers(4)
    if kind == 0:
        return {"entry": list(place(rng, shape))}
    if kind == 1:
        row = int(rng.integers(-above, rows + above))
        return {"pixel": [row, int(rng.integers(-left, columns + left))]}
    if kind == 2 and state["pixel"]:
        return {"pixel": list(state["pixel"])}
    return None

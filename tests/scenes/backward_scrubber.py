"""Scenes of a BackwardScrubber: every tab, hidden or not, pointed at or not.

A state has, besides the traits, what a page alone knows: which number was
chosen last, and whether the nudge is unfolded.
"""

import json
from itertools import islice

import numpy as np
from widget_states import backward_states, place

from convbook.figures.scene import as_data
from convbook.widgets import BackwardScrubber

PLACES = "position", "weight", "pixel"
TABLES = "image", "weights", "upstream"


def scenes(count):
    """Yield states, what is pointed at in each, and what is then shown."""
    rng = np.random.default_rng(40)
    for drawn in islice(backward_states(seed=41), count):
        counts = [drawn[name].shape for name in ("upstream", *TABLES[1::-1])]
        state = drawn | {name: numbers(rng, drawn[name]) for name in TABLES}
        figure = BackwardScrubber(**state)
        pointed = None
        if rng.integers(2):
            at = rng.integers(3)
            pointed = {PLACES[at]: list(place(rng, counts[at]))}
        locals_ = {
            "chosen": (None, *PLACES)[rng.integers(4)],
            "nudging": bool(rng.integers(2)),
        }
        yield {
            "state": json.loads(figure.figure_state())["state"] | locals_,
            "pointed": pointed,
            "scene": as_data(figure._scene(pointed, **locals_)),
        }


def numbers(rng, table):
    """Make something else of a table, now and then."""
    others = table / 2, table / 8, table * 9_999, 0 * table
    return others[rng.integers(4)] if rng.integers(4) == 0 else table

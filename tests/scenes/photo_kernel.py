"""States of a PhotoKernel, and what it shows."""

import json
from itertools import islice

import numpy as np
from widget_states import photo_states, place

from convbook.figures.photo_kernel import photo_kernel_scene
from convbook.figures.scene import as_data
from convbook.widgets import PhotoKernel

EDGES = np.tile([-1, 0, 1], (3, 1))
KERNELS = EDGES, EDGES.T, -EDGES, EDGES * 999, EDGES * 0, np.ones((3, 3)) / 9


def scenes(count):
    """Yield random states: pointed at, chosen, hidden; all ways to show it.

    Beside the traits, a state holds what the browser has read of its photo,
    and the weight that is chosen.
    """
    rng = np.random.default_rng(32)
    for number, state in enumerate(islice(photo_states(seed=32), count)):
        if number % 4 == 0:
            state["kernel"] = KERNELS[number // 4 % len(KERNELS)]
            state["position"] = 0, 0
        if number % 7 == 0:
            state["photo"] = state["photo"] // 200 * 255  # many equal pixels
        figure = PhotoKernel(**state)
        cells = np.shape(figure.kernel)
        pointed = [
            None,
            {"cell": place(rng, cells)},
            {"position": place(rng, figure.setting.output_size)},
        ][rng.integers(3)]
        chosen = place(rng, cells) if rng.integers(2) else None
        scene = photo_kernel_scene(**state, pointed=pointed, chosen=chosen)
        kept = json.loads(figure.figure_state())["state"]
        picture = {
            "of": figure.photo,
            "own": False,
            "size": figure.setting.size,
            "pixels": state["photo"].ravel().tolist(),
        }
        yield {
            "state": kept | {"picture": picture, "chosen": chosen},
            "pointed": pointed,
            "scene": as_data(scene),
        }

"""Scenes of Im2colExplorer in many states: the same in both languages."""

from itertools import islice

import numpy as np
from widget_states import as_json, im2col_states

from convbook.figures.im2col_explorer import im2col_explorer_scene
from convbook.figures.scene import as_data
from convbook.im2col import im2col


def scenes(count):
    """Yield states, what is pointed at, and what is then shown."""
    rng = np.random.default_rng(5)
    for number, state in enumerate(islice(im2col_states(seed=12), count)):
        del state["size"], state["kernel_size"]  # the arrays say them
        state["pixel"] = pixel(rng, state)
        given = as_json(state)
        about = pointed(rng, state, number % 6)
        scene = im2col_explorer_scene(**given, pointed=about)
        yield {"state": given, "pointed": about, "scene": as_data(scene)}


def pixel(rng, state):
    """Draw a pixel, or a zero of the padding, or none."""
    if rng.random() < 0.2:
        return None
    _, channels, *size = state["images"].shape
    at = [
        int(rng.integers(-p, count + p))
        for count, p in zip(size, state["padding"], strict=True)
    ]
    return (int(rng.integers(channels)), *at)


def pointed(rng, state, kind):
    """Draw what the pointer asks about: nothing, and all else in turn."""
    setting = {name: state[name] for name in ("stride", "padding", "dilation")}
    kernel_size = state["weights"].shape[2:]
    shape = im2col(state["images"], kernel_size, **setting).shape[1:]
    window, feature = (int(rng.integers(count)) for count in shape)
    filter_ = int(rng.integers(len(state["weights"])))
    about = [
        None,
        {"pixel": list(pixel(rng, state) or (0, 0, 0))},
        {"entry": [window, feature]},
        {"window": window},
    ]
    if state["product"]:
        about += [
            {"window": window, "filter": filter_},
            {"weight": feature, "filter": filter_},
        ]
    return about[kind % len(about)]

"""Random states of the live figures: as Python takes them, or as JSON.

Each generator goes on for ever. Arrays are NumPy's, places are tuples.
"""

import numpy as np
from settings import random_settings

from convbook import coverage, output_size
from convbook.widgets import BackwardScrubber
from convbook.widgets.matrix import IMAGE, KERNEL, KERNEL_OF_CHANNELS, WINDOWS

MANY = 10**9
TABS = "forward", "db", "dW", "dX"


def backward_states(seed):
    """Draw states of a BackwardScrubber."""
    traits = BackwardScrubber.class_traits()
    largest = {
        "size": traits["image"].largest,
        "kernel_size": traits["weights"].largest,
        **{n: traits[n].largest for n in ("stride", "padding", "dilation")},
    }
    rng = np.random.default_rng(seed)
    for setting in random_settings(MANY, seed):
        if any(
            (np.array(setting[n]) > most).any() for n, most in largest.items()
        ):
            continue
        size, kernel_size = setting["size"], setting["kernel_size"]
        made = output_size(**setting)
        yield setting | {
            "image": rng.integers(-99, 100, size),
            "weights": rng.integers(-9, 10, kernel_size),
            "upstream": rng.integers(-99, 100, made),
            "bias": int(rng.integers(-9, 10)),
            "tab": str(rng.choice(TABS)),
            "view": str(rng.choice(["scatter", "gather"])),
            "position": place(rng, made),
            "weight": place(rng, kernel_size),
            "pixel": place(rng, size),
            "nudge": int(rng.integers(-18, 19)) / 2,
            "hidden": bool(rng.integers(2)),
        }


def matrix_settings(seed):
    """Draw settings whose matrix can be shown."""
    for setting in random_settings(MANY, seed):
        windows = np.array(output_size(**setting))
        small = (np.array(setting["size"]) <= IMAGE).all()
        if small and (windows <= WINDOWS).all():
            yield setting


def im2col_states(seed):
    """Draw states of an Im2colExplorer, with their sizes beside the arrays."""
    rng = np.random.default_rng(seed)
    for setting in matrix_settings(seed):
        size, kernel_size = setting["size"], setting["kernel_size"]
        batch, channels, filters = rng.integers(1, [3, 4, 4]).tolist()
        largest = KERNEL if channels == 1 else KERNEL_OF_CHANNELS
        if (np.array(kernel_size) > largest).any():
            continue
        yield setting | {
            "images": rng.integers(-99, 100, (batch, channels, *size)),
            "weights": rng.integers(-9, 10, (filters, channels, *kernel_size)),
            "position": place(rng, output_size(**setting)),
            "n": int(rng.integers(batch)),
            "f": int(rng.integers(filters)),
            "pixel": place(rng, (channels, *size)),
            "show": str(rng.choice(["values", "indices"])),
            "product": bool(rng.integers(2)),
            "hidden": bool(rng.integers(2)),
        }


def col2im_states(seed):
    """Draw states of a Col2imExplorer."""
    rng = np.random.default_rng(seed)
    for setting in matrix_settings(seed):
        windows = output_size(**setting)
        shape = np.prod(windows), np.prod(setting["kernel_size"])
        pixel = place(rng, setting["size"])
        view = str(rng.choice(["gather", "scatter"]))
        counts = coverage(**setting)
        last = int(np.prod(shape) if view == "scatter" else counts[pixel])
        yield setting | {
            "cols": rng.integers(-99, 100, shape),
            "pixel": pixel,
            "view": view,
            "step": int(rng.integers(-1, last + 1)),
            "overwrite": bool(rng.integers(2)),
            "coverage": bool(rng.integers(2)),
            "hidden": bool(rng.integers(2)),
        }


def photo_states(seed):
    """Draw states of a PhotoKernel."""
    rng = np.random.default_rng(seed)
    while True:
        size, k = rng.integers(5, 25, 2), rng.integers(1, 6, 2)
        kernel = rng.integers(-9, 10, k)
        yield {
            "photo": rng.integers(0, 256, size),
            "kernel": kernel / 4 if rng.integers(2) else kernel,
            "divisor": int(rng.choice([1, 9, 25])),
            "position": place(rng, size - k + 1),
            "show": str(rng.choice(["cut", "distance", "signed"])),
            "hidden": bool(rng.integers(2)),
        }


def place(rng, counts):
    """Draw a place in a table with so many rows, columns and so on."""
    return tuple(rng.integers(0, counts).tolist())


def as_json(state):
    """Write arrays and places as lists."""
    return {
        name: np.asarray(value).tolist()
        if isinstance(value, np.ndarray | tuple)
        else value
        for name, value in state.items()
    }

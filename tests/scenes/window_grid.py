"""States of a WindowGrid, and what it shows."""

import json

import numpy as np
from settings import random_settings
from widget_states import place

from convbook import output_size
from convbook.figures.scene import as_data
from convbook.widgets import WindowGrid

HALVES = 5  # every so many states has numbers that are not whole


def scenes(count):
    """Yield random states: all settings, pinned and pointed at, hidden."""
    rng = np.random.default_rng(31)
    for number, setting in enumerate(random_settings(count, seed=31)):
        size, kernel_size = setting.pop("size"), setting.pop("kernel_size")
        made = output_size(size, kernel_size, **setting)
        part = rng.choice([1, 2]) if number % HALVES == 0 else 1
        pinned = {0: {}, 1: {"pixel": place(rng, size)}}.get(
            number % 3, {"weight": place(rng, kernel_size)}
        )
        grid = WindowGrid(
            image=rng.integers(-999, 1000, size) / part,
            kernel=rng.integers(-99, 100, kernel_size) / part,
            position=place(rng, made),
            hidden=bool(rng.integers(2)),
            **setting,
            **pinned,
        )
        pointed = [
            None,
            {"pixel": padded_place(rng, grid.setting)},
            {"weight": place(rng, kernel_size)},
            {"output": place(rng, made)},
        ][rng.integers(4)]
        yield {
            "state": json.loads(grid.figure_state())["state"],
            "pointed": pointed,
            "scene": as_data(grid._scene(pointed)),
        }


def padded_place(rng, setting):
    """Draw a pixel, or a zero of the padding."""
    return tuple(
        int(rng.integers(-p, n + p))
        for n, p in zip(setting.size, setting.padding, strict=True)
    )

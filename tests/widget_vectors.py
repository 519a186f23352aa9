"""Write what the widgets' JavaScript must compute, as NumPy and convbook do.

The tests in frontend/tests/ compare frontend/src/ with the file that this
writes; make check writes it anew each time.
"""

import json
from importlib import import_module
from itertools import islice
from pathlib import Path
from pkgutil import iter_modules

import numpy as np
from settings import random_layers, random_settings

from convbook import (
    Convolution,
    convolve,
    coverage,
    im2col,
    kernel_span,
    output_size,
    window_starts,
)
from convbook.figures import words
from convbook.figures.marks import CELL, LABELLED, MARKS, cell_width
from convbook.geometry import as_setting
from convbook.widgets import (
    BackwardScrubber,
    Col2imExplorer,
    Im2colExplorer,
    PhotoKernel,
    WindowGrid,
    matrix,
    photo_kernel,
)
from convbook.widgets.drill import LIMITS, drill_question

HERE = Path(__file__).parent
VECTORS = HERE.parent / "_build" / "vectors.json"

SETTINGS = 400
WIDE_STRIDES = 40  # more settings, whose stride passes over whole images
MISFITS = 40  # more settings, where the kernel does not fit
LAYERS = 50
UNEQUAL_LAYERS = 12  # more layers, of which no two sizes are equal
QUESTIONS = 120  # of the drill
SCENES = 400  # of each live figure
NAMES = "size", "kernel_size", "stride", "padding", "dilation"


def geometry(setting):
    """Everything that geometry.py says of a setting."""
    checked = as_setting(**setting)
    found = {
        "padded_size": checked.padded_size,
        "kernel_span": kernel_span(checked.kernel_size, checked.dilation),
        "output_size": output_size(**setting),
        "window_starts": window_starts(**setting),
        "reads": [checked.reads(0), checked.reads(1)],
        "coverage": coverage(**setting),
    }
    return {"setting": setting} | found


def wide_strides(count, seed):
    """Yield as random_settings does, with strides from 5 to 9."""
    rng = np.random.default_rng(seed)
    for setting in random_settings(count, seed):
        yield setting | {"stride": tuple(rng.integers(5, 10, 2).tolist())}


def misfits(count, seed):
    """Yield settings whose kernel is too large for one axis, or for both.

    The number of windows is that of each axis alone, and 0 where it raises.
    """
    rng = np.random.default_rng(seed)
    while count:
        drawn = [
            rng.integers(low, high, 2).tolist()
            for low, high in [(1, 7), (1, 6), (1, 4), (0, 2), (1, 4)]
        ]
        windows = [windows_of_axis(*axis) for axis in zip(*drawn, strict=True)]
        if 0 in windows:
            setting = dict(zip(NAMES, drawn, strict=True))
            yield {"setting": setting, "output_size": windows}
            count -= 1


def windows_of_axis(n, k, s, p, d):
    try:
        return output_size((1, n), (1, k), (1, s), (0, p), (1, d))[1]
    except ValueError:
        return 0


def layer(rng, shape, weights_shape, rest):
    """Run a layer of small integers, forward and backward."""
    batch, channels, *size = shape
    filters, _, *kernel_size = weights_shape
    setting = dict(size=size, kernel_size=kernel_size, **rest)
    images = rng.integers(-9, 10, shape)
    weights = rng.integers(-9, 10, weights_shape)
    bias = rng.integers(-9, 10, filters)
    output = convolve(images, weights, bias, **rest)
    upstream = rng.integers(-9, 10, output.shape)

    drawn = np.random.default_rng(0)  # its weights are replaced at once
    convolution = Convolution(
        channels, filters, kernel_size, rng=drawn, **rest
    )
    convolution.weights.value = weights.astype(float)
    convolution.bias.value = bias.astype(float)
    convolution.forward(images)
    dX = convolution.backward(upstream)
    # Each output sends its gradient to the entries of its row, by the weights.
    sent = upstream.reshape(batch, filters, -1).transpose(0, 2, 1)
    dA = sent @ weights.reshape(filters, -1)

    # A padded image that holds its own flat indices, so the matrix does too.
    padded = channels, *as_setting(**setting).padded_size
    numbered = np.arange(np.prod(padded)).reshape(1, *padded)
    without_padding = rest | {"padding": 0}
    return {
        "setting": setting,
        "images": images,
        "weights": weights,
        "bias": bias,
        "upstream": upstream,
        "indices": im2col(numbered, kernel_size, **without_padding)[0],
        "matrices": im2col(images, kernel_size, **rest),
        "output": output,
        "db": convolution.bias.gradient,
        "dW": convolution.weights.gradient,
        "dA": dA,
        "dX": dX,
    }


def layers_with_ones(seed):
    """Yield as random_layers does, but sizes may be equal, and may be 1."""
    rng = np.random.default_rng(seed)
    for setting in random_settings(10**9, seed):
        size, kernel_size = setting.pop("size"), setting.pop("kernel_size")
        batch, channels, filters = rng.permutation([1, 2, 3]).tolist()
        yield (
            (batch, channels, *size),
            (filters, channels, *kernel_size),
            setting,
        )


def small(layers, largest):
    """Let only those pass that have few pixels, and a small matrix."""
    for shape, weights_shape, rest in layers:
        windows = output_size(shape[2:], weights_shape[2:], **rest)
        of_matrix = shape[0] * np.prod(windows) * np.prod(weights_shape[1:])
        if max(np.prod(shape), of_matrix) <= largest:
            yield shape, weights_shape, rest


def questions(count, seed):
    """Yield questions of the drill, with their answers."""
    rng = np.random.default_rng(seed)
    for _ in range(count):
        drawn = {
            name: int(rng.integers(low, high + 1))
            for name, (low, high) in LIMITS.items()
        }
        question = drill_question(**drawn)
        yield drawn | {
            "kind": question.kind,
            "setting": question.setting._asdict(),
            "axis": question.axis,
            "counted": question.counted,
            "pixel": question.pixel,
            "words": str(question).splitlines(),
            "answer": question.answer,
        }


NUMBERS = (
    *(0, 1, -1, 0.5, -2.5, 1 / 3, -2 / 3, 12.345, 99.995, 0.00099996, 1e-7),
    *(999.96, 9999.4, 9999.5, -9999.96, 10000.5, -12345.5, 123456.5, 2**60),
    *(0.125, -0.135, 2.675, 1234.5, 12345.25, 1e22, -3.14159e-5, 8.0),
    *(2.0**100, -1e200),
)
COORDINATES = 0, 7.5, -0.001, 0.125, 0.375, -12.125, 1 / 3, -2.5, 100, 22.005


def in_words():
    """Yield calls of words.py: the function, its arguments, what it says."""
    calls = [
        *(("number", value) for value in NUMBERS),
        *(("exact", value) for value in NUMBERS),
        *(("factor", value) for value in NUMBERS[:6]),
        *(("coordinate", value) for value in COORDINATES),
        *(("series", some) for some in SERIES),
        *(("numbers", some) for some in SERIES),
        *(("named", "row", some) for some in SERIES if some),
        *(("product", some) for some in SERIES),
        *(("plural", count, "window") for count in (0, 1, 2)),
        *(("times", count) for count in (0, 1, 4)),
        *(("percent", count, 900) for count in SHARES),
        *(("listed", list("abc"[:count])) for count in range(4)),
        *(("place", at) for at in ([2, 2], [-1, 0], [7])),
        *(("index", at) for at in ([2, 2], [0])),
        *(("by", at) for at in ([4, 6], [1, 1])),
        *(("sum_of", *sums) for sums in SUMS),
    ]
    for name, *given in calls:
        said = getattr(words, name)(*given)
        yield {"name": name, "given": given, "said": said}
    for given in random_settings(20, seed=26):
        said = words.setting(as_setting(**given))
        yield {"name": "setting", "given": [given], "said": said}


# Halves, none, all, and what is not quite none or all, of 900.
SHARES = *range(0, 19), 450, 454, *range(886, 901)
SERIES = [], [3], [0, 2, 4], [2, 3, 4], [-1, 0, 1], [-2.5, 1], [0, -1]
SUMS = (
    ([], 0),
    ([[3]], 3),
    ([[2, -1], [0.5, 4]], 0),
    ([[-1], [2]], 1),
    ([[1, 2]] * 12, 24),
    ([[1, 2]] * 13, 26),
)
BOXES = (0, 0, 30, 30), (60, 90, 46, 22), (-30, 15, 120, 60), (1, 2, 30, 49.5)


def marks():
    """Yield the marks in order: how they look on some boxes."""
    for name, mark in MARKS.items():
        yield {
            "name": name,
            "under": mark.under,
            "whole": mark.whole,
            "paths": [[box, mark.path(*box)] for box in BOXES],
        }


def cells():
    """Yield the sizes of cells."""
    widths = [[count, cell_width(count)] for count in range(12)]
    yield {"cell": CELL, "labelled": LABELLED, "widths": widths}


def pair(largest):
    """Write what an axis ends at, or what the last two axes do, as a pair."""
    return largest[-2:] if isinstance(largest, tuple) else [largest] * 2


def limits():
    """Yield what each figure starts with, and what its numbers end at."""
    two_channels = Im2colExplorer(np.zeros((2, 4, 6), int))
    for figure, image, kernel in [
        (WindowGrid(), "image", "kernel"),
        (BackwardScrubber(), "image", "weights"),
        (Im2colExplorer(), "images", "weights"),
        (two_channels, "images", "weights"),
        (Col2imExplorer(), "size", "kernel_size"),
    ]:
        traits = {"size": image, "kernel_size": kernel}
        traits |= {name: name for name in NAMES[2:]}
        largest = {
            name: pair(figure.traits()[trait].largest)
            for name, trait in traits.items()
        }
        if figure is two_channels:
            largest["kernel_size"] = matrix.KERNEL_OF_CHANNELS
        state = json.loads(figure.figure_state())
        yield state | {"largest": largest, "choices": figure.choices}
    yield {
        "figure": "PhotoKernel",
        "choices": PhotoKernel.choices,
        "photo": photo_kernel.LARGEST,
        "kernel": PhotoKernel.class_traits()["kernel"].largest,
        "number": photo_kernel.HEAVIEST,
    }


def scenes():
    """Yield states of every live figure, and what it shows."""
    for module in iter_modules([str(HERE / "scenes")]):
        figure = module.name.replace("_", "-")
        for case in import_module(f"scenes.{module.name}").scenes(SCENES):
            yield {"figure": figure} | case


def vectors():
    """Draw every case anew; the same ones each time."""
    rng = np.random.default_rng(0)
    settings = [
        *random_settings(SETTINGS, seed=20),
        *wide_strides(WIDE_STRIDES, seed=24),
    ]
    cases = [
        *islice(small(layers_with_ones(seed=22), 200), LAYERS),
        *islice(small(random_layers(10**9, seed=23), 480), UNEQUAL_LAYERS),
    ]
    return {
        "settings": [geometry(setting) for setting in settings],
        "misfits": list(misfits(MISFITS, seed=21)),
        "layers": [layer(rng, *case) for case in cases],
        "questions": list(questions(QUESTIONS, seed=25)),
        "limits": list(limits()),
        "words": list(in_words()),
        "marks": list(marks()),
        "cells": list(cells()),
        "scenes": list(scenes()),
    }


def as_lists(value):
    """Write an array of whole numbers as lists of integers."""
    whole = value.astype(np.int64)
    if (whole != value).any():
        raise ValueError(f"whole numbers only, got {value}")
    return whole.tolist()


def as_text(cases):
    """Write cases as JSON, one to a line."""
    blocks = []
    for name, some in cases.items():
        lines = (
            json.dumps(case, default=as_lists, separators=(",", ":"))
            for case in some
        )
        blocks.append(f'"{name}": [\n' + ",\n".join(lines) + "\n]")
    return "{\n" + ",\n".join(blocks) + "\n}\n"


if __name__ == "__main__":
    VECTORS.parent.mkdir(exist_ok=True)
    VECTORS.write_text(as_text(vectors()), encoding="utf-8", newline="\n")

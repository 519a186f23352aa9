"""Windows on an image: one of them, its sum, and the output it makes."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from convbook.figures import words
from convbook.figures.checks import as_image, as_place
from convbook.figures.scene import (
    Block,
    Column,
    Lines,
    Part,
    Row,
    Scene,
    Table,
    Texts,
)
from convbook.figures.svg import Drawing, draw
from convbook.figures.words import by, number, plural
from convbook.geometry import IntOrPair, Setting, as_setting, coverage

__all__ = [
    "draw_window",
    "kernel_table",
    "output_table",
    "padded_table",
    "products",
    "weights_on",
]


def padded_table(
    image: np.ndarray, setting: Setting, title: str, **more: Any
) -> Table:
    """Make the table of an image with its padding."""
    padded = np.pad(image, [(p, p) for p in setting.padding])
    texts = [[number(value) for value in line] for line in padded]
    return Table(
        "input", "input", title, texts, border=setting.padding, **more
    )


def kernel_table(kernel: np.ndarray, title: str, **more: Any) -> Table:
    """Make the table of a kernel."""
    texts = [[number(value) for value in line] for line in kernel]
    return Table("kernel", "kernel", title, texts, **more)


def output_table(texts: Texts, at: Block, title: str, **more: Any) -> Table:
    """Make the table of an output, with one place outlined."""
    marks = {"window": [at], **more.pop("marks", {})}
    return Table("output", "output", title, texts, marks=marks, **more)


def reads(setting: Setting, at: tuple[int, int]) -> list[np.ndarray]:
    """Find the rows and the columns of the image that a window reads."""
    return [
        setting.reads(axis)[place] - setting.padding[axis]
        for axis, place in enumerate(at)
    ]


def weights_on(
    kernel: np.ndarray, setting: Setting, at: tuple[int, int]
) -> list[tuple[int, int, str]]:
    """Label each pixel of a window with the weight that lies on it."""
    rows, columns = reads(setting, at)
    return [
        (int(row), int(column), f"×{number(kernel[i, j])}")
        for i, row in enumerate(rows)
        for j, column in enumerate(columns)
    ]


def window_block(setting: Setting, at: tuple[int, int]) -> tuple[int, ...]:
    """Find the block of cells that a window reaches over."""
    (row, *_), (column, *_) = reads(setting, at)
    return int(row), int(column), *setting.span


def products(
    image: np.ndarray, kernel: np.ndarray, setting: Setting, at: Any
) -> list[list[tuple[Any, Any]]]:
    """Pair each pixel of a window with its weight, row by row."""
    padded = np.pad(image, [(p, p) for p in setting.padding])
    pixels = padded[np.ix_(*(setting.reads(a)[at[a]] for a in (0, 1)))]
    return [
        list(zip(line, weights, strict=True))
        for line, weights in zip(pixels, kernel, strict=True)
    ]


def draw_window(
    image: np.ndarray,
    kernel: np.ndarray,
    at: tuple[int, int] = (0, 0),
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    hide: bool = False,
    blank: bool = False,
) -> Drawing:
    """Draw one window on an image, the kernel, and the outputs up to this one.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (rows, columns), real numbers.
    kernel : numpy.ndarray
        Shape (k1, k2), real numbers.
    at : pair of int, default (0, 0)
        Which output to look at: its row and column in the output.
    stride, padding, dilation : int or pair of int
        As in :func:`convbook.output_size`.
    hide : bool, default False
        Show a question mark where the answer would stand, so that it can be
        predicted.
    blank : bool, default False
        Leave the whole output empty, to be filled in by hand.

    Returns
    -------
    Drawing
        On the left the image with the window outlined and the pixels that no
        window reads crossed out; on the right the kernel, and under it the
        output with the values computed so far.

    Raises
    ------
    TypeError, ValueError
        If an array has not two axes of real numbers, if a setting is not
        valid, or if there is no output at ``at``.

    Examples
    --------
    >>> image, kernel = np.arange(6).reshape(2, 3), [[1, 0], [0, -1]]
    >>> draw_window(image, kernel, at=(0, 1))
    A 2×3 image with a 2×2 kernel, stride 1, padding 0; the output is 1×2.
    The window of output (0, 1) starts at row 0, column 1.
    Products by kernel row: 1·1 + 2·0; 4·0 + 5·(−1).
    Their sum, the output at (0, 1), is −4.
    """
    image, kernel = as_image("image", image), as_image("kernel", kernel)
    setting = as_setting(image.shape, kernel.shape, stride, padding, dilation)
    u, v = as_place("at", at, setting.output_size, "output")
    shown = {} if blank else _outputs_so_far(image, kernel, setting, (u, v))
    total = shown.get((u, v))
    if hide and not blank:
        shown[u, v] = "?"
    texts = [
        [
            shown.get((row, column), "")
            for column in range(setting.output_size[1])
        ]
        for row in range(setting.output_size[0])
    ]
    unread = np.argwhere(coverage(*setting) == 0).tolist()
    marks: Mapping[str, Any] = {
        "window": [window_block(setting, (u, v))],
        "unread": unread,
    }
    parts: list[Part] = [
        Row(
            [
                padded_table(
                    image,
                    setting,
                    f"input {by(image.shape)}",
                    marks=marks,
                    labels=weights_on(kernel, setting, (u, v)),
                ),
                Column(
                    [
                        kernel_table(kernel, f"kernel {by(kernel.shape)}"),
                        output_table(
                            texts, (u, v), f"output {by(setting.output_size)}"
                        ),
                    ]
                ),
            ]
        )
    ]
    lines = [
        " + ".join(map(words.product, line))
        for line in products(image, kernel, setting, (u, v))
    ]
    spelled_out = kernel.size <= words.SPELLED_OUT and not hide and not blank
    if spelled_out:
        spelled = [f"{line} +" for line in lines[:-1]] + lines[-1:]
        parts += [Lines(spelled), Lines([f"= {total}"], bold=True)]
    row, column = (int(start[0]) for start in reads(setting, (u, v)))
    said = [
        f"A {by(image.shape)} image with a {by(kernel.shape)} kernel, "
        f"{words.setting(setting)}; the output is {by(setting.output_size)}.",
        f"The window of output ({u}, {v}) starts at row {row}, "
        f"column {column}.",
    ]
    if unread:
        said.append(
            f"{plural(len(unread), 'pixel')} never read and crossed out."
        )
    if blank:
        said.append("The output is left blank.")
    elif hide:
        said.append("Its value is hidden: predict it.")
    else:
        if spelled_out:
            said.append(f"Products by kernel row: {'; '.join(lines)}.")
        said.append(f"Their sum, the output at ({u}, {v}), is {total}.")
    return draw(Scene(Column(parts, gap=0.2), heading="\n".join(said)))


def _outputs_so_far(
    image: np.ndarray,
    kernel: np.ndarray,
    setting: Setting,
    at: tuple[int, int],
) -> dict[tuple[int, ...], str]:
    """Compute every output up to the one at a place, in words."""
    found: dict[tuple[int, ...], str] = {}
    for place in np.ndindex(setting.output_size):
        pairs = products(image, kernel, setting, place)
        found[place] = number(sum(x * w for line in pairs for x, w in line))
        if place == at:
            break
    return found

"""Windows on an image: one of them, its sum, and the output it makes."""

from collections.abc import Mapping
from itertools import chain
from typing import Any

import numpy as np

from convbook.figures import words
from convbook.figures.checks import as_image, as_place
from convbook.figures.scene import (
    Block,
    Column,
    Heads,
    Lines,
    Part,
    Row,
    Scene,
    Table,
    Texts,
    spoken,
)
from convbook.figures.svg import Drawing, draw
from convbook.figures.words import by, number, plural
from convbook.geometry import IntOrPair, Pair, Setting, as_setting, coverage

__all__ = [
    "draw_window",
    "kernel_table",
    "output_table",
    "padded_table",
    "products",
    "weights_on",
    "window_grid_scene",
]


PROMPT = "Point at a cell, or click one, to ask about it."


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


def window_grid_scene(
    image: np.ndarray,
    kernel: np.ndarray,
    setting: Setting,
    position: Pair,
    pixel: Pair | None = None,
    weight: Pair | None = None,
    hidden: bool = False,
    pointed: Mapping[str, Any] | None = None,
) -> Scene:
    """Make the scene of a WindowGrid.

    Parameters
    ----------
    image, kernel : numpy.ndarray
        Shapes (rows, columns) and (k1, k2), real numbers.
    setting : Setting
        Their sizes, with stride, padding and dilation.
    position, pixel, weight, hidden
        As the figure's traits.
    pointed : mapping, optional
        What the pointer asks about: ``{"pixel": …}``, ``{"weight": …}`` or
        ``{"output": …}``, each with a place.

    Returns
    -------
    Scene
        The input under its window, the kernel, the output; what is said.
    """
    pointed = pointed or {}
    at: Pair = tuple(pointed.get("output", position))
    asked = pointed if "pixel" in pointed or "weight" in pointed else {}
    if not asked:
        asked = {"pixel": pixel} if pixel else {"weight": weight}
    asked = {name: tuple(place) for name, place in asked.items() if place}
    readers, read, told = _asked_about(kernel, setting, asked)
    unread = np.argwhere(coverage(*setting) == 0).tolist()
    outputs = [
        sum(
            x * w
            for line in products(image, kernel, setting, made)
            for x, w in line
        )
        for made in np.ndindex(setting.output_size)
    ]
    columns = setting.output_size[1]
    window = at[0] * columns + at[1]
    covered = position[0] * columns + position[1] if hidden else len(outputs)
    rows_read, columns_read = (list(map(int, of)) for of in reads(setting, at))
    pairs = list(chain(*products(image, kernel, setting, at)))
    said = {
        "where": f"Window {window} of 0–{len(outputs) - 1} reads "
        f"{words.named('row', rows_read)}, "
        f"{words.named('column', columns_read)} and makes output "
        f"{words.place(at)}.",
        "sum": "Its value is hidden: predict it."
        if window >= covered
        else _sum_in_words(pairs, outputs[window]),
        "asked": told,
        "prompt": "" if told else PROMPT,
        "formula": _formula_in_words(setting),
        "unread": _unread_in_words(len(unread)),
    }
    marks = {
        "window": [window_block(setting, at)],
        "unread": unread,
        "reader": [window_block(setting, one) for one in readers],
        "read": read,
        **_rings(asked.get("pixel"), pixel),
    }
    labels = weights_on(kernel, setting, at)
    down, across = (
        Heads("", [number(place) for place in range(-p, n + p)])
        for n, p in zip(setting.size, setting.padding, strict=True)
    )
    title = f"input {by(setting.size)}"
    heads: dict[str, Any] = {"rows": down, "columns": across}
    more = {"marks": marks, "labels": labels}
    table = padded_table(image, setting, title, **heads, **more)
    rings = _rings(asked.get("weight"), weight)
    title = f"kernel {by(setting.kernel_size)}"
    right = Column(
        [
            kernel_table(kernel, title, marks=rings),
            _outputs_table(outputs, covered, at, setting, readers),
        ]
    )
    picture = Column([Row([table, right]), spoken(said)], gap=0.3)
    return Scene(picture, said, _window_heading(setting))


def _rings(asked: Pair | None, pinned: Pair | None) -> dict[str, list[Pair]]:
    """Ring what is asked about; what is pinned beside it waits."""
    return {
        "asked": [asked] if asked else [],
        "waiting": [pinned] if pinned and pinned != asked else [],
    }


def _outputs_table(
    outputs: list[Any],
    covered: int,
    at: Pair,
    setting: Setting,
    readers: list[Pair],
) -> Table:
    """Make the table of all outputs; from a covered one on they are hidden."""
    rows, columns = setting.output_size
    shown = [
        number(value) if m < covered else "?" if m == covered else ""
        for m, value in enumerate(outputs)
    ]
    return output_table(
        [shown[m : m + columns] for m in range(0, len(shown), columns)],
        at,
        f"output {by(setting.output_size)}",
        rows=Heads("", [str(u) for u in range(rows)]),
        columns=Heads("", [str(v) for v in range(columns)]),
        marks={"asked": readers},
        room=max(len(number(value)) for value in outputs),
    )


def _window_heading(setting: Setting) -> str:
    return (
        f"A {by(setting.size)} image with a {by(setting.kernel_size)} kernel, "
        f"{words.setting(setting)}; the output is {by(setting.output_size)}."
    )


def _asked_about(
    kernel: np.ndarray, setting: Setting, asked: Mapping[str, Pair]
) -> tuple[list[Pair], list[Pair], str]:
    """Find the windows that read a pixel, or the pixels a weight meets."""
    if "pixel" in asked:
        (row, column), columns = asked["pixel"], setting.output_size[1]
        readers = [
            (int(u), int(v))
            for u in _readers(setting, 0, row)
            for v in _readers(setting, 1, column)
        ]
        size = zip(asked["pixel"], setting.size, strict=True)
        inside = all(0 <= at < n for at, n in size)
        what = "Pixel" if inside else "The zero of padding at"
        name = f"{what} {words.place(asked['pixel'])}"
        if not readers:
            told = f"{name} is read by no window: change it, and no output "
            return [], [], f"{told}moves."
        windows = words.series([u * columns + v for u, v in readers])
        count = plural(len(readers), "window")
        return readers, [], f"{name} is read by {count}: {windows}."
    if "weight" in asked:
        down, across = (
            (setting.reads(axis)[:, cell] - setting.padding[axis]).tolist()
            for axis, cell in enumerate(asked["weight"])
        )
        pixels = [(row, column) for row in down for column in across]
        told = (
            f"Weight {words.place(asked['weight'])} is "
            f"{number(kernel[asked['weight']])}. It multiplies "
            f"{plural(len(pixels), 'pixel')}, one in each window: "
            f"{words.named('row', down)}, {words.named('column', across)}."
        )
        return [], pixels, told
    return [], [], ""


def _readers(setting: Setting, axis: int, pixel: int) -> np.ndarray:
    """Find the windows of one axis that read a pixel, or a zero."""
    reads = setting.reads(axis) == pixel + setting.padding[axis]
    return np.flatnonzero(reads.any(axis=1))


def _sum_in_words(pairs: list[tuple[Any, Any]], total: Any) -> str:
    if len(pairs) > words.SPELLED_OUT:
        return f"The sum of its {len(pairs)} products is {number(total)}."
    return f"{' + '.join(map(words.product, pairs))} = {number(total)}"


def _formula_in_words(setting: Setting) -> str:
    """Write the formula of the output's size, with its numbers in place."""
    down, across = (words.size_formula(setting, axis) for axis in (0, 1))
    if down == across:
        return f"rows and columns: {down}"
    return f"rows: {down}\ncolumns: {across}"


def _unread_in_words(count: int) -> str:
    if not count:
        return "Every pixel is read."
    them = "them" if count > 1 else "it"
    return f"{plural(count, 'pixel')} crossed out: no window reads {them}."


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
        _window_heading(setting),
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

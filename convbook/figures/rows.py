"""A row with all its windows, and an image with its read counts."""

from collections import Counter
from typing import Any

import numpy as np

from convbook.figures import words
from convbook.figures.scene import Column, Heads, Lines, Part, Scene, Table
from convbook.figures.svg import Drawing, draw
from convbook.figures.words import by, numbers, plural
from convbook.geometry import IntOrPair, Setting, as_setting, coverage


def row_table(setting: Setting, shown: bool, blank_lines: int = 0) -> Table:
    """Make the table of one row: pixels, a line for each window, counts.

    Where windows and counts are not ``shown``, there are so many empty lines
    to fill in, and one for the counts.
    """
    n, p = setting.size[1], setting.padding[1]
    places, inside = range(-p, n + p), range(n)
    # For each line the cell of the kernel on each place.
    windows = [dict.fromkeys(places, "")] * blank_lines
    if shown:
        windows = [
            {int(at): f"w{cell}" for cell, at in enumerate(window)}
            for window in setting.reads(1) - p
        ]
    names = ["pixel", *(f"window {line}" for line in range(len(windows)))]
    texts = [
        [str(at) if at in inside else "0" for at in places],
        *([window.get(at, "") for at in places] for window in windows),
    ]
    marks: dict[str, list[Any]] = {
        "pixel": [(0, at) for at in inside],
        "padding": [(0, at) for at in places if at not in inside],
        "cell": [
            (line, at)
            for line, window in enumerate(windows, 1)
            for at in window
        ],
    }
    if windows:
        counts = Counter(at for window in windows for at in window)
        names.append("times read")
        marks["cell"] += [(len(texts), at) for at in inside]
        told = inside if shown else ()
        texts.append([str(counts[at]) if at in told else "" for at in places])
    if shown:
        marks["unread"] = [(0, at) for at in places if not counts[at]]
        marks["window"] = [
            (line, min(window), 1, setting.span[1])
            for line, window in enumerate(windows, 1)
        ]
    return Table(
        "row",
        "bare",
        "",
        texts,
        border=(0, p),
        rows=Heads("", names),
        marks=marks,
        gap=0.25,
    )


def draw_row(
    size: int,
    kernel_size: int,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    blank: bool = False,
    question: str = "",
) -> Drawing:
    """Draw every window of one row, and how often each pixel is read.

    Parameters
    ----------
    size : int
        Pixels in the row, without padding.
    kernel_size, stride, padding, dilation : int
        As in :func:`convbook.output_size`, for this one axis.
    blank : bool, default False
        Draw empty lines for the windows, more than there are, and empty cells
        for the counts, to be filled in by hand.
    question : str, optional
        Lines of text to write over the picture.

    Returns
    -------
    Drawing
        The pixels with their numbers, one line per window with the kernel cell
        that meets each pixel, and the counts. Padding is hatched, and a pixel
        that nobody reads is crossed out.

    Raises
    ------
    TypeError, ValueError
        As :func:`convbook.output_size`; every argument here is one integer.

    Examples
    --------
    >>> draw_row(8, kernel_size=3, stride=2)
    A row of 8 pixels, kernel 3, stride 2, padding 0: 3 windows.
    Window 0 reads pixels 0, 1, 2.
    Window 1 reads pixels 2, 3, 4.
    Window 2 reads pixels 4, 5, 6.
    Times read: 1, 1, 2, 1, 2, 1, 1, 0.
    Pixel 7: never read and crossed out.
    """
    given = size, kernel_size, stride, padding, dilation
    for name, value in zip(Setting._fields, given, strict=True):
        if np.ndim(value):
            raise TypeError(
                f"{name} must be one integer, as a row has one axis; "
                f"got {value!r}"
            )
    setting = as_setting(
        (1, size), (1, kernel_size), (1, stride), (0, padding), (1, dilation)
    )
    heading = (
        f"A row of {plural(size, 'pixel')}, kernel {kernel_size}, "
        f"stride {stride}, padding {padding}"
        f"{f', dilation {dilation}' if dilation != 1 else ''}"
    )
    windows = setting.output_size[1]
    if not blank:
        said = [f"{heading}: {plural(windows, 'window')}."]
        said += _reads_in_words(setting)
        return _under(question, row_table(setting, shown=True), said)
    # As many blank lines as there are windows, or always one line more,
    # would give their number away. Where the first are too few, there is
    # one for each place of the row.
    lines = size - kernel_size
    if lines <= windows:
        lines = size + 2 * padding
    said = [f"{heading}. Its windows and its counts are left blank."]
    table = row_table(setting, shown=False, blank_lines=lines)
    return _under(question, table, said)


def _under(question: str, table: Table, said: list[str]) -> Drawing:
    """Draw a table under a question, if there is one."""
    parts: list[Part] = [Lines(question.splitlines())] if question else []
    picture = Column([*parts, table], gap=0.3)
    return draw(Scene(picture, heading="\n".join(said)))


def _reads_in_words(setting: Setting) -> list[str]:
    """Say what each window of a row reads, and what is read how often."""
    n, p = setting.size[1], setting.padding[1]
    lines = []
    for window, places in enumerate(setting.reads(1)):
        pixels = [at for at in places - p if 0 <= at < n]
        zeros, parts = len(places) - len(pixels), []
        if pixels:
            parts.append(
                f"pixel{'s' if len(pixels) > 1 else ''} {numbers(pixels)}"
            )
        if zeros:
            parts.append(plural(zeros, "padding zero"))
        lines.append(f"Window {window} reads {' and '.join(parts)}.")
    counts = np.bincount(setting.reads(1).ravel(), minlength=n + 2 * p)
    unread = np.flatnonzero(counts[p : p + n] == 0)
    zeros = int((counts == 0).sum()) - len(unread)
    lines.append(f"Times read: {numbers(counts[p : p + n])}.")
    never = "never read and crossed out."
    if len(unread):
        pixel = "Pixel" if len(unread) == 1 else "Pixels"
        lines.append(f"{pixel} {numbers(unread)}: {never}")
    else:
        lines.append("Every pixel is read.")
    if zeros:
        lines.append(f"{plural(zeros, 'padding zero')} {never}")
    return lines


def draw_coverage(
    size: IntOrPair,
    kernel_size: IntOrPair,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    blank: bool = False,
    question: str = "",
) -> Drawing:
    """Draw how often each pixel of an image is read.

    Parameters
    ----------
    size, kernel_size, stride, padding, dilation : int or pair of int
        As in :func:`convbook.output_size`.
    blank : bool, default False
        Leave the counts out, to be filled in by hand.
    question : str, optional
        Lines of text to write over the picture.

    Returns
    -------
    Drawing
        The image with a count in each pixel, the darker the more often;
        padding hatched, unread pixels crossed out, the first window outlined.

    Raises
    ------
    TypeError, ValueError
        As :func:`convbook.output_size`.

    Examples
    --------
    >>> draw_coverage((2, 3), kernel_size=2)
    How often each pixel of the 2×3 image is read.
    Kernel 2×2, stride 1, padding 0: 1×2 windows.
    Row 0: 1, 2, 1.
    Row 1: 1, 2, 1.
    The counts add up to 8. Every pixel is read.
    """
    setting = as_setting(size, kernel_size, stride, padding, dilation)
    counts = coverage(*setting)
    heading = f"How often each pixel of the {by(setting.size)} image is read."
    told = f"Kernel {by(setting.kernel_size)}, {words.setting(setting)}"
    if blank:
        said = [heading, f"{told}. The counts are left blank."]
        return _under(question, _coverage_table(setting, None), said)
    unread = int((counts == 0).sum())
    lost = f"{plural(unread, 'pixel')} never read and crossed out."
    said = [
        heading,
        f"{told}: {by(setting.output_size)} windows.",
        *(f"Row {row}: {numbers(line)}." for row, line in enumerate(counts)),
        f"The counts add up to {counts.sum()}. "
        f"{lost if unread else 'Every pixel is read.'}",
    ]
    return _under(question, _coverage_table(setting, counts), said)


def _coverage_table(setting: Setting, counts: np.ndarray | None) -> Table:
    """Make the table of an image with its read counts, shaded, or blank."""
    above, before = setting.padding
    texts = np.full(setting.padded_size, "", dtype=object)
    window = (-above, -before, *setting.span)
    marks: dict[str, list[Any]] = {"window": [window]}
    grounds = None
    if counts is not None:
        rows, columns = setting.size
        texts[above : above + rows, before : before + columns] = counts.astype(
            str
        )
        grounds = (0.5 * counts / max(counts.max(), 1)).round(3).tolist()
        marks["unread"] = np.argwhere(counts == 0).tolist()
    return Table(
        "image",
        "input",
        "",
        texts.tolist(),
        border=setting.padding,
        marks=marks,
        grounds=grounds,
    )

"""What a matrix sends back: its entries, the pixels that add them up."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from convbook.figures import words
from convbook.figures.checks import as_image, as_place, check_range
from convbook.figures.matrices import entries_in_words, matrix_table
from convbook.figures.scene import (
    Block,
    Column,
    Lines,
    Part,
    Row,
    Scene,
    spoken,
)
from convbook.figures.sending import (
    Sending,
    copies_in_words,
    counts_in_words,
    counts_table,
    entry_in_words,
    image_table,
    lost_in_words,
    numbered,
    sent_table,
    sum_in_words,
    sums_in_words,
)
from convbook.figures.svg import Drawing, draw
from convbook.figures.words import by, factor, number, plural
from convbook.geometry import IntOrPair, Setting, as_setting
from convbook.im2col import col2im

__all__ = [
    "col2im_explorer_scene",
    "draw_col2im",
    "draw_places",
]

At = tuple[int, ...]
Marks = dict[str, Sequence[Block]]

PROMPT = "Point at a pixel, or click one, to see what is sent to it."


# --- The live figure


class Question(NamedTuple):
    """What is asked about: an entry, a pixel, or both.

    Attributes
    ----------
    entry : pair of int, optional
        The entry under the pointer, or in scatter the one sent last.
    pixel : pair of int, optional
        The pixel under the pointer or under that entry, or the pinned one.
    pointed : bool
        Whether it is the pointer or a key that asks.
    hides : bool
        Whether the pixel is the one whose sum is hidden.
    """

    entry: At | None
    pixel: At | None
    pointed: bool
    hides: bool


def question(
    sending: Sending,
    scatter: bool,
    hidden: bool,
    pointed: Mapping[str, Sequence[int]] | None,
) -> Question:
    """Find what is asked about: what is pointed at, or else what is pinned."""
    entry, pixel = None, sending.pixel
    if pointed and "pixel" in pointed:
        pixel = tuple(pointed["pixel"])
    elif pointed:
        entry = tuple(pointed["entry"])
        target = sending.pixel_of(entry)
        pixel = target if sending.is_inside(target) else None
    elif scatter and sending.sent != 0:
        last = (sending.sent or sending.count) - 1
        entry = divmod(last, sending.features)
    hides = hidden and pixel is not None and pixel == sending.pixel
    return Question(entry, pixel, bool(pointed), hides)


def matrix_marks(sending: Sending, asked: Question) -> Marks:
    """Mark the entries of the pixel, and the entry that is asked about."""
    marks: Marks = {"lost": sending.lost}
    if asked.pixel and not asked.hides:
        marks["asked"] = sending.copies(asked.pixel)
        marks["shaded"] = sending.arrived(asked.pixel)
    if asked.entry:
        marks["entry"] = [asked.entry]
        marks["window"] = [(asked.entry[0], 0, 1, sending.features)]
    if sending.sent is not None and sending.sent < sending.count:
        whole, more = divmod(sending.sent, sending.features)
        blocks = (0, 0, whole, sending.features), (whole, 0, 1, more)
        marks["shaded"] = [block for block in blocks if all(block[2:])]
    return marks


def image_marks(sending: Sending, asked: Question) -> Marks:
    """Mark the pixel, and the one that waits; outline the entry's window."""
    marks: Marks = {"asked": [asked.pixel] if asked.pixel else []}
    target = asked.entry and sending.pixel_of(asked.entry)
    if asked.entry:
        marks["window"] = [sending.window(asked.entry[0])]
    # The pinned pixel waits while another one is asked about; or else the
    # one does that the entry goes to.
    waits = target if target and sending.is_inside(target) else None
    if asked.pointed:
        waits = sending.pixel if sending.pixel != asked.pixel else None
    marks["waiting"] = [waits] if waits else []
    return marks


def asked_in_words(
    sending: Sending, asked: Question, scatter: bool, hidden: bool
) -> dict[str, str]:
    """Say where the entry goes, where the pixel was copied, and its sum."""
    said = {"where": "", "asked": "", "sum": "", "prompt": ""}
    entry, pixel = asked.entry, asked.pixel
    if entry:
        secret = sending.pixel if hidden else None
        said["where"] = entry_in_words(sending, entry, secret)
    if pixel and asked.hides:
        said["asked"] = f"Pixel {words.place(pixel)} is hidden: predict it."
    elif pixel:
        said["asked"] = copies_in_words(sending, pixel)
        said["sum"] = sum_in_words(sending, pixel)
    elif not entry and scatter:
        said["asked"] = "Nothing is sent yet: every pixel is 0."
    elif not entry:
        said["prompt"] = PROMPT
    return said


def col2im_explorer_scene(
    setting: Setting,
    cols: Sequence[Sequence[Any]] | None,
    pixel: At | None,
    view: str,
    overwrite: bool,
    step: int,
    coverage: bool,
    hidden: bool,
    pointed: Mapping[str, Sequence[int]] | None = None,
) -> Scene:
    """Make the scene of a Col2imExplorer.

    Parameters
    ----------
    setting : Setting
        Its sizes.
    cols, pixel, view, overwrite, step, coverage, hidden : as its traits
        See :class:`convbook.widgets.Col2imExplorer`.
    pointed : mapping, optional
        What the pointer or a key asks about for the moment: ``pixel``, a row
        and a column, or ``entry``, a window and a feature.

    Returns
    -------
    Scene
        The matrix on the left; on the right the image and, if it is asked
        for, how often each pixel was copied.
    """
    scatter, partial = view == "scatter", step >= 0
    sending = Sending(
        setting,
        numbered(setting) if cols is None else cols,
        overwrite,
        sent=step if scatter and partial else None,
        pixel=pixel,
        terms=step if partial and not scatter else None,
    )
    asked = question(sending, scatter, hidden, pointed)
    matrix = sent_table(sending, marks=matrix_marks(sending, asked))
    marks = image_marks(sending, asked)
    secret = pixel if hidden else None
    image = image_table(sending, secret, border=setting.padding, marks=marks)
    heading = sums_in_words(sending, image)
    right: list[Part] = [image]
    if coverage:
        counts = counts_table(setting, marks=marks | {"window": []})
        heading += counts_in_words(counts)
        right.append(counts)
    said = asked_in_words(sending, asked, scatter, hidden)
    said["lost"] = lost_in_words(sending) if overwrite else ""
    picture = Column([Row([matrix, Column(right)]), spoken(said)])
    return Scene(picture, said, "\n".join(heading))


# --- The static figures


def draw_col2im(
    cols: np.ndarray,
    size: IntOrPair,
    kernel_size: IntOrPair,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    pixel: tuple[int, int] | None = None,
    hide: bool = False,
    overwrite: bool = False,
    sent: int | None = None,
    terms: int | None = None,
    counts: bool = False,
) -> Drawing:
    """Draw a matrix beside the image that its entries add up to.

    Parameters
    ----------
    cols : numpy.ndarray
        Shape (windows, features) of one image with one channel, real numbers.
    size : int or pair of int
        Rows and columns of the image, without padding.
    kernel_size, stride, padding, dilation : int or pair of int
        As in :func:`convbook.im2col`.
    pixel : pair of int, optional
        A pixel to circle, (row, column), and with it every entry that is sent
        to it; their sum is spelled out.
    hide : bool, default False
        Show a question mark in place of that pixel's sum, so that it can be
        predicted.
    overwrite : bool, default False
        Write each entry with ``=`` instead of ``+=``, row by row. What is
        lost is struck out.
    sent : int, optional
        Send only so many entries, row by row; outline the last one, and the
        pixel it goes to.
    terms : int, optional
        Add up only so many of the pixel's entries.
    counts : bool, default False
        Write below the image how often each pixel was copied.

    Returns
    -------
    Drawing
        The matrix on the left, the image of sums on the right.

    Raises
    ------
    TypeError, ValueError
        If the matrix is not one, if a setting is not valid, or if there is no
        such pixel.

    Examples
    --------
    >>> draw_col2im(np.array([[1, 2], [30, 40]]), (1, 3), (1, 2), pixel=(0, 1))
    A matrix of 2 windows by 2 features, and the 1×3 image of its sums.
    Row 0 of the image: 1, 32, 40.
    Circled: pixel (0, 1), 2 + 30 = 32, from the entries (0, 1), (1, 0).
    """
    cols = as_image("cols", cols)
    setting = as_setting(size, kernel_size, stride, padding, dilation)
    # It refuses a matrix that does not go with the setting.
    col2im(cols[np.newaxis], (1, 1, *setting.size), *setting[1:])
    at = None
    if pixel is not None:
        at = as_place("pixel", pixel, setting.size, "image")
    sending = Sending(setting, cols.tolist(), overwrite, sent, at, terms)
    copies = [] if at is None else sending.copies(at)
    check_range("sent", sent, sending.count)
    check_range("terms", terms, len(copies))
    on_matrix: Marks = {"asked": copies, "lost": sending.lost}
    on_image: Marks = {"asked": [] if at is None else [at]}
    said, line = [], []
    if at is not None:
        total = "hidden: predict it"
        if not hide:
            total = _total_in_words(sending, at)
            line = [Lines([total], bold=True)]
        places = entries_in_words(copies)
        said.append(
            f"Circled: pixel {words.place(at)}, {total}, from "
            f"{f'the entries {places}' if copies else 'no entry'}."
        )
    if sent:
        entry = divmod(sent - 1, sending.features)
        target, goes = sending.pixel_of(entry), "is cut off with the padding"
        on_matrix["window"] = [entry]
        if sending.is_inside(target):
            on_image["window"] = [target]
            goes = f"goes to pixel {words.place(target)}"
        value = number(sending.value(entry))
        said.append(f"Outlined: entry {words.place(entry)}, {value}, {goes}.")
    if overwrite:
        lost = plural(len(sending.lost), "lost number")
        said.append(f"Struck out: {lost}.")
    image = image_table(sending, at if hide else None, marks=on_image)
    right: list[Part] = [image]
    if counts:
        copied = counts_table(setting)
        right.append(copied)
        said += counts_in_words(copied)
    matrix = sent_table(sending, marks=on_matrix)
    picture = Column([Row([matrix, Column(right)]), *line])
    heading = sums_in_words(sending, image) + said
    return draw(Scene(picture, heading="\n".join(heading)))


def _total_in_words(sending: Sending, pixel: At) -> str:
    """Spell a pixel's sum out, or what stays of its terms."""
    terms = sending.terms_of(sending.arrived(pixel))
    total = number(sending.total(terms))
    if sending.overwrite and len(terms) > 1:
        return f"{total} stays of {words.numbers(terms)}"
    return f"{' + '.join(map(factor, terms)) or '0'} = {total}"


def draw_places(
    matrices: Mapping[
        str,
        tuple[np.ndarray, list[tuple[int, int]], list[tuple[int, int]]],
    ],
) -> Drawing:
    """Draw matrices, the places to fetch from, and those fetched from.

    Parameters
    ----------
    matrices : mapping
        For each title a matrix (windows, features) of real numbers, a list of
        the places (window, feature) that are right, and a list of those that
        some code goes to.

    Returns
    -------
    Drawing
        Each matrix under its title. The right places are circled, those that
        the code goes to are outlined; the sums of both are written below.

    Raises
    ------
    TypeError, ValueError
        If it is not a matrix of real numbers, or has no such place.

    Examples
    --------
    >>> matrix = np.array([[1, 2], [30, 40]])
    >>> draw_places({"two": (matrix, [(0, 1)], [(1, 0)])})
    two: a 2×2 matrix.
    Circled: 2 at (0, 1). Their sum is 2.
    Outlined: 30 at (1, 0). Their sum is 30.
    """
    checked = {
        title: (as_image("matrix", matrix), right, fetched)
        for title, (matrix, right, fetched) in matrices.items()
    }
    room = max(
        len(number(value))
        for matrix, *_ in checked.values()
        for value in matrix.flat
    )
    parts: list[Part] = []
    said = []
    for title, (matrix, right, fetched) in checked.items():
        said.append(f"{title}: a {by(matrix.shape)} matrix.")
        texts = [list(map(number, line)) for line in matrix]
        marks = {"asked": right, "window": fetched}
        table = matrix_table(
            title, "output", "", texts, marks=marks, room=room
        )
        sums = []
        for name, places in {"circled": right, "outlined": fetched}.items():
            found, total = _sum_of_places(title, matrix, places)
            said.append(f"{name.capitalize()}: {found}. Their sum is {total}.")
            sums.append(f"{name}: {total}")
        parts += [Lines([title], bold=True), table, Lines(sums, small=True)]
    return draw(Scene(Column(parts), heading="\n".join(said)))


def _sum_of_places(
    title: str, matrix: np.ndarray, places: Sequence[tuple[int, int]]
) -> tuple[str, str]:
    """List the numbers at some places of a matrix, and add them up."""
    for place in places:
        if place not in np.ndindex(matrix.shape):
            raise ValueError(
                f"places must lie in the {by(matrix.shape)} matrix {title}, "
                f"got {place!r}"
            )
    found = [matrix[place].item() for place in places]
    listed = ", ".join(
        f"{number(value)} at {words.place(place)}"
        for value, place in zip(found, places, strict=True)
    )
    return listed, number(sum(found))

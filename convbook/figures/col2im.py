"""What a matrix sends back: its entries, the pixels that add them up."""

from collections.abc import Mapping, Sequence

import numpy as np

from convbook.figures import words
from convbook.figures.checks import as_image, as_place, check_range
from convbook.figures.matrices import (
    entries_in_words,
    matrix_table,
)
from convbook.figures.scene import (
    Block,
    Column,
    Lines,
    Part,
    Place,
    Row,
    Scene,
    Table,
    longest,
)
from convbook.figures.sending import At, Sending
from convbook.figures.svg import Drawing, draw
from convbook.figures.words import by, factor, number, plural, written
from convbook.geometry import IntOrPair, Setting, as_setting, coverage
from convbook.im2col import col2im

Marks = dict[str, Sequence[Block]]


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
        A pixel to circle, (row, column), with its entries and their sum.
    hide : bool, default False
        Show a question mark in place of that sum, so that it is predicted.
    overwrite : bool, default False
        Write each entry with ``=`` instead of ``+=``, row by row. What is
        lost is struck out.
    sent : int, optional
        Send only so many entries; outline the last one, and its pixel.
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
    copies = sending.copies(at) if at else []
    check_range("sent", sent, sending.count)
    check_range("terms", terms, len(copies))
    on_matrix: Marks = {"asked": copies, "lost": sending.lost}
    on_image: Marks = {"asked": [at] if at else []}
    said, line = [], []
    if at:
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
    image = image_table(sending, on_image, at if hide else None)
    right, counted = with_counts(image, setting, {}, counts)
    picture = Column([Row([sent_table(sending, on_matrix), right]), *line])
    heading = sums_in_words(sending, image) + said + counted
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
        the right places (window, feature), and a list of those fetched from.

    Returns
    -------
    Drawing
        Each matrix under its title, the right places circled, those fetched
        from outlined, and below it the sums of both.

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
        title: as_image("matrix", matrix)
        for title, (matrix, *_) in matrices.items()
    }
    room = max(longest(written(matrix)) for matrix in checked.values())
    parts: list[Part] = []
    said = []
    for title, (_, right, fetched) in matrices.items():
        matrix = checked[title]
        said.append(f"{title}: a {by(matrix.shape)} matrix.")
        table = matrix_table(
            title,
            "output",
            written(matrix),
            title="",
            marks={"asked": right, "window": fetched},
            room=room,
        )
        sums = []
        for name, places in {"circled": right, "outlined": fetched}.items():
            found, total = _sum_of_places(title, matrix, places)
            said.append(f"{name.capitalize()}: {found}. Their sum is {total}.")
            sums.append(f"{name}: {total}")
        below = Lines(sums, small=True)
        parts.append(Column([Lines([title], bold=True), table, below], 0.2))
    return draw(Scene(Column(parts, gap=1), heading="\n".join(said)))


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


# --- What the live figure shares


def sent_table(sending: Sending, marks: Marks) -> Table:
    """Make the table of the matrix that is sent."""
    return matrix_table("matrix", "output", written(sending.cols), marks=marks)


def image_table(
    sending: Sending,
    marks: Marks,
    hidden: At | None = None,
    border: Place = (0, 0),
) -> Table:
    """Make the table of what each pixel holds; one of them may be hidden."""
    texts = np.array(written(sending.image))
    if hidden:
        texts[hidden] = "?"
    around = [(p, p) for p in border]
    return Table(
        "image",
        "input",
        f"image {by(sending.setting.size)}",
        np.pad(texts, around, constant_values="").tolist(),
        border=border,
        room=sending.room,
        marks=marks,
    )


def with_counts(
    image: Table, setting: Setting, marks: Marks, wanted: bool
) -> tuple[Column, list[str]]:
    """Write below the image how often each pixel was copied, and say it."""
    if not wanted:
        return Column([image]), []
    counts = coverage(*setting)
    shades = 0.5 * counts / max(1, counts.max())
    texts = [list(map(str, line)) for line in counts]
    table = Table(
        "coverage",
        "input",
        "times copied",
        texts,
        marks=marks,
        grounds=shades.tolist(),
    )
    return Column([image, table]), [
        f"Times copied, row {row}: {', '.join(line)}."
        for row, line in enumerate(texts)
    ]


def sums_in_words(sending: Sending, image: Table) -> list[str]:
    """Say what the matrix is, and what the image shows, row by row."""
    windows, features = len(sending.cols), sending.features
    of = "of the last entry each" if sending.overwrite else "of its sums"
    said = [
        f"A matrix of {plural(windows, 'window')} by "
        f"{plural(features, 'feature')}, and the {by(image.size)} image {of}."
    ]
    if sending.sent is not None:
        said.append(f"Sent so far: {sending.sent} of {sending.count} entries.")
    (rows, columns), (above, left) = image.size, image.border
    for row in range(rows):
        shown = image.texts[above + row][left : left + columns]
        said.append(f"Row {row} of the image: {', '.join(shown)}.")
    return said

"""Matrices times weights: a product, what becomes of it, and a sparse one."""

from textwrap import wrap

import numpy as np

from convbook.figures.checks import as_image, as_place
from convbook.figures.matrices import counted, matrix_table
from convbook.figures.scene import (
    Blank,
    Block,
    Column,
    Heads,
    Lines,
    Part,
    Row,
    Scene,
    Table,
    Texts,
    longest,
)
from convbook.figures.svg import Drawing, draw
from convbook.figures.words import by, number, numbers, product, written
from convbook.geometry import IntOrPair, as_pair

SHADES = 0, 0.12, 0.25
"""How much of the outputs' hue the cells of filter 0, 1, 2 have, and again."""


def draw_product(
    left: np.ndarray,
    right: np.ndarray,
    at: tuple[int, int] | None = None,
    hide: bool = False,
) -> Drawing:
    """Draw a product of matrices, and one row that meets one column.

    Parameters
    ----------
    left : numpy.ndarray
        Shape (windows, features), real numbers.
    right : numpy.ndarray
        Shape (features, filters), real numbers.
    at : pair of int, optional
        Which number of the product to spell out: its row and its column.
    hide : bool, default False
        Show a question mark in its place, so that it can be predicted.

    Returns
    -------
    Drawing
        The matrices, and the product where rows of one meet columns of the
        other.

    Raises
    ------
    TypeError, ValueError
        If one is not a matrix of real numbers, if their inner sizes differ,
        or if there is no number at ``at``.

    Examples
    --------
    >>> draw_product(np.array([[0, 1], [2, 3]]), np.array([[1], [-1]]), (1, 0))
    A 2×2 matrix times a 2×1 matrix is a 2×1 matrix.
    Column 0 of the product: −1, −1.
    Outlined: row 1 times column 0, 2·1 + 3·(−1) = −1.
    """
    left, right = as_image("left", left), as_image("right", right)
    if left.shape[1] != right.shape[0]:
        raise ValueError(
            f"left must have as many columns as right has rows, got "
            f"{by(left.shape)} and {by(right.shape)}"
        )
    made = left @ right
    place = at if at is None else as_place("at", at, made.shape, "product")
    shown = written(made)
    if hide and place:
        shown[place[0]][place[1]] = "?"
    said = multiplied_in_words(left, right, shown)
    parts: list[Part] = [_crossing(left, right, shown, place)]
    if place:
        total = row_times_column(left, right, shown, place)
        parts.append(Lines(wrap(total, 72)))
        said.append(
            f"Outlined: row {place[0]} times column {place[1]}, {total}."
        )
    return draw(Scene(Column(parts), heading="\n".join(said)))


def multiplied_in_words(
    left: np.ndarray, right: np.ndarray, shown: Texts
) -> list[str]:
    """Say of which matrices a product is made, and what is shown of it."""
    return [
        f"A {by(left.shape)} matrix times a {by(right.shape)} matrix is a "
        f"{len(shown)}×{len(shown[0])} matrix.",
        *(
            f"Column {f} of the product: {', '.join(column)}."
            for f, column in enumerate(zip(*shown, strict=True))
        ),
    ]


def row_times_column(
    left: np.ndarray, right: np.ndarray, shown: Texts, at: tuple[int, ...]
) -> str:
    """Spell out one number of a product: "2·1 + 3·(−1) = −1"."""
    m, f = at
    terms = zip(left[m], right[:, f], strict=True)
    return f"{' + '.join(map(product, terms))} = {shown[m][f]}"


def _crossing(
    left: np.ndarray,
    right: np.ndarray,
    shown: list[list[str]],
    at: tuple[int, ...] | None,
) -> Row:
    """Put the product where rows of the left matrix meet the right one's."""
    row: list[Block] = []
    column: list[Block] = []
    if at:
        row = [(at[0], 0, 1, len(right))]
        column = [(0, at[1], len(right), 1)]
    # The columns of the product stand under those of the right matrix: heads
    # and cells of both are equally wide.
    widest = max(len(str(count - 1)) for count in (len(shown), len(right)))
    weights = written(right)
    room = longest([*weights, *shown])

    def stacked(
        name: str, kind: str, letter: str, texts: Texts, marked: list[Block]
    ) -> Table:
        numbered = [f"{m}".rjust(widest, "\u2007") for m in range(len(texts))]
        return matrix_table(
            name,
            kind,
            texts,
            Heads("", numbered),
            "",
            f"{letter}, {name} {len(texts)}×{len(texts[0])}",
            marks={"window": marked},
            room=room,
        )

    above = stacked("weights", "plain", "V", weights, column)
    below = stacked("product", "output", "A V", shown, [at] if at else [])
    title, texts = f"A, windows {by(left.shape)}", written(left)
    marks = {"window": row}
    beside = matrix_table("matrix", "input", texts, "", "", title, marks=marks)
    return Row([Column([Blank(above), beside]), Column([above, below])])


def draw_reshaped(product: np.ndarray, output_size: IntOrPair) -> Drawing:
    """Draw how a product becomes images: transposed, and by mistake not.

    Parameters
    ----------
    product : numpy.ndarray
        Shape (windows, filters), real numbers.
    output_size : int or pair of int
        Rows and columns of the output; their product is the number of windows.

    Returns
    -------
    Drawing
        The product Z, and the images that ``Z.T.reshape(...)`` and
        ``Z.reshape(...)`` make of it. Each number carries the name of its
        filter, f0, f1 and so on, and its shade.

    Raises
    ------
    TypeError, ValueError
        If it is not a matrix of real numbers, or if the sizes do not fit.

    Examples
    --------
    >>> draw_reshaped(np.array([[1, 10], [2, 20]]), (1, 2))
    A 2×2 product, one column per filter.
    Z.T.reshape(2, 1, 2), picture 0: filter 0: 1, 2.
    Z.T.reshape(2, 1, 2), picture 1: filter 1: 10, 20.
    Z.reshape(2, 1, 2), picture 0: a mixture: 1, 10.
    Z.reshape(2, 1, 2), picture 1: a mixture: 2, 20.
    """
    product = as_image("product", product)
    rows, columns = as_pair("size", output_size)
    windows, filters = product.shape
    if rows * columns != windows:
        raise ValueError(
            f"output_size must hold the {windows} windows of the product, got "
            f"{by((rows, columns))}, which is {rows * columns}"
        )
    shape = filters, rows, columns
    owner = np.broadcast_to(np.arange(filters), product.shape)
    parts: list[Part] = [
        _owned("Z", f"Z, {by(product.shape)}", product, owner, rows=True)
    ]
    said = [f"A {by(product.shape)} product, one column per filter."]
    for way, values, owners in (
        (f"Z.T.reshape{shape}", product.T, owner.T),
        (f"Z.reshape{shape}", product, owner),
    ):
        pictures: list[Part] = [Lines([way], bold=True)]
        outputs, of = values.reshape(shape), owners.reshape(shape)
        for f in range(filters):
            pure = (of[f] == f).all()
            title = f"picture {f}: {f'filter {f}' if pure else 'a mixture'}"
            pictures.append(_owned(f"{way} {f}", title, outputs[f], of[f]))
            said.append(f"{way}, {title}: {numbers(outputs[f].ravel())}.")
        parts.append(Column(pictures))
    return draw(Scene(Row(parts), heading="\n".join(said)))


def _owned(
    name: str,
    title: str,
    values: np.ndarray,
    owner: np.ndarray,
    rows: bool = False,
) -> Table:
    """Make a table whose numbers carry the names of their filters."""
    return Table(
        name,
        "output",
        title,
        written(values),
        rows=counted("", len(values)) if rows else None,
        labels=[(*at, f"f{f}") for at, f in np.ndenumerate(owner)],
        grounds=[[SHADES[f % len(SHADES)] for f in line] for line in owner],
    )


def draw_sparse(
    matrix: np.ndarray, group: int, at: tuple[int, int] | None = None
) -> Drawing:
    """Draw a matrix that is mostly 0, with its zeros as dots.

    Parameters
    ----------
    matrix : numpy.ndarray
        Shape (windows, pixels), real numbers.
    group : int
        After how many columns a gap is left: the pixels in an image's row.
    at : pair of int, optional
        A window and a pixel; its row and its column are outlined.

    Returns
    -------
    Drawing
        The matrix; numbers that are not 0 stand in cells.

    Raises
    ------
    TypeError, ValueError
        If it is not a matrix of real numbers, if its columns are not a
        multiple of ``group``, or if there is no such row or column.

    Examples
    --------
    >>> draw_sparse(np.array([[1, 2, 0, 0], [0, 1, 2, 0]]), 2, at=(1, 2))
    A 2×4 matrix; 4 of its 8 numbers are not 0.
    Row 0: 1 at column 0, 2 at column 1.
    Row 1: 1 at column 1, 2 at column 2.
    Outlined: row 1 and column 2.
    """
    matrix = as_image("matrix", matrix)
    columns = matrix.shape[1]
    if group < 1 or columns % group:
        raise ValueError(
            f"group must divide the {columns} columns of the matrix, "
            f"got {group!r}"
        )
    place = at if at is None else as_place("at", at, matrix.shape, "matrix")
    said = [
        f"A {by(matrix.shape)} matrix; {np.count_nonzero(matrix)} of its "
        f"{matrix.size} numbers are not 0.",
    ]
    for m, line in enumerate(matrix):
        found = ", ".join(
            f"{number(line[t])} at column {t}" for t in np.flatnonzero(line)
        )
        said.append(f"Row {m}: {found or 'only zeros'}.")
    if place is not None:
        said.append(f"Outlined: row {place[0]} and column {place[1]}.")
    groups = [
        _sparse_group(matrix, range(first, first + group), place)
        for first in range(0, columns, group)
    ]
    return draw(Scene(Row(groups, gap=0.3), heading="\n".join(said)))


def _sparse_group(
    matrix: np.ndarray, pixels: range, at: tuple[int, ...] | None
) -> Table:
    """Make the table of those columns that belong to one row of the image."""
    part, row = matrix[:, pixels], pixels[0] // len(pixels)
    outlined: list[tuple[int, ...]] = []
    if at is not None:
        outlined.append((at[0], 0, 1, len(pixels)))
        if at[1] in pixels:
            outlined.append((0, pixels.index(at[1]), len(part), 1))
    return Table(
        f"row {row}",
        "bare",
        f"row {row} of the image",
        [[number(value) if value else "·" for value in line] for line in part],
        rows=None if row else counted("window", len(part)),
        columns=Heads("", list(map(str, pixels))),
        marks={"cell": np.argwhere(part).tolist(), "window": outlined},
        room=longest(written(matrix)),
    )

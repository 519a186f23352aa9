"""Photos side by side, and the numbers of a few of their pixels."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from convbook.figures.checks import as_image
from convbook.figures.photo import colours, full_colour, greys, signs
from convbook.figures.scene import (
    Block,
    Column,
    Lines,
    Photo,
    Row,
    Scene,
    Table,
    longest,
)
from convbook.figures.svg import Drawing, draw
from convbook.figures.words import by, named, number, numbers, percent, written
from convbook.geometry import as_pair


def pixel_table(
    values: np.ndarray, title: str, asked: list[Block] | None = None
) -> Table:
    """Make a table of grey pixels, each on its own grey, outlined."""
    texts = written(values)
    return Table(
        "pixels",
        "input",
        title,
        texts,
        marks={"window": [(0, 0, *values.shape)], "asked": asked or []},
        grounds=colours(greys(values)),
        room=max(3, longest(texts)),
    )


def extent(values: np.ndarray) -> str:
    """Write the smallest and the largest number: "−10 to 255"."""
    return f"{number(values.min())} to {number(values.max())}"


def outside(values: np.ndarray) -> tuple[str, str]:
    """Write the shares of numbers below 0 and above 255; "" for none."""
    below, above = (
        percent(count, values.size) if count else ""
        for count in ((values < 0).sum(), (values > 255).sum())
    )
    return below, above


def drawn_as(values: np.ndarray, signed: bool) -> str:
    """Say which numbers are drawn as what they are not, if there are any."""
    below, above = outside(values)
    if signed:
        return (
            f"; {below or '0%'} lie below 0 and are drawn blue, those above "
            f"0 orange, in full colour from ±{number(full_colour(values))} on"
        )
    black = f"; {below} lie below 0 and are drawn black" if below else ""
    white = f"; {above} lie above 255 and are drawn white" if above else ""
    return black + white


def draw_zoom(
    image: np.ndarray, at: tuple[int, int], size: tuple[int, int] = (5, 5)
) -> Drawing:
    """Draw a grey photo and, enlarged, the numbers of a few of its pixels.

    Parameters
    ----------
    image : numpy.ndarray
        Shape (rows, columns); 0 is drawn black and 255 white.
    at : pair of int
        Row and column of the part's first pixel.
    size : pair of int, default (5, 5)
        Rows and columns of the part; at most 8×8 are readable.

    Returns
    -------
    Drawing
        The photo with the part outlined, and the part with a number in every
        pixel.

    Raises
    ------
    TypeError, ValueError
        If the image has not two axes of real numbers, or if the part reaches
        over its border.

    Examples
    --------
    >>> draw_zoom(np.full((20, 30), 7), at=(4, 5), size=(1, 2))
    A 20×30 photo, and its 1×2 pixels from row 4, column 5 enlarged.
    Row 4: 7, 7.
    """
    image = as_image("image", image)
    rows, columns = as_pair("size", size)
    row, column = _corner(at, (rows, columns), image.shape)
    right, bottom = column + columns, row + rows
    part = image[row:bottom, column:right]
    where = (
        f"{named('row', range(row, bottom))}, "
        f"{named('column', range(column, right))}"
    )
    photo = Photo(
        "photo",
        "photo",
        by(image.shape),
        greys(image),
        image.shape,
        window=(row, column, rows, columns),
    )
    links = (
        (("photo", row, right), ("pixels", 0, 0)),
        (("photo", bottom, right), ("pixels", rows, 0)),
    )
    said = [
        f"A {by(image.shape)} photo, and its {by(part.shape)} pixels from "
        f"row {row}, column {column} enlarged.",
        *(f"Row {row + i}: {numbers(line)}." for i, line in enumerate(part)),
    ]
    enlarged = Column([Lines([""]), pixel_table(part, ""), Lines([where])])
    picture = Row([photo, enlarged], gap=1.2)
    return draw(Scene(picture, heading="\n".join(said), links=links))


def _corner(
    at: Any, size: tuple[int, ...], of: tuple[int, ...]
) -> tuple[int, int]:
    """Check that a part lies inside an image; return its first pixel."""
    last = np.subtract(of, size)
    try:
        row, column = (int(number) for number in at)
        there = (row, column) == tuple(at) and row >= 0 and column >= 0
        there = there and row <= last[0] and column <= last[1]
    except (TypeError, ValueError):
        there = False
    if not there:
        raise ValueError(
            f"at and size must name a part inside the {by(of)} image, "
            f"got at={at!r} with size={size!r}"
        )
    return row, column


def draw_photos(
    pictures: Mapping[str, np.ndarray], signed: bool = False
) -> Drawing:
    """Draw pictures side by side, two in a line, each pixel as it is.

    Parameters
    ----------
    pictures : mapping of str to numpy.ndarray
        A title and an array for each picture: grey of shape (rows, columns),
        or uint8 colours of shape (rows, columns, 3).
    signed : bool, default False
        How grey numbers become shades. False: 0 and less is black, 255 and
        more is white, as a screen does it. True: 0 is white, negative numbers
        are blue and positive ones orange, the stronger the further from 0; the
        furthest hundredth all have the full colour.

    Returns
    -------
    Drawing
        The pictures, each with its title, its size and its smallest and
        largest number.

    Raises
    ------
    TypeError, ValueError
        If there is no picture, or if an array is not a grey or a colour image.

    Examples
    --------
    >>> draw_photos({"steps": np.array([[-10, 0, 100, 255]])})
    steps: 1×4, values −10 to 255; 25% lie below 0 and are drawn black.
    """
    if not pictures:
        raise ValueError(
            "pictures must hold at least one title and its array, got none"
        )
    photos, said = [], []
    for count, (title, values) in enumerate(pictures.items()):
        array = pixels = _as_picture(title, values)
        caption, how = f"{by(array.shape)}, values {extent(array)}", ""
        if array.ndim == 2:
            how = drawn_as(array, signed)
            pixels = (
                signs(array, full_colour(array)) if signed else greys(array)
            )
        size = array.shape[:2]
        photos.append(Photo(f"photo-{count}", title, caption, pixels, size))
        said.append(f"{title}: {caption}{how}.")
    lines = [
        Row(photos[start : start + 2]) for start in range(0, len(photos), 2)
    ]
    return draw(Scene(Column(lines), heading="\n".join(said)))


def _as_picture(title: str, values: np.ndarray) -> np.ndarray:
    array = np.asarray(values)
    if array.ndim != 3:
        return as_image(f"pictures[{title!r}]", array)
    if array.shape[2] != 3 or array.dtype != np.uint8 or 0 in array.shape:
        raise ValueError(
            f"pictures[{title!r}] must be grey (rows, columns) or uint8 "
            f"colours (rows, columns, 3), got {array.dtype} of shape "
            f"{array.shape}"
        )
    return array

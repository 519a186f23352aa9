"""A photo, what a kernel makes of it, and one of its windows enlarged."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

import numpy as np

from convbook.figures import windows, words
from convbook.figures.checks import as_image, as_place, one_of
from convbook.figures.photo import colours, full_colour, greys, shades
from convbook.figures.photos import drawn_as, extent, outside, pixel_table
from convbook.figures.scene import (
    Column,
    Part,
    Photo,
    Row,
    Scene,
    Table,
    longest,
    spoken,
)
from convbook.figures.svg import Drawing, draw
from convbook.figures.windows import HIDDEN, kernel_table, paired, rings, total
from convbook.figures.words import by, named, number, place, written
from convbook.geometry import Pair, Setting, as_setting

SHOWN = {
    "cut": "cut off at 0",
    "distance": "distance from 0",
    "signed": "both signs",
}
"""How the output of a kernel on a photo is drawn."""

PROMPT = "Point at a cell to see its product; click a weight to change it."
LARGEST_KERNEL = 5
FRACTION = 6
"""Characters that nearly every number with four digits has room in."""


@dataclass(frozen=True)
class Look:
    """What is looked at: one window of a photo, with all that it makes.

    ``shown`` is the output or its distances from 0, ``full`` the number that
    has the full colour of its sign; ``sum`` is not yet divided.
    """

    photo: np.ndarray
    kernel: np.ndarray
    setting: Setting
    divisor: int
    show: str
    hidden: bool
    at: Pair
    pixels: np.ndarray
    terms: windows.Terms
    sum: Any
    value: Any
    output: np.ndarray
    shown: np.ndarray
    full: float


def draw_filtered(
    photo: np.ndarray,
    kernel: np.ndarray,
    divisor: int = 1,
    at: tuple[int, int] = (0, 0),
    show: str = "cut",
    hide: bool = False,
) -> Drawing:
    """Draw a grey photo, what a kernel makes of it, and one of the windows.

    Parameters
    ----------
    photo : numpy.ndarray
        Shape (rows, columns), real numbers; 0 is black and 255 white.
    kernel : numpy.ndarray
        Shape (k1, k2), at most 5×5, real numbers.
    divisor : int, default 1
        Each sum is divided by it, and rounded down; by 1 it stays as it is.
    at : pair of int, default (0, 0)
        Which output to look at: its row and column in the output.
    show : {"cut", "distance", "signed"}
        How the output is drawn: cut off at 0 as on a screen; its distance
        from 0; or both signs, as ``draw_photos(…, signed=True)`` does.
    hide : bool, default False
        Leave out the output and everything that tells it.

    Returns
    -------
    Drawing
        The photo with the window outlined, the output with its place
        outlined; under them the window's pixels, the kernel, the products
        and the output.

    Raises
    ------
    TypeError, ValueError
        If an array has not two axes of real numbers, if the kernel does not
        fit, if there is no output at ``at``, or if ``show`` is another word.

    Examples
    --------
    >>> draw_filtered(np.arange(12).reshape(3, 4), [[1, 0], [0, -1]])
    A 3×4 photo with a 2×2 kernel.
    Output, cut off at 0: 2×3, values −5 to −5; 100% lie below 0 and are \
drawn black.
    The window of output (0, 0) starts at row 0, column 0.
    Products by kernel row: 0·1 + 1·0; 4·0 + 5·(−1).
    Their sum, the output at (0, 0), is −5.
    """
    look = _look_at(photo, kernel, divisor, at, show, hide)
    return draw(replace(_scene(look), words={}, heading=_account(look)))


def photo_kernel_scene(
    photo: Any,
    kernel: Any,
    divisor: int = 1,
    position: Any = (0, 0),
    show: str = "cut",
    hidden: bool = False,
    pointed: Mapping[str, Any] | None = None,
    chosen: Pair | None = None,
) -> Scene:
    """Make the scene of a PhotoKernel, of its traits; the photo as an array.

    ``pointed`` is what is asked about for the moment: ``position``, an output
    under the pointer, or ``cell``, a cell (i, j) of the window. ``chosen`` is
    the cell of the kernel whose weight the reader has chosen to change.
    """
    pointed = pointed or {}
    at = pointed.get("position") or position
    look = _look_at(photo, kernel, divisor, at, show, hidden)
    return _scene(look, pointed.get("cell"), chosen)


def _look_at(
    photo: Any, kernel: Any, divisor: int, at: Any, show: str, hidden: bool
) -> Look:
    """Check the arguments, and compute all that can be seen."""
    photo, kernel = as_image("photo", photo), as_image("kernel", kernel)
    setting = as_setting(photo.shape, kernel.shape)
    if max(kernel.shape) > LARGEST_KERNEL:
        raise ValueError(
            f"kernel must be at most {by((LARGEST_KERNEL, LARGEST_KERNEL))} "
            f"to be drawn, got {by(kernel.shape)}"
        )
    one_of("show", show, SHOWN)
    u, v = as_place("at", at, setting.output_size, "output")
    pixels = photo[u : u + kernel.shape[0], v : v + kernel.shape[1]]
    terms = paired(pixels, kernel)
    output = _filtered(photo, kernel, divisor, setting.output_size)
    return Look(
        *(photo, kernel, setting, divisor, show, hidden),
        *((u, v), pixels, terms, total(terms), output[u, v]),
        output=output,
        shown=abs(output) if show == "distance" else output,
        full=full_colour(output),
    )


def _filtered(
    photo: np.ndarray, kernel: np.ndarray, divisor: int, size: Pair
) -> np.ndarray:
    """Compute every output: the sums, divided."""
    output = np.zeros(size, dtype=np.result_type(photo, kernel))
    # The order of the sums is that of JavaScript, to the last bit.
    for (i, j), weight in np.ndenumerate(kernel):
        output += weight * photo[i : i + size[0], j : j + size[1]]
    if divisor != 1:
        output = np.floor(output / divisor)
    return output


def _scene(look: Look, cell: Any = None, chosen: Any = None) -> Scene:
    """Make the scene; a cell of the window may be asked about."""
    asked = cell or chosen
    said = _words(look, asked)
    tables = _tables(look, asked, chosen)
    # Where they do not fit in the width of the photos, in two lines.
    wide = look.kernel.shape[1] > 3
    loupe = [tables[:2], tables[2:]] if wide else [tables]
    parts: list[Part] = [Row(_photos(look)), *map(Row, loupe), spoken(said)]
    heading = (
        f"A {by(look.photo.shape)} photo with a {by(look.kernel.shape)} "
        f"kernel.\nOutput, {SHOWN[look.show]}: {by(look.output.shape)}."
    )
    return Scene(Column(parts), said, heading)


def _photos(look: Look) -> list[Photo]:
    """Make the photo and the output, each with its outline."""
    size, output_size = look.setting.size, look.setting.output_size
    outline = (*look.at, *look.setting.kernel_size)
    pixels, place = None, None
    if not look.hidden:
        pixels = shades(look.output, look.show, look.full)
        place = (*look.at, 1, 1)
    photo, title = greys(look.photo), f"output {by(output_size)}"
    return [
        Photo("photo", f"photo {by(size)}", "", photo, size, outline),
        Photo("output", title, "", pixels, output_size, place),
    ]


def _tables(look: Look, cell: Any, chosen: Any) -> list[Table]:
    """Make the tables of the enlarged window.

    Their cells have room for any window's numbers, so that they keep their
    size as the window moves.
    """
    asked = [cell] if cell else []
    kernel, value = look.kernel, np.array([[look.value]])
    strongest = 255 * abs(kernel).max() or 1
    room = max(len(number(255 * weight)) for weight in kernel.flat)
    if (kernel % 1).any():
        room = max(room, FRACTION)
    products = Table(
        "products", "plain", "products", (), marks={"asked": asked}, room=room
    )
    output = Table("value", "output", "output", (), room=FRACTION)
    return [
        pixel_table(look.pixels, "pixels", asked),
        kernel_table(kernel, rings(cell, chosen)),
        _answers(look, products, look.pixels * kernel, "signed", strongest),
        _answers(look, output, value, look.show, look.full),
    ]


def _answers(
    look: Look, table: Table, values: np.ndarray, show: str, full: float
) -> Table:
    """Write numbers into a table, on colours; or question marks, on none."""
    texts = written(values)
    if look.hidden:
        texts = [["?" for _ in line] for line in values]
        values, show = np.zeros(values.shape), "signed"
    return replace(
        table,
        texts=texts,
        grounds=colours(shades(values, show, full)),
        room=max(table.room, longest(texts)),
    )


# --- What is said


def _account(look: Look) -> str:
    """Say what a drawing shows, which has no words under it."""
    at, kernel, hidden = look.at, look.kernel, look.hidden
    how = drawn_as(look.shown, look.show == "signed")
    numbers = "hidden" if hidden else f"values {extent(look.shown)}{how}"
    said = [
        f"A {by(look.photo.shape)} photo with a {by(kernel.shape)} kernel.",
        f"Output, {SHOWN[look.show]}: {by(look.output.shape)}, {numbers}.",
        windows.starts_in_words(at, at),
    ]
    if hidden:
        return "\n".join([*said, HIDDEN])
    whole = "The sum of its products"
    if kernel.size <= words.SPELLED_OUT:
        lines = "; ".join(windows.by_kernel_row(look.terms))
        said.append(f"Products by kernel row: {lines}.")
        whole = "Their sum"
    output = f"the output at ({at[0]}, {at[1]})"
    if look.divisor == 1:
        said.append(f"{whole}, {output}, is {number(look.sum)}.")
    else:
        said.append(
            f"{whole} is {number(look.sum)}; divided by {look.divisor} and "
            f"rounded down, {output} is {number(look.value)}."
        )
    return "\n".join(said)


def _words(look: Look, cell: Any) -> dict[str, str]:
    """Say it as the live figure does."""
    rows, columns = (
        range(at, at + k)
        for at, k in zip(look.at, look.kernel.shape, strict=True)
    )
    said = {
        "values": "Hidden until you have guessed.",
        "where": f"The window on {named('row', rows)}, "
        f"{named('column', columns)} makes output {place(look.at)}.",
        "sum": "Its value is hidden: estimate it.",
        "told": "",
        "asked": _asked(look, cell) if cell else "",
        "prompt": "" if cell else PROMPT,
    }
    if look.hidden:
        return said
    told = f"{_reading(look)}. {_drawn(look.value, look.show)}".strip()
    return said | {"values": _values(look), "sum": _sum(look), "told": told}


def _values(look: Look) -> str:
    """Say what the output's numbers are, and which are not shown as such."""
    signed = look.show == "signed"
    below, above = outside(look.shown)
    name = "Distances" if look.show == "distance" else "Values"
    said = [f"{name} {extent(look.shown)}"]
    if below:
        said.append(f"{below} below 0: {'blue' if signed else 'black'}")
    if signed:
        full = number(look.full)
        said.append(f"above 0: orange, in full colour from ±{full} on")
    elif above:
        said.append(f"{above} above 255: white")
    return f"{'; '.join(said)}."


def _sum(look: Look) -> str:
    """Write the window's sum with its numbers in place."""
    terms = list(chain(*look.terms))
    written = words.sum_of(terms, look.sum)
    if len(terms) > words.SPELLED_OUT:
        written = f"The {len(terms)} products add up to {number(look.sum)}"
    if look.divisor == 1:
        return f"{written}."
    return (
        f"{written}, divided by {look.divisor} and rounded down: "
        f"{number(look.value)}."
    )


def _asked(look: Look, cell: Pair) -> str:
    """Say what one cell of the window multiplies."""
    pixel, weight = look.pixels[*cell], look.kernel[*cell]
    at = (look.at[0] + cell[0], look.at[1] + cell[1])
    product = words.product((pixel, weight))
    if not look.hidden:
        product += f" = {number(pixel * weight)}"
    return (
        f"Cell {place(cell)}: pixel {place(at)} times its weight, {product}."
    )


def _reading(look: Look) -> str:
    """Write an output's sign in words, and what it means."""
    value = look.value
    sign = "negative" if value < 0 else "positive"
    written = f"{number(value)}, {sign}" if value else "0"
    # What is rounded down to 0 need not have been 0.
    means = _meaning(look.kernel, value) if look.divisor == 1 else ""
    return f"{written}: {means}" if means else written


def _meaning(kernel: np.ndarray, value: float) -> str:
    """Say what it means that a sum is below, at or above 0.

    It is known for a kernel whose one half has the other's weights with the
    other sign: "brighter on the right" for a sum above 0 of −1 0 1.
    """
    for table, first, second in (
        (kernel, "on the left", "on the right"),
        (kernel.T, "at the top", "at the bottom"),
    ):
        half = table[:, : table.shape[1] // 2]
        rising, falling = (half <= 0).all(), (half >= 0).all()
        opposite = (table == -table[:, ::-1]).all()
        # Where it neither rises nor falls, or both, as one of zeros does,
        # nothing is known.
        if not opposite or rising == falling:
            continue
        if value == 0:
            return f"as bright {first} as {second}"
        return f"brighter {second if (value > 0) == rising else first}"
    return ""


def _drawn(value: float, show: str) -> str:
    """Say how an output is drawn, where its number alone does not tell."""
    white = "drawn white, as if it were 255"
    if show == "signed":
        colour = "blue" if value < 0 else "orange"
        return f"Drawn {colour if value else 'white'}."
    if value > 255:
        return f"Above 255: {white}."
    if value >= 0:
        return ""
    if show == "cut":
        return "A screen draws it black, as if it were 0."
    far = f": {white}" if value < -255 else ""
    return f"Its distance from 0 is {number(-value)}{far}."

"""A photo, what a kernel makes of it, and one of its windows enlarged."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from convbook.figures import words
from convbook.figures.checks import as_image, as_place, one_of
from convbook.figures.photo import (
    colours,
    full_colour,
    greys,
    shades,
    signs,
)
from convbook.figures.photos import drawn_as, extent, pixel_table
from convbook.figures.scene import (
    Column,
    Part,
    Photo,
    Row,
    Scene,
    Table,
    spoken,
)
from convbook.figures.svg import Drawing, draw
from convbook.figures.windows import kernel_table
from convbook.figures.words import by, named, number, percent, place
from convbook.geometry import Setting, as_setting

__all__ = ["LARGEST_KERNEL", "SHOWN", "draw_filtered", "photo_kernel_scene"]

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
class Filtered:
    """A photo, a kernel, and the window that is looked at."""

    photo: np.ndarray
    kernel: np.ndarray
    divisor: int
    at: tuple[int, int]
    show: str
    hidden: bool

    @cached_property
    def setting(self) -> Setting:
        """The sizes, as pairs."""
        return as_setting(self.photo.shape, self.kernel.shape, 1, 0, 1)

    @cached_property
    def output(self) -> np.ndarray:
        """Every sum, divided."""
        (k1, k2), (rows, columns) = self.kernel.shape, self.setting.output_size
        output = np.zeros((rows, columns), dtype=self.photo.dtype)
        # The order of the sums is that of JavaScript, to the last bit.
        for i, j in np.ndindex(k1, k2):
            part = self.photo[i : i + rows, j : j + columns]
            output += self.kernel[i, j] * part
        if self.divisor == 1:
            return output
        divided: np.ndarray = np.floor(output / self.divisor)
        return divided

    @property
    def shown(self) -> np.ndarray:
        """The output, or its distances from 0."""
        return abs(self.output) if self.show == "distance" else self.output

    @cached_property
    def full(self) -> float:
        """The number that has the full colour of its sign."""
        return full_colour(self.output)

    @property
    def window(self) -> np.ndarray:
        """The pixels that the window reads."""
        (u, v), (k1, k2) = self.at, self.kernel.shape
        return self.photo[u : u + k1, v : v + k2]

    @property
    def terms(self) -> list[list[tuple[Any, Any]]]:
        """The pixels of the window with their weights, row by row."""
        return [
            list(zip(*lines, strict=True))
            for lines in zip(self.window, self.kernel, strict=True)
        ]

    @property
    def total(self) -> Any:
        """The sum of the window, not yet divided."""
        return sum(x * w for line in self.terms for x, w in line)

    @property
    def value(self) -> Any:
        """The output where the window is."""
        return self.output[self.at]


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
    made = _filtered(photo, kernel, divisor, at, show, hide)
    said = "\n".join(_account(made))
    return draw(replace(_scene(made), words={}, heading=said))


def photo_kernel_scene(
    photo: Any,
    kernel: Any,
    divisor: int = 1,
    position: Any = (0, 0),
    show: str = "cut",
    hidden: bool = False,
    pointed: Mapping[str, Any] | None = None,
    chosen: tuple[int, int] | None = None,
) -> Scene:
    """Make the scene of a PhotoKernel.

    Parameters
    ----------
    photo, kernel, divisor, position, show, hidden
        As of :class:`convbook.widgets.PhotoKernel`; the photo as an array.
    pointed : mapping, optional
        What is asked about for the moment: ``position``, an output under the
        pointer, or ``cell``, a cell (i, j) of the window.
    chosen : pair of int, optional
        A cell of the kernel whose weight the reader has chosen to change.

    Returns
    -------
    Scene
        The same tables, photos and words as those of the live figure.

    Raises
    ------
    TypeError, ValueError
        As of :func:`draw_filtered`.
    """
    pointed = pointed or {}
    at = pointed.get("position") or position
    made = _filtered(photo, kernel, divisor, at, show, hidden)
    return _scene(made, pointed.get("cell"), chosen)


def _filtered(
    photo: Any, kernel: Any, divisor: int, at: Any, show: str, hidden: bool
) -> Filtered:
    """Check the arguments, and make room for what comes out."""
    photo, kernel = as_image("photo", photo), as_image("kernel", kernel)
    size = as_setting(photo.shape, kernel.shape, 1, 0, 1).output_size
    if max(kernel.shape) > LARGEST_KERNEL:
        raise ValueError(
            f"kernel must be at most {by((LARGEST_KERNEL, LARGEST_KERNEL))} "
            f"to be drawn, got {by(kernel.shape)}"
        )
    one_of("show", show, SHOWN)
    u, v = as_place("at", at, size, "output")
    # A photo may be of uint8, which has no room for a sum.
    wide = np.result_type(photo, kernel, np.int64)
    photo, kernel = photo.astype(wide), kernel.astype(wide)
    return Filtered(photo, kernel, divisor, (u, v), show, hidden)


def _scene(made: Filtered, cell: Any = None, chosen: Any = None) -> Scene:
    """Make the scene; a cell of the window may be asked about."""
    asked = cell or chosen
    said = _words(made, asked)
    tables = _tables(made, asked, chosen)
    # Where they do not fit in the width of the photos, in two lines.
    wide = made.kernel.shape[1] > 3
    loupe = [tables[:2], tables[2:]] if wide else [tables]
    parts: list[Part] = [Row(_photos(made)), *map(Row, loupe), spoken(said)]
    heading = (
        f"A {by(made.photo.shape)} photo with a {by(made.kernel.shape)} "
        f"kernel.\nOutput, {SHOWN[made.show]}: {by(made.output.shape)}."
    )
    return Scene(Column(parts), said, heading)


def _photos(made: Filtered) -> list[Photo]:
    """Make the photo and the output, each with its outline."""
    pixels = None if made.hidden else shades(made.output, made.show, made.full)
    size, kernel_size = made.setting.size, made.setting.kernel_size
    outline = (*made.at, *kernel_size)
    photo, output = made.photo, made.output
    return [
        Photo("photo", f"photo {by(size)}", "", greys(photo), size, outline),
        Photo(
            "output",
            f"output {by(output.shape)}",
            "",
            pixels,
            made.setting.output_size,
            None if made.hidden else (*made.at, 1, 1),
        ),
    ]


def _tables(made: Filtered, cell: Any, chosen: Any) -> list[Table]:
    """Make the tables of the enlarged window.

    Their cells have room for any window's numbers, so that they keep their
    size as the window moves.
    """
    asked = {"asked": [cell]} if cell else {}
    waits = {"waiting": [chosen]} if chosen and chosen != cell else {}
    kernel, products = made.kernel, made.window * made.kernel
    value = np.array([[made.value]])
    strongest = 255 * abs(kernel).max() or 1
    room = max(len(number(255 * weight)) for weight in kernel.flat)
    if (kernel % 1).any():
        room = max(room, FRACTION)
    pixels = pixel_table("pixels", made.window, "pixels")
    return [
        replace(pixels, marks={**pixels.marks, **asked}),
        kernel_table(
            kernel, f"kernel {by(kernel.shape)}", marks=asked | waits
        ),
        _answers(
            Table("products", "plain", "products", (), marks=asked, room=room),
            products,
            None if made.hidden else signs(products, strongest),
        ),
        _answers(
            Table("value", "output", "output", (), room=FRACTION),
            value,
            None if made.hidden else shades(value, made.show, made.full),
        ),
    ]


def _answers(
    table: Table, values: np.ndarray, pixels: np.ndarray | None
) -> Table:
    """Write numbers into a table, on colours; or question marks, on none."""
    if pixels is None:
        pixels = signs(np.zeros(values.shape), 1)
        texts = [["?" for _ in line] for line in values]
    else:
        texts = [[number(value) for value in line] for line in values]
    longest = max(len(text) for line in texts for text in line)
    return replace(
        table,
        texts=texts,
        grounds=colours(pixels),
        room=max(table.room, longest),
    )


# --- What is said


def _account(made: Filtered) -> list[str]:
    """Say what a drawing shows, which has no words under it."""
    (u, v), kernel, total = made.at, made.kernel, number(made.total)
    numbers = "hidden"
    if not made.hidden:
        how = drawn_as(made.shown, made.show == "signed")
        numbers = f"values {extent(made.shown)}{how}"
    said = [
        f"A {by(made.photo.shape)} photo with a {by(kernel.shape)} kernel.",
        f"Output, {SHOWN[made.show]}: {by(made.output.shape)}, {numbers}.",
        f"The window of output ({u}, {v}) starts at row {u}, column {v}.",
    ]
    if made.hidden:
        return [*said, "Its value is hidden: predict it."]
    whole = "The sum of its products"
    if kernel.size <= words.SPELLED_OUT:
        lines = (" + ".join(map(words.product, line)) for line in made.terms)
        said.append(f"Products by kernel row: {'; '.join(lines)}.")
        whole = "Their sum"
    if made.divisor == 1:
        return [*said, f"{whole}, the output at ({u}, {v}), is {total}."]
    return [
        *said,
        f"{whole} is {total}; divided by {made.divisor} and rounded down, "
        f"the output at ({u}, {v}) is {number(made.value)}.",
    ]


def _words(made: Filtered, cell: Any) -> dict[str, str]:
    """Say it as the live figure does."""
    rows, columns = (
        range(at, at + k)
        for at, k in zip(made.at, made.kernel.shape, strict=True)
    )
    told = ""
    if not made.hidden:
        told = f"{reading(made)}. {drawn(made.value, made.show)}".strip()
    return {
        "values": _values(made),
        "where": f"The window on {named('row', rows)}, "
        f"{named('column', columns)} makes output {place(made.at)}.",
        "sum": _sum(made),
        "told": told,
        "asked": _asked(made, cell) if cell else "",
        "prompt": "" if cell else PROMPT,
    }


def _values(made: Filtered) -> str:
    """Say what the output's numbers are, and which are not shown as such."""
    if made.hidden:
        return "Hidden until you have guessed."
    values, signed = made.shown, made.show == "signed"
    below, above = (
        percent(count, values.size) if count else ""
        for count in ((values < 0).sum(), (values > 255).sum())
    )
    name = "Distances" if made.show == "distance" else "Values"
    said = [f"{name} {extent(values)}"]
    if below:
        said.append(f"{below} below 0: {'blue' if signed else 'black'}")
    if signed:
        full = number(made.full)
        said.append(f"above 0: orange, in full colour from ±{full} on")
    elif above:
        said.append(f"{above} above 255: white")
    return f"{'; '.join(said)}."


def _sum(made: Filtered) -> str:
    """Write the window's sum with its numbers in place."""
    if made.hidden:
        return "Its value is hidden: estimate it."
    terms = [term for line in made.terms for term in line]
    written = words.sum_of(terms, made.total)
    if len(terms) > words.SPELLED_OUT:
        total = number(made.total)
        written = f"The {len(terms)} products add up to {total}"
    if made.divisor == 1:
        return f"{written}."
    return (
        f"{written}, divided by {made.divisor} and rounded down: "
        f"{number(made.value)}."
    )


def _asked(made: Filtered, cell: tuple[int, int]) -> str:
    """Say what one cell of the window multiplies."""
    pixel, weight = made.window[*cell], made.kernel[*cell]
    at = (made.at[0] + cell[0], made.at[1] + cell[1])
    product = words.product((pixel, weight))
    if not made.hidden:
        product += f" = {number(pixel * weight)}"
    return (
        f"Cell {place(cell)}: pixel {place(at)} times its weight, {product}."
    )


def reading(made: Filtered) -> str:
    """Write an output's sign in words, and what it means."""
    value = made.value
    sign = "negative" if value < 0 else "positive"
    written = f"{number(value)}, {sign}" if value else "0"
    # What is rounded down to 0 need not have been 0.
    means = meaning(made.kernel, value) if made.divisor == 1 else ""
    return f"{written}: {means}" if means else written


def meaning(kernel: np.ndarray, value: float) -> str:
    """Say what it means that a sum is below, at or above 0.

    It is known for a kernel whose one half has the other's weights with the
    other sign.

    Examples
    --------
    >>> meaning(np.array([[-1, 0, 1]]), 5), meaning(np.array([[1, 2]]), 5)
    ('brighter on the right', '')
    """
    for table, sides in (
        (kernel, ("on the left", "on the right")),
        (kernel.T, ("at the top", "at the bottom")),
    ):
        half = table[:, : table.shape[1] // 2]
        rising, falling = (half <= 0).all(), (half >= 0).all()
        opposite = (table == -table[:, ::-1]).all()
        if not opposite or rising == falling:
            continue
        if value == 0:
            return f"as bright {sides[0]} as {sides[1]}"
        return f"brighter {sides[int((value > 0) == rising)]}"
    return ""


def drawn(value: float, show: str) -> str:
    """Say how an output is drawn, where its number alone does not tell.

    Examples
    --------
    >>> drawn(-5, "cut"), drawn(5, "cut")
    ('A screen draws it black, as if it were 0.', '')
    """
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

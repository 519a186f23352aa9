"""A matrix on its way back to its image: its state, its tables, its words."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np

from convbook.figures import words
from convbook.figures.matrices import (
    Copy,
    copies,
    entries_in_words,
    entry,
    matrix_shape,
    matrix_table,
)
from convbook.figures.scene import Place, Table
from convbook.figures.words import by, factor, number, plural
from convbook.geometry import Setting, coverage

__all__ = [
    "Sending",
    "copies_in_words",
    "counts_in_words",
    "counts_table",
    "entry_in_words",
    "image_table",
    "lost_in_words",
    "numbered",
    "sent_table",
    "sum_in_words",
    "sums_in_words",
]

At = tuple[int, ...]
"""A place: (row, column), or an entry's (window, feature)."""


@dataclass(frozen=True)
class Sending:
    """A matrix on its way back to its image, with what has arrived so far.

    Attributes
    ----------
    setting : Setting
        Where the windows are.
    cols : nested list
        Shape (windows, features), numbers.
    overwrite : bool
        Whether an entry is written with ``=``, and not with ``+=``.
    sent : int, optional
        How many entries have been sent, row by row; by default all.
    pixel : pair of int, optional
        A pixel that adds up only ``terms`` of its entries.
    terms : int, optional
        How many; by default all.
    """

    setting: Setting
    cols: Sequence[Sequence[Any]]
    overwrite: bool = False
    sent: int | None = None
    pixel: At | None = None
    terms: int | None = None

    @property
    def count(self) -> int:
        """How many entries the matrix has."""
        return len(self.cols) * self.features

    @property
    def count_sent(self) -> int:
        """How many entries have been sent."""
        if self.sent is not None:
            return self.sent
        if self.pixel is None or self.terms is None:
            return self.count
        return self.count - len(self.copies(self.pixel)) + self.terms

    @property
    def features(self) -> int:
        """How many entries a window has."""
        return len(self.cols[0])

    def value(self, place: At) -> Any:
        """Look up an entry."""
        return self.cols[place[0]][place[1]]

    def order(self, place: At) -> int:
        """Count the entries that are sent before this one."""
        return place[0] * self.features + place[1]

    def window(self, window: int) -> At:
        """Find the block of pixels that a window reaches over."""
        return *self.pixel_of((window, 0)), *self.setting.span

    def pixel_of(self, place: At) -> At:
        """Find the pixel that an entry goes to; it may lie in the padding."""
        return entry(self.setting, *place).pixel[1:]

    def is_inside(self, pixel: At) -> bool:
        """Tell whether a pixel is one of the image, and not its padding."""
        rows, columns = self.setting.size
        return 0 <= pixel[0] < rows and 0 <= pixel[1] < columns

    def copies(self, pixel: At) -> list[Copy]:
        """Find the entries that a pixel gets, row by row."""
        if pixel in self.by_pixel:
            return self.by_pixel[pixel]
        return copies(self.setting, 0, *pixel)

    @cached_property
    def by_pixel(self) -> dict[At, list[Copy]]:
        """The entries that each pixel of the image gets."""
        return {
            pixel: copies(self.setting, 0, *pixel)
            for pixel in np.ndindex(self.setting.size)
        }

    def arrived(self, pixel: At) -> list[Copy]:
        """Find those of a pixel's entries that it has got so far."""
        found = self.copies(pixel)
        if self.sent is not None:
            found = [copy for copy in found if self.order(copy) < self.sent]
        return found[: self.terms] if pixel == self.pixel else found

    def total(self, terms: Sequence[Any]) -> Any:
        """Add up terms; or keep the last one, where each overwrites."""
        so_far = list(accumulate(terms))  # one by one, as the browser does
        return (terms if self.overwrite else so_far)[-1] if terms else 0

    def terms_of(self, entries: list[Copy]) -> list[Any]:
        """Look up entries."""
        return list(map(self.value, entries))

    @property
    def image(self) -> list[list[Any]]:
        """What each pixel holds now."""
        rows, columns = self.setting.size
        return [
            [
                self.total(self.terms_of(self.arrived((row, column))))
                for column in range(columns)
            ]
            for row in range(rows)
        ]

    @property
    def lost(self) -> list[Copy]:
        """The entries that others have replaced, row by row."""
        if not self.overwrite:
            return []
        return sorted(
            lost
            for pixel in self.by_pixel
            for lost in self.arrived(pixel)[:-1]
        )

    @property
    def room(self) -> int:
        """Characters that a pixel needs, whatever has arrived."""
        written = ["?"]
        for found in self.by_pixel.values():
            terms = self.terms_of(found)
            written += map(number, (*terms, *accumulate(terms)))
        return max(map(len, written))


def numbered(setting: Setting) -> list[list[int]]:
    """Make a matrix of 0, 1, 2 and so on, as large as a setting asks."""
    shape = matrix_shape(setting, 1)
    numbers = np.arange(math.prod(shape)).reshape(shape)
    return [line.tolist() for line in numbers]


# --- Tables


def sent_table(sending: Sending, **more: Any) -> Table:
    """Make the table of the matrix that is sent."""
    texts = [list(map(number, line)) for line in sending.cols]
    title = f"matrix {by((len(texts), sending.features))}"
    return matrix_table("matrix", "output", title, texts, **more)


def image_table(
    sending: Sending,
    hidden: At | None = None,
    border: Place = (0, 0),
    **more: Any,
) -> Table:
    """Make the table of what each pixel holds; one of them may be hidden."""
    texts = np.array([list(map(number, line)) for line in sending.image])
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
        **more,
    )


def counts_table(setting: Setting, **more: Any) -> Table:
    """Make the table of how often each pixel was copied."""
    counts = coverage(*setting)
    shades = 0.5 * counts / max(1, counts.max())
    texts = [[str(count) for count in line] for line in counts]
    return Table(
        "coverage",
        "input",
        "times copied",
        texts,
        grounds=shades.tolist(),
        **more,
    )


# --- Words


def copies_in_words(sending: Sending, pixel: At) -> str:
    """Say where a pixel was copied to."""
    found = sending.copies(pixel)
    if not found:
        return f"Pixel {words.place(pixel)} was copied nowhere."
    return (
        f"Pixel {words.place(pixel)} was copied {words.times(len(found))}, "
        f"to {entries_in_words(found)}."
    )


def sum_in_words(sending: Sending, pixel: At) -> str:
    """Say what a pixel adds up, or what stays there and what is lost.

    "11 + 16 + 39 = 66, 3 of 4 terms."; with ``=``: "44 stays; 11, 16 and 39
    are lost."
    """
    found = sending.copies(pixel)
    terms = sending.terms_of(sending.arrived(pixel))
    if not found:
        return "0: no window reads it, so nothing is sent to it."
    if not sending.is_inside(pixel):
        return "It lies in the padding: what is sent to it is cut off."
    rest = ""
    if len(terms) < len(found):
        rest = f", {len(terms)} of {plural(len(found), 'term')}"
    if not terms:
        return f"0: nothing is added yet{rest}."
    total = number(sending.total(terms))
    *lost, last = map(number, terms)
    if not sending.overwrite:
        spelled = " + ".join(map(factor, terms))
        return f"{f'{spelled} = ' if lost else ''}{total}{rest}."
    gone = f"; {words.listed(lost)} {'are' if len(lost) > 1 else 'is'} lost"
    return f"{last} stays{gone if lost else ''}{rest}."


def entry_in_words(
    sending: Sending, place: At, hidden: At | None = None
) -> str:
    """Say what an entry is, where it goes, and what it does there.

    "Entry (7, 2) is 44. It goes to pixel (2, 2): 66 + 44 = 110."
    """
    pixel, value = sending.pixel_of(place), sending.value(place)
    name = f"Entry {words.place(place)} is {number(value)}."
    if not sending.is_inside(pixel):
        at = words.place(pixel)
        return (
            f"{name} It was copied from the padding, at {at}, and is cut off."
        )
    goes = f"{name} It goes to pixel {words.place(pixel)}"
    before = [one for one in sending.copies(pixel) if one < place]
    old = sending.total(sending.terms_of(before))
    if pixel == hidden or (sending.overwrite and not before):
        return f"{goes}."
    if sending.overwrite:
        return f"{goes} and replaces {number(old)}, which is lost."
    total = number(old + value)
    return f"{goes}: {number(old)} + {factor(value)} = {total}."


def lost_in_words(sending: Sending) -> str:
    """Say how many of the entries that were sent are overwritten."""
    sent, lost = sending.count_sent, len(sending.lost)
    if not lost:
        return "Nothing is lost."
    it = "is overwritten: it is" if lost == 1 else "are overwritten: they are"
    return f"{lost} of the {sent} entries sent {it} struck out."


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


def counts_in_words(counts: Table) -> list[str]:
    """Say how often each pixel was copied, row by row."""
    return [
        f"Times copied, row {row}: {', '.join(line)}."
        for row, line in enumerate(counts.texts)
    ]

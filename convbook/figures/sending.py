"""A matrix on its way back to its image: its state, its tables, its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

import numpy as np

from convbook.figures import words
from convbook.figures.scene import Heads, Place, Table
from convbook.figures.words import by, factor, number, plural
from convbook.geometry import Setting, coverage

__all__ = [
    "Sending",
    "copies_in_words",
    "counted",
    "counts_in_words",
    "counts_table",
    "entries_in_words",
    "entry_in_words",
    "image_table",
    "lost_in_words",
    "matrix_table",
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
    def features(self) -> int:
        """How many entries a window has."""
        return len(self.cols[0])

    def value(self, entry: At) -> Any:
        """Look up an entry."""
        return self.cols[entry[0]][entry[1]]

    def number(self, entry: At) -> int:
        """Count the entries that are sent before this one."""
        return entry[0] * self.features + entry[1]

    def window(self, window: int) -> At:
        """Find the block of pixels that a window reaches over."""
        return *self.pixel_of((window, 0)), *self.setting.span

    def pixel_of(self, entry: At) -> At:
        """Find the pixel that an entry goes to; it may lie in the padding."""
        window, feature = entry
        places = zip(
            divmod(window, self.setting.output_size[1]),
            divmod(feature, self.setting.kernel_size[1]),
            *self.setting[2:],
            strict=True,
        )
        row, column = (at * s - p + cell * d for at, cell, s, p, d in places)
        return row, column

    def is_inside(self, pixel: At) -> bool:
        """Tell whether a pixel is one of the image, and not its padding."""
        rows, columns = self.setting.size
        return 0 <= pixel[0] < rows and 0 <= pixel[1] < columns

    @cached_property
    def by_pixel(self) -> dict[At, list[At]]:
        """The entries that each pixel gets, row by row."""
        found: dict[At, list[At]] = {}
        for entry in np.ndindex(len(self.cols), self.features):
            found.setdefault(self.pixel_of(entry), []).append(entry)
        return found

    def copies(self, pixel: At) -> list[At]:
        """Find the entries that a pixel gets."""
        return self.by_pixel.get(pixel, [])

    def arrived(self, pixel: At) -> list[At]:
        """Find those of a pixel's entries that it has got so far."""
        found = self.copies(pixel)
        if self.sent is not None:
            found = [
                entry for entry in found if self.number(entry) < self.sent
            ]
        return found[: self.terms] if pixel == self.pixel else found

    def total(self, terms: Sequence[Any]) -> Any:
        """Add up terms; or keep the last one, where each overwrites."""
        so_far = list(accumulate(terms))  # one by one, as the browser does
        return (terms if self.overwrite else so_far)[-1] if terms else 0

    def terms_of(self, entries: list[At]) -> list[Any]:
        """Look up entries."""
        return [self.value(entry) for entry in entries]

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
    def lost(self) -> list[At]:
        """The entries that others have replaced, row by row."""
        if not self.overwrite:
            return []
        inside = filter(self.is_inside, self.by_pixel)
        return sorted(
            entry for pixel in inside for entry in self.arrived(pixel)[:-1]
        )

    @property
    def room(self) -> int:
        """Characters that a pixel needs, whatever has arrived."""
        written = ["?"]
        for pixel in filter(self.is_inside, self.by_pixel):
            terms = self.terms_of(self.copies(pixel))
            written += map(number, (*terms, *accumulate(terms)))
        return max(map(len, written))


def counted(setting: Setting) -> list[list[int]]:
    """Make a matrix of 0, 1, 2 and so on, as large as a setting asks."""
    (down, across), (k1, k2) = setting.output_size, setting.kernel_size
    features = k1 * k2
    return [
        list(range(window * features, (window + 1) * features))
        for window in range(down * across)
    ]


# --- Tables


def matrix_table(cols: Sequence[Sequence[Any]], **more: Any) -> Table:
    """Make the table of a matrix, its windows and its features numbered."""
    texts = [[number(value) for value in line] for line in cols]
    windows = Heads("window", [str(m) for m in range(len(texts))])
    features = Heads("feature", [str(t) for t in range(len(texts[0]))])
    parts: dict[str, Any] = {
        "name": "matrix",
        "title": f"matrix {len(texts)}×{len(texts[0])}",
    }
    return Table(
        kind="output",
        texts=texts,
        rows=windows,
        columns=features,
        **parts | more,
    )


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
        "input",
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


def entries_in_words(entries: list[At]) -> str:
    """Write entries: "(1, 5), (2, 4)"."""
    return ", ".join(map(words.place, entries))


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
    sending: Sending, entry: At, hidden: At | None = None
) -> str:
    """Say what an entry is, where it goes, and what it does there.

    "Entry (7, 2) is 44. It goes to pixel (2, 2): 66 + 44 = 110."
    """
    pixel, value = sending.pixel_of(entry), sending.value(entry)
    name = f"Entry {words.place(entry)} is {number(value)}."
    if not sending.is_inside(pixel):
        at = words.place(pixel)
        return (
            f"{name} It was copied from the padding, at {at}, and is cut off."
        )
    goes = f"{name} It goes to pixel {words.place(pixel)}"
    before = [one for one in sending.copies(pixel) if one < entry]
    old = sending.total(sending.terms_of(before))
    if pixel == hidden or (sending.overwrite and not before):
        return f"{goes}."
    if sending.overwrite:
        return f"{goes} and replaces {number(old)}, which is lost."
    total = number(old + value)
    return f"{goes}: {number(old)} + {factor(value)} = {total}."


def lost_in_words(sending: Sending) -> str:
    """Say how many of the entries that were sent are overwritten."""
    sent = sum(map(len, map(sending.arrived, sending.by_pixel)))
    lost = len(sending.lost)
    if not lost:
        return "Nothing is lost."
    verb = (
        "is overwritten: it is" if lost == 1 else "are overwritten: they are"
    )
    return f"{lost} of the {sent} entries sent {verb} struck out."


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

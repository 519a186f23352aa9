"""A matrix on its way back to its image, with what has arrived so far.

``frontend/src/widgets/col2im-explorer/sending.js`` has the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any

import numpy as np

from convbook.figures.matrices import Copy, copies, entry, is_inside
from convbook.figures.words import number
from convbook.geometry import Setting

At = tuple[int, ...]
"""A place: (row, column), or an entry's (window, feature)."""


@dataclass
class Sending:
    """A matrix (windows, features) on its way back to its image.

    With ``overwrite`` an entry is written with ``=``, and not with ``+=``.
    Only ``sent`` entries have been sent, row by row; or ``pixel`` adds up
    only ``terms`` of its entries. Without these numbers, it is all of them.
    """

    setting: Setting
    cols: Sequence[Sequence[Any]]
    overwrite: bool = False
    sent: int | None = None
    pixel: At | None = None
    terms: int | None = None

    def __post_init__(self) -> None:
        """Work out what each pixel of the image holds, and what is lost."""
        self.features = len(self.cols[0])
        self.count = len(self.cols) * self.features
        # The entries that each pixel gets, and those that it has got so far.
        self.by_pixel = {
            pixel: copies(self.setting, 0, *pixel)
            for pixel in np.ndindex(self.setting.size)
        }
        arrived = {pixel: self.arrived(pixel) for pixel in self.by_pixel}
        rows, columns = map(range, self.setting.size)
        self.image = [
            [self.total(self.terms_of(arrived[r, c])) for c in columns]
            for r in rows
        ]
        # The entries that others have replaced, row by row.
        replaced = (found[:-1] for found in arrived.values())
        lost = sorted(chain.from_iterable(replaced))
        self.lost = lost if self.overwrite else []

    @property
    def count_sent(self) -> int:
        """How many entries have been sent."""
        if self.sent is not None:
            return self.sent
        if self.pixel is None or self.terms is None:
            return self.count
        return self.count - len(self.copies(self.pixel)) + self.terms

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
        return is_inside(self.setting, *pixel)

    def copies(self, pixel: At) -> list[Copy]:
        """Find the entries that a pixel gets, row by row."""
        if pixel in self.by_pixel:
            return self.by_pixel[pixel]
        return copies(self.setting, 0, *pixel)

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
    def room(self) -> int:
        """Characters that a pixel needs, whatever has arrived."""
        written = ["?"]
        for found in self.by_pixel.values():
            terms = self.terms_of(found)
            written += map(number, (*terms, *accumulate(terms)))
        return max(map(len, written))

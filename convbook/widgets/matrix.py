"""What the figures of im2col and col2im share: a matrix that can be read."""

from typing import Any

import numpy as np
import traitlets

from convbook.geometry import Setting, by
from convbook.widgets.figure import ImpossibleError, Pair, SettingFigure

IMAGE = (8, 8)
"""The largest image whose pixels are shown beside its matrix."""

KERNEL = (5, 5)
"""The largest kernel."""

WINDOWS = (8, 8)
"""How many windows at most, so that the matrix has at most 64 rows."""

FEATURES = 27
"""How many columns the matrix has at most."""


class MatrixFigure(SettingFigure):
    """A figure that shows the matrix of im2col, a row for each window."""

    padding = Pair(0, largest=3).tag(sync=True)

    def _setting(self, **changes: Any) -> Setting:
        setting = super()._setting(**changes)
        if (np.array(setting.output_size) > WINDOWS).any():
            raise ValueError(
                f"the matrix would have {by(setting.output_size)} windows, "
                f"and at most {by(WINDOWS)} can be shown; use less padding "
                "or a larger stride"
            )
        return setting

    def _check_features(self, channels: int, kernel_size: Any) -> None:
        """Refuse a kernel whose rows would be too long."""
        if channels > 1 and max(kernel_size) > 3:
            raise ValueError(
                f"kernel {by(tuple(kernel_size))} over {channels} channels is "
                "too large to be shown; with several channels use a kernel "
                "of at most 3×3"
            )


def at_most(name: str, value: int, count: int, what: str) -> int:
    """Refuse a number that is not one of ``count``, counted from 0."""
    if not 0 <= value < count:
        raise ImpossibleError(
            f"{name} must be one of the {what}, 0 to {count - 1}, got {value}"
        )
    return value


class OneOf(traitlets.TraitType[str, str]):
    """One of a few words, the first by default."""

    def __init__(self, *words: str) -> None:
        super().__init__(words[0])
        self.words = words

    def validate(self, obj: Any, value: Any) -> str:
        """Check that it is one of them."""
        if value not in self.words:
            words = " or ".join(map(repr, self.words))
            raise ValueError(f"{self.name} must be {words}, got {value!r}")
        return str(value)

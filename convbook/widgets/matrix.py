"""What the figures of im2col and col2im share: a matrix that can be read."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np

from convbook.figures.scene import Scene
from convbook.geometry import Setting, by
from convbook.widgets.figure import Pair, SettingFigure

IMAGE = (8, 8)
"""The largest image whose pixels are shown beside its matrix."""

KERNEL = (5, 5)
"""The largest kernel, for one channel."""

KERNEL_OF_CHANNELS = (3, 3)
"""The largest kernel for several channels: 27 columns for three of them."""

WINDOWS = (8, 8)
"""How many windows at most, so that the matrix has at most 64 rows."""


class MatrixFigure(SettingFigure):
    """A figure that shows the matrix of im2col, a row for each window.

    A subclass names the function that makes its scene of what is pointed at
    and of its traits.
    """

    _make_scene: ClassVar[Callable[..., Scene]]
    stride = Pair(1, largest=8).tag(sync=True)
    padding = Pair(0, largest=3).tag(sync=True)
    dilation = Pair(1, largest=4).tag(sync=True)

    def _setting(self, **changes: Any) -> Setting:
        setting = super()._setting(**changes)
        if (np.array(setting.output_size) > WINDOWS).any():
            raise ValueError(
                f"the matrix would have {by(setting.output_size)} windows, "
                f"and at most {by(WINDOWS)} can be shown; use less padding "
                "or a larger stride"
            )
        return setting

    def _scene(self, pointed: Mapping[str, Any] | None = None) -> Scene:
        return self._make_scene(pointed, **self._values())

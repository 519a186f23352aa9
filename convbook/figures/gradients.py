"""The two passes of a convolution of one image with one kernel.

The same numbers as :class:`convbook.Convolution` has, with those that stand
between: what windows have sent so far, and the zero-stuffed gradient.
``frontend/src/core/gradients.js`` computes the same.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from convbook.figures.scene import Block, Place
from convbook.geometry import Setting, coverage
from convbook.im2col import col2im, im2col
from convbook.layers import convolve


@dataclass(frozen=True)
class Passes:
    """A convolution, and the gradients of the loss L = sum of G·Y.

    ``image``, ``weights`` and ``upstream`` (G) have two axes each, as
    ``setting`` says; their integers are wide enough for all sums.
    """

    image: np.ndarray
    weights: np.ndarray
    upstream: np.ndarray
    bias: float
    setting: Setting

    @cached_property
    def pixels(self) -> np.ndarray:
        """The flat index of the pixel of each entry; −1 in the padding."""
        indices = np.arange(1, self.image.size + 1)
        image = indices.reshape(1, 1, *self.image.shape)
        found: np.ndarray = im2col(image, *self.setting[1:])[0] - 1
        return found

    @cached_property
    def matrix(self) -> np.ndarray:
        """Every window as a row, (windows, features)."""
        read: np.ndarray = np.append(self.image, 0)[self.pixels]
        return read

    @cached_property
    def output(self) -> np.ndarray:
        """The output Y."""
        sums: np.ndarray = self.matrix @ self.weights.ravel() + self.bias
        return sums.reshape(self.upstream.shape)

    @property
    def loss(self) -> Any:
        """The loss of which G is the gradient."""
        return (self.upstream * self.output).sum()

    def added(self, windows: int) -> np.ndarray:
        """Add up the first so many numbers of G, as a 1×1 table."""
        total: np.ndarray = self.upstream.ravel()[:windows].sum()
        return total.reshape(1, 1)

    @property
    def bias_gradient(self) -> np.ndarray:
        """The gradient db, as a 1×1 table."""
        return self.added(self.upstream.size)

    @cached_property
    def weight_gradient(self) -> np.ndarray:
        """The gradient dW."""
        sums: np.ndarray = self.upstream.ravel() @ self.matrix
        return sums.reshape(self.weights.shape)

    def scattered(self, windows: int) -> np.ndarray:
        """Find what the first so many windows have sent to the image."""
        sent = np.outer(self.upstream, self.weights)
        sent[windows:] = 0
        shape = 1, 1, *self.image.shape
        image: np.ndarray = col2im(sent[None], shape, *self.setting[1:])[0, 0]
        return image

    @cached_property
    def image_gradient(self) -> np.ndarray:
        """The gradient dX."""
        return self.scattered(self.upstream.size)

    @property
    def unread(self) -> list[Block]:
        """The pixels that no window reads."""
        counts = coverage(*self.setting)
        return [tuple(at) for at in np.argwhere(counts == 0).tolist()]

    # --- The gradient of the image once more: a convolution, by its flip

    @property
    def flipped(self) -> np.ndarray:
        """The flipped kernel: the weights in reverse, on both axes."""
        return self.weights[::-1, ::-1]

    @property
    def left_over(self) -> Place:
        """Rows and columns of the padded image past the last window."""
        padded, span = self.setting.padded_size, self.setting.span
        s1, s2 = self.setting.stride
        return (padded[0] - span[0]) % s1, (padded[1] - span[1]) % s2

    @property
    def first_met(self) -> Place:
        """Where the flipped kernel begins on pixel (0, 0), counted in G."""
        (p1, p2), (rows, columns) = self.setting.padding, self.setting.span
        return p1 + 1 - rows, p2 + 1 - columns

    @property
    def around(self) -> Place:
        """Rows and columns of zeros before the gradient, and after it."""
        above, left = self.first_met
        return max(-above, 0), max(-left, 0)

    @cached_property
    def stuffed(self) -> np.ndarray:
        """The zero-stuffed gradient, with zeros around and past it."""
        (rows, columns), (s1, s2) = self.upstream.shape, self.setting.stride
        size = s1 * (rows - 1) + 1, s2 * (columns - 1) + 1
        stuffed = np.zeros(size, self.upstream.dtype)
        stuffed[::s1, ::s2] = self.upstream
        sides = zip(self.around, self.left_over, strict=True)
        return np.pad(stuffed, [(n, n + more) for n, more in sides])

    @cached_property
    def gathered(self) -> np.ndarray:
        """The zero-stuffed gradient convolved with the flipped kernel: dX."""
        above, left = np.maximum(self.first_met, 0)
        met = self.stuffed[None, None, above:, left:]
        flipped = self.flipped[None, None]
        found = convolve(met, flipped, dilation=self.setting.dilation)
        rows, columns = self.image.shape
        image: np.ndarray = found[0, 0, :rows, :columns]
        return image

"""The library that the book *Window by Window* builds, in NumPy."""

from convbook.geometry import (
    coverage,
    kernel_span,
    output_size,
    same_padding,
    unread_border,
    window_starts,
)
from convbook.im2col import im2col
from convbook.layers import convolve

__all__ = [
    "convolve",
    "coverage",
    "im2col",
    "kernel_span",
    "output_size",
    "same_padding",
    "unread_border",
    "window_starts",
]

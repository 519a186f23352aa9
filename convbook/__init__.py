"""The library that the book *Window by Window* builds, in NumPy."""

from convbook.geometry import (
    coverage,
    kernel_span,
    output_size,
    same_padding,
    unread_border,
    window_starts,
)

__all__ = [
    "coverage",
    "kernel_span",
    "output_size",
    "same_padding",
    "unread_border",
    "window_starts",
]

"""The library that the book *Window by Window* builds, in NumPy."""

from convbook.geometry import (
    coverage,
    kernel_span,
    output_size,
    same_padding,
    unread_border,
    window_starts,
)
from convbook.gradient_check import adjoint_gap, numeric_gradient
from convbook.im2col import col2im, im2col
from convbook.layers import Convolution, Layer, Parameter, convolve

__all__ = [
    "Convolution",
    "Layer",
    "Parameter",
    "adjoint_gap",
    "col2im",
    "convolve",
    "coverage",
    "im2col",
    "kernel_span",
    "numeric_gradient",
    "output_size",
    "same_padding",
    "unread_border",
    "window_starts",
]

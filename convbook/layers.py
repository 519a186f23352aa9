"""Layers of a network: the convolution, forward and backward.

A layer computes outputs from images, and sends a gradient back: from how fast
the loss grows with each output to how fast it grows with each weight and each
pixel. Gradients are summed over the batch; a mean is a property of the loss.
"""

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from convbook.geometry import IntOrPair, as_pair, as_setting
from convbook.im2col import as_four_axes, col2im, im2col

__all__ = ["Convolution", "Layer", "Parameter", "convolve"]

# The matrix of a few images at a time stays in the processor's cache. What
# counts is that a block of many small images is one call, and a block of large
# ones is not written out to memory and read back.
BLOCK_BYTES = 4 * 2**20


def convolve(
    x: np.ndarray,
    weights: np.ndarray,
    bias: np.ndarray | None = None,
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
) -> np.ndarray:
    """Convolve images with every filter, by one product of matrices.

    Parameters
    ----------
    x : numpy.ndarray
        Images, shape (N, C, H, W).
    weights : numpy.ndarray
        Filters, shape (F, C, k1, k2).
    bias : numpy.ndarray, optional
        One number for each filter, shape (F,), added to all its outputs.
    stride, padding, dilation : int or pair of int
        As in :func:`convbook.im2col`.

    Returns
    -------
    numpy.ndarray
        Shape (N, F, H', W'), with H' and W' from
        :func:`convbook.output_size`. If all arguments hold integers, int64;
        otherwise the dtype that the floating ones have in common, so that
        float32 weights on uint8 images give float32.

    Raises
    ------
    TypeError
        If an array does not hold numbers, or a setting is not made of
        integers.
    ValueError
        If `x` or `weights` has not four axes, if their channels differ, if
        `bias` has not one number for each filter, or if a setting is not
        valid (see :func:`convbook.output_size`).

    Notes
    -----
    Chapter 4, *Convolve with one product*. As in every framework the kernel
    is not turned: this is cross-correlation.

    The images are taken a few at a time: besides the result, memory is needed
    for the matrix of one image, or of as many as fit into 4 MiB together, and
    for the padding of those.

    Examples
    --------
    >>> image = np.arange(24).reshape(1, 1, 4, 6)
    >>> ones = np.ones((1, 1, 3, 2), dtype=int)
    >>> convolve(image, ones)
    array([[[[39, 45, 51, 57, 63],
             [75, 81, 87, 93, 99]]]])
    """
    x = as_four_axes("x", x, "images")
    weights = as_four_axes("weights", weights, "filters")
    batch, channels, *size = x.shape
    filters, _, *kernel_size = weights.shape
    if filters == 0:
        raise ValueError(
            f"weights must hold at least one filter, got shape {weights.shape}"
        )
    if weights.shape[1] != channels:
        raise ValueError(
            f"weights must have one kernel for each channel of x, "
            f"shape ({filters}, {channels}, {kernel_size[0]}, "
            f"{kernel_size[1]}), got shape {weights.shape} for x of shape "
            f"{x.shape}"
        )
    arrays = {"x": x, "weights": weights}
    if bias is not None:
        bias = arrays["bias"] = np.asarray(bias)
        if bias.shape != (filters,):
            raise ValueError(
                f"bias must have shape ({filters},), one number for each "
                f"filter of weights, got shape {bias.shape}"
            )
    dtype = _common_dtype(arrays)
    setting = as_setting(size, kernel_size, stride, padding, dilation)

    rows, columns = setting.output_size
    output = np.empty((batch, filters, rows * columns), dtype)
    matrix = weights.reshape(filters, -1).astype(dtype, copy=False)
    bytes_of_one = rows * columns * matrix.shape[1] * dtype.itemsize
    block = max(1, BLOCK_BYTES // bytes_of_one)
    for first in range(0, batch, block):
        images = slice(first, first + block)
        some = x[images].astype(dtype, copy=False)
        # (F, K) times (K, windows), for each image: an output's own order. No
        # name holds the matrix, so it is gone before the next one is made.
        np.matmul(
            matrix,
            im2col(some, *setting[1:]).transpose(0, 2, 1),
            out=output[images],
        )
    if bias is not None:
        output += bias[:, np.newaxis].astype(dtype, copy=False)
    return output.reshape(batch, filters, rows, columns)


@dataclass
class Parameter:
    """An array that is learnt, and its gradient.

    Attributes
    ----------
    value : numpy.ndarray
        The numbers themselves.
    gradient : numpy.ndarray or None
        How fast the loss grows with each of them, same shape and dtype: what
        the last backward pass found, or None before the first one.
    """

    value: np.ndarray
    gradient: np.ndarray | None = None


class Layer(Protocol):
    """What every layer has: a forward pass, a backward pass, parameters."""

    @property
    def parameters(self) -> dict[str, Parameter]:
        """The arrays that are learnt, by name."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Compute the outputs; keep what the backward pass needs."""

    def backward(self, upstream: np.ndarray) -> np.ndarray:
        """Set the parameters' gradients; return that of the input."""


class Convolution:
    """A convolution layer: weights, a bias, a forward and a backward pass.

    Parameters
    ----------
    in_channels, out_channels : int
        Channels of the images (C), and filters (F).
    kernel_size : int or pair of int
        Rows and columns of each kernel.
    stride, padding, dilation : int or pair of int
        As in :func:`convbook.im2col`.
    bias : bool, default True
        Whether each filter adds a number of its own.
    rng : numpy.random.Generator
        Draws the first weights.
    dtype : dtype, default float64
        Of the weights and the bias.

    Attributes
    ----------
    weights : Parameter
        Shape (F, C, k1, k2), drawn from a normal distribution with mean 0 and
        variance 2/(C·k1·k2) (He initialisation: the fan-in is the number of
        products in one output).
    bias : Parameter or None
        Shape (F,), zeros at first.

    Raises
    ------
    TypeError, ValueError
        If a number of channels or a setting is not valid, if `rng` is not a
        generator, or if `dtype` is not one of floating numbers.

    Notes
    -----
    Chapter 6, *The convolution layer*. The initialisation is that of K. He and
    others, *Delving deep into rectifiers* (2015).

    The layer computes in the dtype of the images, float32 for float32; images
    of integers are computed in the dtype of the weights.

    Examples
    --------
    >>> layer = Convolution(3, 4, (3, 2), rng=np.random.default_rng(0))
    >>> layer
    Convolution(3, 4, kernel_size=(3, 2))
    >>> x = np.ones((2, 3, 7, 8), dtype=np.float32)
    >>> y = layer.forward(x)
    >>> y.shape, y.dtype
    ((2, 4, 5, 7), dtype('float32'))
    >>> layer.backward(np.ones_like(y)).shape
    (2, 3, 7, 8)
    >>> layer.bias.gradient  # 2 images, 35 windows
    array([70., 70., 70., 70.])
    """

    weights: Parameter
    bias: Parameter | None

    def __init__(
        self,
        in_channels: int,
        out_channels: int,
        kernel_size: IntOrPair,
        stride: IntOrPair = 1,
        padding: IntOrPair = 0,
        dilation: IntOrPair = 1,
        bias: bool = True,
        *,
        rng: np.random.Generator,
        dtype: Any = np.float64,
    ) -> None:
        in_channels = _as_count("in_channels", in_channels)
        out_channels = _as_count("out_channels", out_channels)
        kernel_size = as_pair("kernel_size", kernel_size)
        self._setting = (
            as_pair("stride", stride),
            as_pair("padding", padding),
            as_pair("dilation", dilation),
        )
        if not isinstance(rng, np.random.Generator):
            raise TypeError(
                f"rng must be a numpy.random.Generator, for example "
                f"np.random.default_rng(0), got {rng!r}"
            )
        dtype = np.dtype(dtype)
        if dtype.kind != "f":
            raise TypeError(
                f"dtype must be one of floating numbers, for example "
                f"np.float32, got {dtype}"
            )
        shape = out_channels, in_channels, *kernel_size
        deviation = np.sqrt(2 / np.prod(shape[1:]))
        drawn = deviation * rng.standard_normal(shape)
        self.weights = Parameter(drawn.astype(dtype))
        self.bias = Parameter(np.zeros(out_channels, dtype)) if bias else None
        self._x: np.ndarray | None = None

    def __repr__(self) -> str:
        """Give the call that makes such a layer, without its rng."""
        filters, channels, *kernel_size = self.weights.value.shape
        text = f"{channels}, {filters}, kernel_size={tuple(kernel_size)}"
        usual = {"stride": (1, 1), "padding": (0, 0), "dilation": (1, 1)}
        for (name, default), value in zip(
            usual.items(), self._setting, strict=True
        ):
            if value != default:
                text += f", {name}={value}"
        if self.bias is None:
            text += ", bias=False"
        return f"Convolution({text})"

    @property
    def parameters(self) -> dict[str, Parameter]:
        """The arrays that are learnt: ``weights``, and ``bias`` if any."""
        found = {"weights": self.weights}
        if self.bias is not None:
            found["bias"] = self.bias
        return found

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Convolve images with every filter; keep the images for backward.

        Parameters
        ----------
        x : numpy.ndarray
            Images, shape (N, C, H, W). The layer keeps this very array and no
            copy: if it is changed in place before :meth:`backward`, the
            weights get the gradient that belongs to the changed images.

        Returns
        -------
        numpy.ndarray
            Shape (N, F, H', W'); of the dtype of `x`, or that of the weights
            if `x` holds integers.

        Raises
        ------
        TypeError, ValueError
            As :func:`convbook.convolve`.
        """
        x = as_four_axes("x", x, "images")
        dtype = self._dtype(x)
        weights = self.weights.value.astype(dtype, copy=False)
        bias = None
        if self.bias is not None:
            bias = self.bias.value.astype(dtype, copy=False)
        output = convolve(x, weights, bias, *self._setting)
        self._x = x
        return output

    def backward(self, upstream: np.ndarray) -> np.ndarray:
        """Compute all gradients from that of the outputs.

        Parameters
        ----------
        upstream : numpy.ndarray
            How fast the loss grows with each output of the last forward pass,
            shape (N, F, H', W').

        Returns
        -------
        numpy.ndarray
            How fast it grows with each pixel, shape (N, C, H, W), of the dtype
            in which the layer computed. The gradients of the weights and of
            the bias, summed over the batch, replace those in
            :attr:`parameters`.

        Raises
        ------
        RuntimeError
            If there was no forward pass.
        TypeError, ValueError
            If `upstream` does not hold numbers, or has not the shape of the
            outputs.

        Notes
        -----
        The images are taken a few at a time: besides its results, the method
        holds one matrix of as many images as fit into 4 MiB, or of one; their
        padded gradients; and for each of them one array like the weights.
        """
        x = self._x
        if x is None:
            raise RuntimeError(
                "backward needs the images of a forward pass: call forward(x) "
                "before backward(upstream)"
            )
        weights, dtype = self.weights.value, self._dtype(x)
        filters, _, *kernel_size = weights.shape
        setting = kernel_size, *self._setting
        rows, columns = as_setting(x.shape[2:], *setting).output_size
        wanted = len(x), filters, rows, columns
        upstream = np.asarray(upstream)
        _require_numbers("upstream", upstream)
        if upstream.shape != wanted:
            raise ValueError(
                f"upstream must have the shape of the outputs, {wanted}, "
                f"got {upstream.shape}"
            )
        G = upstream.reshape(len(x), filters, rows * columns)
        matrix = weights.reshape(filters, -1).astype(dtype, copy=False)
        dW, dX = np.zeros_like(matrix), np.zeros(x.shape, dtype)
        features = matrix.shape[1]
        of_one = features * max(rows * columns, filters) * dtype.itemsize
        block = max(1, BLOCK_BYTES // of_one)
        for first in range(0, len(x), block):
            images = slice(first, first + block)
            some = x[images].astype(dtype, copy=False)
            some_G = G[images].astype(dtype, copy=False)
            # (F, windows) times (windows, K), added up over the images. No
            # name holds the large matrix: it is gone before the next is made.
            dW += (some_G @ im2col(some, *setting)).sum(axis=0)
            # (K, F) times (F, windows): what each copy of a pixel sends back.
            dX[images] = col2im(
                (matrix.T @ some_G).transpose(0, 2, 1), some.shape, *setting
            )
        self.weights.gradient = dW.reshape(weights.shape).astype(
            weights.dtype, copy=False
        )
        if self.bias is not None:
            summed = G.sum(axis=(0, 2), dtype=dtype)
            self.bias.gradient = summed.astype(self.bias.value.dtype)
        return dX

    def _dtype(self, x: np.ndarray) -> np.dtype:
        """Choose the dtype to compute in: that of floats, or the weights'."""
        return x.dtype if x.dtype.kind in "fc" else self.weights.value.dtype


def _as_count(name: str, value: Any) -> int:
    """Check a number of channels."""
    if isinstance(value, bool) or not isinstance(value, int | np.integer):
        raise TypeError(
            f"{name} must be an integer, got {value!r} "
            f"({type(value).__name__})"
        )
    if value < 1:
        raise ValueError(f"{name} must be at least 1, got {value!r}")
    return int(value)


def _require_numbers(name: str, array: np.ndarray) -> None:
    if array.dtype.kind not in "buifc":
        raise TypeError(
            f"{name} must hold numbers, got an array of {array.dtype}"
        )


def _common_dtype(arrays: dict[str, np.ndarray]) -> np.dtype:
    """Choose the dtype in which arrays are multiplied and added.

    Integers take part in the others' dtype. Integers alone become int64: a
    sum of products of uint8 has no room in uint8.
    """
    for name, array in arrays.items():
        _require_numbers(name, array)
    floating = [a.dtype for a in arrays.values() if a.dtype.kind in "fc"]
    return np.result_type(*floating) if floating else np.dtype(np.int64)

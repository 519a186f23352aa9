"""Layers of a network: the convolution, forward and backward.

A layer computes outputs from images, and sends a gradient back: from how fast
the loss grows with each output to how fast it grows with each weight and each
pixel. Gradients are summed over the batch; a mean is a property of the loss.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from convbook.geometry import (
    LARGEST,
    IntOrPair,
    as_pair,
    as_setting,
    empty_array,
    is_integer,
)
from convbook.im2col import (
    as_array,
    as_four_axes,
    col2im,
    im2col,
    require_numbers,
)

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
        float32 weights on uint8 images give float32. As uint8 has no room for
        such sums, so has float16: it gives float32.

    Raises
    ------
    TypeError
        If an array does not hold numbers or is masked, or if a setting is not
        made of integers.
    ValueError
        If `x` or `weights` has not four axes, if their channels differ, if
        `bias` has not one number for each filter, if a setting is not valid
        (see :func:`convbook.output_size`), if integers are so large that a sum
        could leave int64, or if memory does not hold the output.

    Notes
    -----
    Chapter 4, *Convolve with one product*. As in every framework the kernel
    is not flipped: this is cross-correlation.

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
    x, weights, bias = _as_operands(x, weights, bias)
    dtype = _common_dtype(x, weights, bias)
    (batch, _, *size), (filters, _, *kernel_size) = x.shape, weights.shape
    setting = as_setting(size, kernel_size, stride, padding, dilation)
    rows, columns = setting.output_size
    output = empty_array("the output", (batch, filters, rows * columns), dtype)
    matrix = weights.reshape(filters, -1).astype(dtype, copy=False)
    features = matrix.shape[1]
    for images in _blocks(batch, rows * columns * features * dtype.itemsize):
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


def _blocks(batch: int, bytes_of_one: int) -> Iterator[slice]:
    """Cut a batch into blocks of images whose matrices fit BLOCK_BYTES."""
    block = max(1, BLOCK_BYTES // bytes_of_one)
    for first in range(0, batch, block):
        yield slice(first, first + block)


@dataclass
class Parameter:
    """An array that is learnt, and its gradient.

    Attributes
    ----------
    value : numpy.ndarray
        The numbers themselves.
    gradient : numpy.ndarray or None
        How fast the loss grows with each of them: what the last backward pass
        found, or None before the first one. Same shape, and same dtype if that
        is float32 or float64; for integers it is a floating one.
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
        Of the weights and the bias: float64 or float32.

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
        If a number of channels or a setting is not valid, if `bias` is not a
        truth value, if `rng` is not a generator, if `dtype` is neither float64
        nor float32, or if memory does not hold the weights.

    Notes
    -----
    Chapter 6, *The convolution layer*. The initialisation is that of K. He and
    others, *Delving deep into rectifiers* (2015).

    The layer computes in the dtype of the images, float32 for float32; images
    of integers are computed in the dtype of the weights. It computes in
    float32 at least, so float16 gives float32. Numbers are real: a layer
    refuses complex ones.

    :meth:`forward` keeps its images for :meth:`backward`, so let one thread at
    a time use a layer, and give each thread a layer of its own. A copy or a
    pickle of a layer has its parameters, and no images.

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
        dtype = _as_layer_dtype(dtype)
        if not isinstance(bias, bool | np.bool_):
            raise TypeError(f"bias must be True or False, got {bias!r}")
        shape = out_channels, in_channels, *kernel_size
        drawn = empty_array("the weights", shape, np.float64)
        rng.standard_normal(out=drawn)
        drawn *= np.sqrt(2 / math.prod(shape[1:]))
        self.weights = Parameter(drawn.astype(dtype, copy=False))
        self.bias = Parameter(np.zeros(out_channels, dtype)) if bias else None
        self._x: np.ndarray | None = None

    def __getstate__(self) -> dict[str, Any]:
        """Leave the images out of a copy or a pickle."""
        return self.__dict__ | {"_x": None}

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
            if `x` holds integers; float32 at least.

        Raises
        ------
        TypeError, ValueError
            As :func:`convbook.convolve`, and if an array holds complex
            numbers.
        """
        x, weights, bias = self._operands(x)
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
            :attr:`parameters`: both, or after an error neither.

        Raises
        ------
        RuntimeError
            If there was no forward pass.
        TypeError, ValueError
            If `upstream` does not hold real numbers, or has not the shape of
            the outputs.

        Notes
        -----
        The weights are those of this moment: if they were changed since the
        forward pass, the result belongs to the changed ones.

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
        x, weights, _ = self._operands(x)
        filters, _, *kernel_size = weights.shape
        setting = kernel_size, *self._setting
        rows, columns = as_setting(x.shape[2:], *setting).output_size
        shape = len(x), filters, rows, columns
        wanted = f"have the shape of the outputs, {shape}"
        upstream = as_array("upstream", upstream, wanted)
        require_numbers("upstream", upstream, real=True)
        if upstream.shape != shape:
            raise ValueError(f"upstream must {wanted}, got {upstream.shape}")
        G = upstream.reshape(len(x), filters, rows * columns)
        dtype, matrix = weights.dtype, weights.reshape(filters, -1)
        dW, dX = np.zeros_like(matrix), np.zeros(x.shape, dtype)
        of_one = matrix.shape[1] * max(rows * columns, filters)
        for images in _blocks(len(x), of_one * dtype.itemsize):
            some = x[images].astype(dtype, copy=False)
            some_G = G[images].astype(dtype, copy=False)
            # (F, windows) times (windows, K), added up over the images. No
            # name holds the large matrix: it is gone before the next is made.
            dW += (some_G @ im2col(some, *setting)).sum(axis=0)
            # (K, F) times (F, windows): what each copy of a pixel sends back.
            dX[images] = col2im(
                (matrix.T @ some_G).transpose(0, 2, 1), some.shape, *setting
            )
        of_weights = _as_gradient(dW.reshape(weights.shape), self.weights)
        if self.bias is not None:
            db = G.sum(axis=(0, 2), dtype=dtype)
            self.bias.gradient = _as_gradient(db, self.bias)
        # Last, so that an error before it leaves both gradients as they were.
        self.weights.gradient = of_weights
        return dX

    def _operands(
        self, x: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
        """Check images and parameters; give these the dtype to compute in.

        That is the dtype of the images if it is floating, and otherwise that
        of the weights; float32 at least, and in the byte order of the machine.
        """
        bias = None if self.bias is None else self.bias.value
        x, weights, bias = _as_operands(x, self.weights.value, bias, real=True)
        chosen = x if x.dtype.kind == "f" else weights
        dtype = np.result_type(np.float32, chosen.dtype)
        if bias is not None:
            bias = bias.astype(dtype, copy=False)
        return x, weights.astype(dtype, copy=False), bias


def _as_operands(
    x: Any, weights: Any, bias: Any, real: bool = False
) -> tuple[np.ndarray, np.ndarray, np.ndarray | None]:
    """Check that three arguments are images, filters and their bias."""
    x = as_four_axes("x", x, "images")
    weights = as_four_axes("weights", weights, "filters")
    require_numbers("x", x, real)
    require_numbers("weights", weights, real)
    filters, channels, k1, k2 = weights.shape
    if filters == 0:
        raise ValueError(
            f"weights must hold at least one filter, got shape {weights.shape}"
        )
    if channels != x.shape[1]:
        raise ValueError(
            f"weights must have one kernel for each channel of x, "
            f"shape ({filters}, {x.shape[1]}, {k1}, {k2}), "
            f"got shape {weights.shape} for x of shape {x.shape}"
        )
    if bias is not None:
        wanted = f"have shape ({filters},), one number for each filter"
        bias = as_array("bias", bias, wanted)
        require_numbers("bias", bias, real)
        if bias.shape != (filters,):
            raise ValueError(
                f"bias must {wanted} of weights, got shape {bias.shape}"
            )
    return x, weights, bias


def _as_gradient(gradient: np.ndarray, parameter: Parameter) -> np.ndarray:
    """Give a gradient its parameter's dtype, unless that holds integers."""
    dtype = np.result_type(np.float32, np.asarray(parameter.value).dtype)
    return gradient.astype(dtype, copy=False)


def _as_layer_dtype(value: Any) -> np.dtype:
    """Check the dtype of a layer's parameters."""
    for dtype in np.dtype(np.float64), np.dtype(np.float32):
        try:
            if np.dtype(value) == dtype:
                return dtype
        except (TypeError, ValueError):
            break
    raise TypeError(
        f"dtype must be one of floating numbers, np.float64 or np.float32, "
        f"got {value!r}"
    )


def _as_count(name: str, value: Any) -> int:
    """Check a number of channels."""
    if not is_integer(value):
        raise TypeError(
            f"{name} must be an integer, got {value!r} "
            f"({type(value).__name__})"
        )
    count = int(value)
    if not 1 <= count <= LARGEST:
        raise ValueError(
            f"{name} must be at least 1 and at most 2**60, got {value!r}"
        )
    return count


def _common_dtype(
    x: np.ndarray, weights: np.ndarray, bias: np.ndarray | None
) -> np.dtype:
    """Choose the dtype in which arrays are multiplied and added.

    Integers take part in the others' dtype. Integers alone become int64: a
    sum of products of uint8 has no room in uint8, nor one of float16 in
    float16, where the largest number is 65504. If sums could be too large for
    int64 too, as far as the largest numbers tell, that is an error.
    """
    arrays = [x, weights] if bias is None else [x, weights, bias]
    floating = [a.dtype for a in arrays if a.dtype.kind in "fc"]
    if floating:
        return np.result_type(np.float32, *floating)
    pixel, weight, *added = map(_largest, arrays)
    if pixel * weight * weights[0].size + sum(added) >= 2**63:
        raise ValueError(
            f"x and weights hold integers up to {pixel} and {weight}: outputs "
            f"could be too large for int64; pass x.astype(np.float64)"
        )
    return np.dtype(np.int64)


def _largest(array: np.ndarray) -> int:
    """Find how far from 0 the integers of an array reach."""
    return max(int(array.max(initial=0)), -int(array.min(initial=0)))

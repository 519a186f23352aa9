"""Photos as pixels: how numbers become colours, and how pixels become a PNG.

Pixels are uint8 of shape (rows, columns, 3). ``shades.js`` of the live figure
makes the same colours of the same numbers.
"""

import base64
import binascii
import hashlib
import io

import numpy as np
from PIL import Image

__all__ = [
    "as_png",
    "checksum",
    "colours",
    "from_png",
    "full_colour",
    "greys",
    "open_png",
    "shades",
    "signs",
]

PREFIX = "data:image/png;base64,"
BLUE, WHITE, ORANGE = np.array([[0, 68, 136], [255, 255, 255], [230, 140, 30]])


def greys(values: np.ndarray) -> np.ndarray:
    """Turn numbers into greys: 0 and less is black, 255 and more is white.

    Parameters
    ----------
    values : numpy.ndarray
        Shape (rows, columns), real numbers.

    Returns
    -------
    numpy.ndarray
        Their pixels.

    Examples
    --------
    >>> greys(np.array([[-7, 100, 999]]))[..., 0]
    array([[  0, 100, 255]], dtype=uint8)
    """
    grey = np.clip(np.rint(values), 0, 255).astype(np.uint8)
    return np.repeat(grey[..., np.newaxis], 3, axis=2)


def signs(values: np.ndarray, full: float) -> np.ndarray:
    """Turn numbers into blue below 0, white at 0 and orange above.

    Both colours differ in lightness too.

    Parameters
    ----------
    values : numpy.ndarray
        Shape (rows, columns), real numbers.
    full : float
        How far from 0 a number has the full colour; see
        :func:`full_colour`.

    Returns
    -------
    numpy.ndarray
        Their pixels.

    Examples
    --------
    >>> signs(np.array([[-9, 0, 2]]), 4).tolist()
    [[[0, 68, 136], [255, 255, 255], [242, 198, 142]]]
    """
    share = np.clip(values / full, -1, 1)[..., np.newaxis]
    target = np.where(share < 0, BLUE, ORANGE)
    mixed: np.ndarray = WHITE + np.abs(share) * (target - WHITE)
    return mixed.round().astype(np.uint8)


def full_colour(values: np.ndarray) -> float:
    """Find the distance from 0 that one number in a hundred exceeds, or 1.

    Examples
    --------
    >>> full_colour(np.arange(-100, 101)), full_colour(np.zeros(3))
    (99.0, 1.0)
    """
    distances = np.abs(values.astype(np.float64))
    return float(np.quantile(distances, 0.99, method="lower")) or 1.0


def shades(values: np.ndarray, show: str, full: float = 1) -> np.ndarray:
    """Turn numbers into pixels in one of three ways.

    Parameters
    ----------
    values : numpy.ndarray
        Shape (rows, columns), real numbers.
    show : {"cut", "distance", "signed"}
        Greys, cut off at 0 and 255; greys of the distances from 0; or the
        signs, blue below 0 and orange above.
    full : float, default 1
        For "signed": as in :func:`signs`.

    Returns
    -------
    numpy.ndarray
        Their pixels.

    Examples
    --------
    >>> shades(np.array([[-7]]), "distance").tolist()
    [[[7, 7, 7]]]
    """
    if show == "signed":
        return signs(values, full)
    return greys(abs(values) if show == "distance" else values)


def colours(pixels: np.ndarray) -> list[list[str]]:
    """Write pixels as colours of a drawing.

    Examples
    --------
    >>> colours(np.array([[[0, 68, 136]]]))
    [['rgb(0 68 136)']]
    """
    return [
        [f"rgb({red} {green} {blue})" for red, green, blue in line]
        for line in pixels
    ]


# --- Pixels as a PNG


def as_png(pixels: np.ndarray) -> str:
    """Write pixels as the address of a PNG that holds them.

    Parameters
    ----------
    pixels : numpy.ndarray
        Shape (rows, columns, 3), uint8. Grey ones are written as grey.

    Returns
    -------
    str
        A ``data:`` address. Its bytes depend on the compressor's version;
        the pixels that they hold do not.
    """
    image = Image.fromarray(np.ascontiguousarray(pixels), "RGB")
    channels = image.split()
    if len({channel.tobytes() for channel in channels}) == 1:
        image = channels[0]
    file = io.BytesIO()
    image.save(file, format="PNG", optimize=True)
    return PREFIX + base64.b64encode(file.getvalue()).decode("ascii")


def from_png(address: str) -> np.ndarray:
    """Read the pixels of a PNG that stands in its address.

    Parameters
    ----------
    address : str
        As :func:`as_png` writes it.

    Returns
    -------
    numpy.ndarray
        The pixels.

    Raises
    ------
    ValueError
        If it is not the address of a PNG that can be read.

    Examples
    --------
    >>> from_png(as_png(greys(np.array([[7]])))).tolist()
    [[[7, 7, 7]]]
    """
    return np.asarray(open_png(address).convert("RGB"))


def open_png(address: str) -> Image.Image:
    """Open the PNG that stands in an address; read all of it.

    Raises
    ------
    ValueError
        If it is not the address of a PNG that can be read.
    """
    try:
        if not address.startswith(PREFIX):
            raise ValueError("it does not start as one")
        data = base64.b64decode(address.removeprefix(PREFIX), validate=True)
        image = Image.open(io.BytesIO(data), formats=["PNG"])
        image.load()
    except (ValueError, OSError, SyntaxError, binascii.Error) as error:
        raise ValueError(
            f"{address[:40]!r} is not the address of a PNG: {error}"
        ) from None
    return image


def checksum(pixels: np.ndarray) -> str:
    """Name pixels by 16 characters, which differ where the pixels do.

    A drawing carries it beside each photo: the compressed bytes depend on
    the version of the compressor, so two drawings are compared by it.

    Examples
    --------
    >>> checksum(np.zeros((2, 3, 3), np.uint8))
    '3e8b2a892a79ce93'
    """
    size = "x".join(map(str, pixels.shape))
    told = hashlib.sha256(f"{size} ".encode() + pixels.tobytes())
    return told.hexdigest()[:16]

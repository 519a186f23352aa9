"""Photos as pixels: how numbers become colours, and how pixels become a PNG.

Pixels are uint8 of shape (rows, columns, 3); numbers have the shape (rows,
columns). ``shades.js`` of the live figure makes the same colours.
"""

import base64
import binascii
import hashlib
import io

import numpy as np
from PIL import Image

PREFIX = "data:image/png;base64,"
BLUE, WHITE, ORANGE = np.array([[0, 68, 136], [255, 255, 255], [230, 140, 30]])


def greys(values: np.ndarray) -> np.ndarray:
    """Turn numbers into greys: 0 and less is black, 255 and more is white."""
    grey = np.clip(np.rint(values), 0, 255).astype(np.uint8)
    return np.repeat(grey[..., np.newaxis], 3, axis=2)


def signs(values: np.ndarray, full: float) -> np.ndarray:
    """Turn numbers into blue below 0, white at 0 and orange above.

    ``full`` away from 0 a colour is full. Both differ in lightness too.
    """
    share = np.clip(values / full, -1, 1)[..., np.newaxis]
    target = np.where(share < 0, BLUE, ORANGE)
    mixed: np.ndarray = WHITE + np.abs(share) * (target - WHITE)
    return mixed.round().astype(np.uint8)


def full_colour(values: np.ndarray) -> float:
    """Find the distance from 0 that one number in a hundred exceeds, or 1."""
    distances = np.abs(values.astype(np.float64))
    return float(np.quantile(distances, 0.99, method="lower")) or 1.0


def shades(values: np.ndarray, show: str, full: float = 1) -> np.ndarray:
    """Turn numbers into pixels, in one of the ways of ``SHOWN``."""
    if show == "signed":
        return signs(values, full)
    return greys(abs(values) if show == "distance" else values)


def colours(pixels: np.ndarray) -> list[list[str]]:
    """Write pixels as colours of a drawing."""
    return [
        [f"rgb({red} {green} {blue})" for red, green, blue in line]
        for line in pixels
    ]


# --- Pixels as a PNG


def as_png(pixels: np.ndarray) -> str:
    """Write pixels as the address of a PNG, a ``data:`` address.

    Grey ones are written as grey. The bytes depend on the compressor's
    version; the pixels that they hold do not.
    """
    image = Image.fromarray(np.ascontiguousarray(pixels), "RGB")
    channels = image.split()
    if len({channel.tobytes() for channel in channels}) == 1:
        image = channels[0]
    file = io.BytesIO()
    image.save(file, format="PNG", optimize=True)
    return PREFIX + base64.b64encode(file.getvalue()).decode("ascii")


def from_png(address: str) -> np.ndarray:
    """Read the pixels of a PNG that stands in its address."""
    return np.asarray(open_png(address).convert("RGB"))


def open_png(address: str) -> Image.Image:
    """Open the PNG that stands in an address, and read all of it."""
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
    """
    size = "x".join(map(str, pixels.shape))
    told = hashlib.sha256(f"{size} ".encode() + pixels.tobytes())
    return told.hexdigest()[:16]

"""Photos as pixels: how numbers become shades, and how pixels become a PNG."""

import base64
import io

import numpy as np
from PIL import Image

__all__ = ["as_png"]


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
    encoded = base64.b64encode(file.getvalue()).decode("ascii")
    return f"data:image/png;base64,{encoded}"

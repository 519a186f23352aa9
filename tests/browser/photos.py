"""PhotoKernel on a page as the tests see it: its pictures, its numbers."""

import base64
import io

import numpy as np
import pytest
from live import number
from PIL import Image

from convbook.data import photo

EDGES = np.tile([-1, 0, 1], (3, 1))
HEAD = photo()[10:310, 130:390].astype(np.int64).sum(axis=2) // 3


def sums(image, kernel, divisor=1):
    kernel = np.asarray(kernel)
    windows = np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
    total = (windows * kernel).sum(axis=(2, 3))
    return total if divisor == 1 else np.floor(total / divisor)


def canvas(shown, name):
    """The pixels of the photo or the output: (rows, columns, 3)."""
    address = shown.element.locator(f".wbw-{name}-photo canvas").evaluate(
        "canvas => canvas.toDataURL()"
    )
    data = base64.b64decode(address.split(",")[1])
    return np.asarray(Image.open(io.BytesIO(data)))[..., :3].astype(int)


def greys(shown, name):
    colours = canvas(shown, name)
    assert (colours == colours[..., :1]).all()
    return colours[..., 0]


class Picture:
    """One of the two pictures, as the hand meets it."""

    def __init__(self, shown, name):
        self.page = shown.page
        self.box = shown.element.locator(f".wbw-{name}-photo")

    def at(self, row, column):
        """Where a pixel's middle is on the screen."""
        self.box.scroll_into_view_if_needed()
        box = self.box.locator("canvas").bounding_box()
        width, height = self.box.locator("canvas").evaluate(
            "canvas => [canvas.width, canvas.height]"
        )
        return (
            box["x"] + box["width"] * (column + 0.5) / width,
            box["y"] + box["height"] * (row + 0.5) / height,
        )

    @property
    def outlined(self):
        """The middle of the outline, in pixels."""
        canvas, outline = (
            self.box.locator(name).bounding_box()
            for name in ("canvas", ".wbw-outline")
        )
        assert min(outline["width"], outline["height"]) >= 12
        count = self.box.locator("canvas").evaluate(
            "canvas => [canvas.height, canvas.width]"
        )
        return tuple(
            (outline[start] + outline[side] / 2 - canvas[start])
            / canvas[side]
            * n
            for start, side, n in zip(
                "yx", ("height", "width"), count, strict=True
            )
        )


def close_to(value):
    """Allow for the four digits that are written."""
    return pytest.approx(value, rel=1e-3)


def check(shown, image, kernel, at, divisor=1):
    """Compare what the page says of one window with NumPy."""
    kernel, (u, v) = np.asarray(kernel), at
    k1, k2 = kernel.shape
    window = image[u : u + k1, v : v + k2]
    assert (shown.grid("input").numbers == window).all()
    shades = shown.grid("input").box.locator(".wbw-shades rect")
    fills = shades.evaluate_all("all => all.map(one => one.style.fill)")
    assert fills == [f"rgb({x}, {x}, {x})" for x in window.ravel()]
    assert shown.grid("kernel").numbers == close_to(kernel)
    assert shown.grid("plain").numbers == close_to(window * kernel)
    value = sums(image, kernel, divisor)[u, v]
    assert shown.grid("output").numbers == close_to(value)
    assert f"makes output ({u},\u00a0{v})." in shown.text("where")
    said = shown.text("sum")
    if divisor != 1:
        words = f", divided by {divisor} and rounded down: "
        said, quotient = said.split(words)
        assert number(quotient.removesuffix(".")) == value
    total = (window * kernel).sum()
    assert number(said.removesuffix(".").split()[-1]) == close_to(total)
    sign = {-1: ", negative", 0: "0", 1: ", positive"}[int(np.sign(value))]
    assert shown.text("told").startswith(shown.grid("output").texts[0][0])
    assert sign in shown.text("told")

"""BackwardScrubber's numbers on its page: those of NumPy and convbook."""

import math
from itertools import islice

import numpy as np
import pytest
from live import number, table, written
from widget_states import as_json, backward_states

import convbook

NAME = "backward-scrubber"


@pytest.fixture
def scrubber(live):
    return live


def last_number(text):
    return number(text.rstrip(".").split(" = ")[-1].split(" ")[-1])


def worked_out(text):
    """The value of a calculation, each step of which has that value."""
    _, *steps = text.split(" = ")
    spelled = [step for step in steps if not step.startswith("the sum of")]
    values = {
        sum(
            math.prod(number(factor.strip("()")) for factor in term.split("·"))
            for term in step.split(" + ")
        )
        for step in spelled
    }
    assert len(values) == 1, text
    return values.pop()


class Layer:
    """What NumPy and convbook say of a state."""

    def __init__(self, state):
        names = ("stride", "padding", "dilation")
        self.setting = {name: tuple(state[name]) for name in names}
        self.x, self.W, self.G = (
            np.array(state[name]) for name in ("image", "weights", "upstream")
        )
        self.A = convbook.im2col(
            self.x[None, None], self.W.shape, **self.setting
        )[0]
        self.Y = (self.A @ self.W.ravel() + state["bias"]).reshape(
            self.G.shape
        )
        self.dW = (self.A.T @ self.G.ravel()).reshape(self.W.shape)
        self.dX = self.scattered(self.G.size)
        self.loss = (self.G * self.Y).sum()

    def readers(self, row, column):
        """The windows that read a pixel."""
        places = np.arange(self.x.size).reshape(self.x.shape) + 1
        reads = convbook.im2col(
            places[None, None], self.W.shape, **self.setting
        )[0]
        return np.flatnonzero((reads == places[row, column]).any(axis=1))

    def scattered(self, windows):
        sent = np.outer(self.G.ravel(), self.W.ravel())
        sent[windows:] = 0
        return convbook.col2im(
            sent[None], (1, 1, *self.x.shape), self.W.shape, **self.setting
        )[0, 0]


def check_nudge(scrubber, state, gradient, moved):
    """Both numbers are nudge·gradient, and the outputs that move say so."""
    nudge, before = state["nudge"], Layer(state)
    assert last_number(scrubber.text("predicted")) == nudge * gradient
    assert last_number(scrubber.text("measured")) == nudge * gradient
    other = Layer(moved)
    shown = table(scrubber, "Y after")
    assert (shown.numbers == other.Y).all()
    places = [tuple(place) for place in np.argwhere(other.Y != before.Y)]
    assert shown.marked("asked") == places
    total = scrubber.text("measured").split(" = ")[1].split(" − ")
    assert number(total[0]) == (before.G * other.Y).sum()
    assert number(total[1].strip("()")) == before.loss


def test_what_it_shows_is_what_numpy_says(scrubber):
    scrubber.unfold()
    for drawn in islice(backward_states(seed=6), 60):
        state = as_json(drawn)
        layer = Layer(state)
        check_forward(scrubber, state, layer)
        check_db(scrubber, state, layer)
        check_weights(scrubber, state, layer)
        check_scatter(scrubber, state, layer)
        check_gather(scrubber, state, layer)


def check_forward(scrubber, state, layer):
    (u, v), (p1, p2), (s1, s2) = (
        state[name] for name in ("position", "padding", "stride")
    )
    scrubber.set(**state | {"tab": "forward", "hidden": False})
    assert (table(scrubber, "output Y").numbers == layer.Y).all()
    padded = np.pad(layer.x, ((p1, p1), (p2, p2)))
    assert (table(scrubber, "input X").numbers == padded).all()
    assert table(scrubber, "input X").window == (u * s1, v * s2)
    assert table(scrubber, "output Y").window == (u, v)
    assert worked_out(scrubber.text("sum")) == layer.Y[u, v]
    assert last_number(scrubber.text("more")) == layer.loss


def check_db(scrubber, state, layer):
    u, v = state["position"]
    m = u * layer.G.shape[1] + v
    scrubber.set(tab="db")
    so_far = layer.G.ravel()[: m + 1].sum()
    G = table(scrubber, "upstream")
    assert (G.numbers == layer.G).all()
    added = list(np.ndindex(layer.G.shape))[: m + 1]
    assert G.marked("shaded") == added
    name = "gradient db" if m == layer.G.size - 1 else "db so far"
    assert table(scrubber, name).numbers == so_far
    assert worked_out(scrubber.text("sum")) == so_far
    bias = state["bias"] + state["nudge"]
    check_nudge(scrubber, state, layer.G.sum(), state | {"bias": bias})


def check_weights(scrubber, state, layer):
    (i, j), (s1, s2), (d1, d2) = (
        state[name] for name in ("weight", "stride", "dilation")
    )
    scrubber.set(tab="dW")
    assert (table(scrubber, "gradient dW").numbers == layer.dW).all()
    assert worked_out(scrubber.text("sum")) == layer.dW[i, j]
    met = sorted(
        (a * s1 + i * d1, b * s2 + j * d2)
        for a, b in np.ndindex(layer.G.shape)
    )
    assert table(scrubber, "input X").marked("read") == met
    weights = layer.W.astype(float)
    weights[i, j] += state["nudge"]
    changed = state | {"weights": weights}
    check_nudge(scrubber, state, layer.dW[i, j], changed)


def check_scatter(scrubber, state, layer):
    (u, v), (r, q), (p1, p2), (s1, s2) = (
        state[name] for name in ("position", "pixel", "padding", "stride")
    )
    m = u * layer.G.shape[1] + v
    scrubber.set(tab="dX", view="scatter")
    sums = layer.scattered(m + 1)
    name = "gradient dX" if m == layer.G.size - 1 else "dX so far"
    shown = table(scrubber, name)
    rows, columns = layer.x.shape
    inside = shown.numbers[p1 : p1 + rows, p2 : p2 + columns]
    assert (inside == sums).all()
    assert shown.window == (u * s1, v * s2)
    assert worked_out(scrubber.text("sum")) == sums[r, q]
    readers = layer.readers(r, q)
    ringed = [divmod(w, layer.G.shape[1]) for w in readers]
    assert table(scrubber, "upstream").marked("asked") == ringed
    pixels = layer.x.astype(float)
    pixels[r, q] += state["nudge"]
    changed = state | {"image": pixels}
    check_nudge(scrubber, state, layer.dX[r, q], changed)

    # Half way, the end is not told; at the end it is.
    scrubber.set(position=[0, 0])
    more = scrubber.text("more")
    assert ("Scatter gives" in more) == (layer.G.size == 1)
    end = [count - 1 for count in layer.G.shape]
    scrubber.set(position=end)
    assert scrubber.text("more").startswith("Scatter gives")


def check_gather(scrubber, state, layer):
    (r, q), (d1, d2) = state["pixel"], state["dilation"]
    scrubber.set(view="gather")
    shown = table(scrubber, "gradient dX")
    assert (shown.numbers == layer.dX).all()
    assert worked_out(scrubber.text("sum")) == layer.dX[r, q]
    assert (
        table(scrubber, "flipped kernel").numbers == layer.W[::-1, ::-1]
    ).all()
    value = written(layer.dX[r, q])
    assert scrubber.text("more").startswith(
        f"Scatter gives {value}, gather {value}; equal"
    )
    # The flipped kernel, laid where its outline is, makes that number.
    stuffed = table(scrubber, "zero-stuffed G")
    top, left = stuffed.window
    k1, k2 = layer.W.shape
    under = stuffed.numbers[
        top : top + d1 * (k1 - 1) + 1 : d1,
        left : left + d2 * (k2 - 1) + 1 : d2,
    ]
    assert (under * layer.W[::-1, ::-1]).sum() == layer.dX[r, q]
    if len(layer.readers(r, q)):
        assert "nothing but zeros" not in scrubber.text("where")
    else:
        assert (r, q) in shown.marked("unread")


def test_numbers_and_settings_can_be_changed(scrubber):
    scrubber.open("tab=dX&view=gather&pixel=1x1")
    for title, cell, label, value in [
        ("gradient dX", (1, 1), "pixel (1, 1)", -25),
        ("flipped kernel", (1, 1), "weight (0, 0)", 7),
        ("zero-stuffed G", (1, 1), "G (0, 0)", 5),  # after a row of zeros
        (None, None, "bias", 3),
    ]:
        if title:
            table(scrubber, title).click(*cell)
            assert table(scrubber, title).marked("entry") == [cell]
        field = scrubber.field(label)
        field.fill(str(value))
        field.press("Enter")
    state = scrubber.state
    assert (state["image"][1][1], state["weights"][0][0]) == (-25, 7)
    assert (state["upstream"][0][0], state["bias"]) == (5, 3)
    layer = Layer(state)
    assert (table(scrubber, "gradient dX").numbers == layer.dX).all()
    scrubber.element.get_by_label("rows and columns separately").check()
    scrubber.field("stride, columns").press("ArrowUp")
    layer = Layer(scrubber.state)
    assert scrubber.state["upstream"] == [[5, 10], [1000, 10000]]
    assert (table(scrubber, "gradient dX").numbers == layer.dX).all()
    assert table(scrubber, "zero-stuffed G").numbers.shape == (4, 5)

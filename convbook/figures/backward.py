"""A convolution and its gradients: five pictures, one number spelled out.

The pictures are "forward", "db", "dW" and, for the gradient of the image,
"scatter" and "gather". A live figure makes the same ones, in
``frontend/src/widgets/backward-scrubber/scene.js``.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from convbook.figures import words
from convbook.figures.backward_tables import (
    ABOUT,
    Look,
    after_table,
    flipped_table,
    input_table,
    result_table,
    stuffed_table,
    upstream_table,
    weights_table,
    written,
)
from convbook.figures.checks import as_image, as_place, one_of
from convbook.figures.gradients import Passes
from convbook.figures.scene import (
    Column,
    Lines,
    Part,
    Row,
    Scene,
    Table,
    spoken,
)
from convbook.figures.svg import Drawing, draw
from convbook.figures.words import by, exact, factor, named, place, plural
from convbook.geometry import IntOrPair, as_setting

WORKED_OUT = 4
"""Products of a sum that are still worked out on the way."""

Picture = tuple[list[Table], str, str]
"""Its tables, and what is said before the sum and after it."""


def backward_scene(
    passes: Passes,
    tab: str,
    view: str = "scatter",
    nudge: float = 1,
    hidden: bool = False,
    pointed: Mapping[str, Sequence[int]] | None = None,
    nudging: bool = False,
    **looked: Any,
) -> Scene:
    """Show what :class:`convbook.widgets.BackwardScrubber` shows of a state.

    ``pointed`` is another position, weight or pixel, asked about for the
    moment; ``nudging``, whether the nudge is unfolded; and ``looked`` holds
    further fields of a :class:`Look`.
    """
    kept = Look(passes, tab, view, **looked)
    places: dict[str, Any] = {
        trait: tuple(at) for trait, at in (pointed or {}).items()
    }
    look = replace(kept, secret=kept.asked if hidden else None, **places)
    tables, where, more = PICTURES[look.picture](look)
    total = _spelled(look, worked_out=WORKED_OUT)
    if look.hidden:
        total = "The number is hidden: predict it."
    if look.hidden or (hidden and tab == "forward"):
        more = ""  # the loss would tell the number
    said = {"where": where, "sum": total, "more": more}
    said |= {"predicted": "", "measured": ""}
    below: list[Part] = []
    if nudging and tab != "forward":
        after, said["predicted"], said["measured"] = _nudging(look, nudge)
        below.append(after)
    lines = [
        replace(spoken({name: text}), bold=name == "sum")
        for name, text in said.items()
        if text
    ]
    return _shown(look, tables, [*below, Column(lines, gap=0)], said)


def draw_backward(
    image: np.ndarray,
    weights: np.ndarray,
    upstream: np.ndarray,
    of: str = "dX",
    at: tuple[int, int] = (0, 0),
    stride: IntOrPair = 1,
    padding: IntOrPair = 0,
    dilation: IntOrPair = 1,
    *,
    bias: float = 0,
    view: str = "gather",
    window: tuple[int, int] | None = None,
    hide: bool = False,
) -> Drawing:
    """Draw a convolution or one of its gradients, one number spelled out.

    Parameters
    ----------
    image, weights : numpy.ndarray
        Shapes (rows, columns) and (k1, k2), real numbers.
    upstream : numpy.ndarray
        The upstream gradient G, in the shape of the output, real numbers.
    of : {"forward", "db", "dW", "dX"}, default "dX"
        What is computed.
    at : pair of int, default (0, 0)
        Whose number is spelled out, its row and column: an output, the last
        entry of G that has been added to ``db``, a weight, or a pixel.
    stride, padding, dilation : int or pair of int
        As in :func:`convbook.output_size`.
    bias : float, default 0
        Added to each output.
    view : {"gather", "scatter"}, default "gather"
        For ``dX``: lay the flipped kernel on the zero-stuffed G, or add what
        each window sends to its pixels.
    window : pair of int, optional
        For the scatter: the last window that has sent; without it, all have.
    hide : bool, default False
        Show a question mark where the answer would stand, so that it can be
        predicted.

    Returns
    -------
    Drawing
        The tables beside each other, and under them the sum.

    Raises
    ------
    TypeError, ValueError
        If an array has not two axes of real numbers, if ``upstream`` has not
        the shape of the output, if a setting or a word is not valid, or if
        there is nothing at ``at``.

    Examples
    --------
    >>> row, G = np.array([[1, 2, 3, 4]]), np.array([[10, 100]])
    >>> draw_backward(row, np.array([[1, 2, 3]]), G, "dW", at=(0, 1))
    A 1×4 image with a 1×3 kernel, stride 1, padding 0.
    Row 0 of G: 10, 100.
    Row 0 of dW: 210, 320, 430.
    dW[0, 1] = 10·2 + 100·3 = 320
    """
    image, weights = as_image("image", image), as_image("weights", weights)
    upstream = as_image("upstream", upstream)
    setting = as_setting(image.shape, weights.shape, stride, padding, dilation)
    made = setting.output_size
    if upstream.shape != made:
        raise ValueError(
            f"upstream must hold one number for each output, shape {made}, "
            f"got {upstream.shape}"
        )
    one_of("of", of, ("forward", "db", "dW", "dX"))
    one_of("view", view, ("gather", "scatter"))
    shape = {"dW": weights.shape, "dX": image.shape}.get(of, made)
    row, column = as_place("at", at, shape, "numbers")
    last = made[0] - 1, made[1] - 1
    u, v = as_place("window", window or last, made, "numbers")
    places: dict[str, Any] = {"position": (u, v)}
    places[ABOUT.get(of, "position")] = row, column
    passes = Passes(image, weights, upstream, bias, setting)
    look = Look(passes, of, view, **places)
    if hide:
        look = replace(look, secret=look.asked)
    tables, *_ = PICTURES[look.picture](look)
    total = _spelled(look)
    below = [Lines([total], bold=True)]
    return draw(_shown(look, tables, below, {"sum": total}))


def _shown(
    look: Look,
    tables: list[Table],
    below: Sequence[Part],
    said: Mapping[str, str],
) -> Scene:
    """Set what is given on the left, what is made of it on the right.

    The heading says the setting, and the rows of G and of what is computed.
    """
    passes = look.passes
    given = 2 if look.picture in ("dW", "scatter") else 1
    beside = Row([Column(tables[:given]), Column(tables[given:])])
    lines = [list(filter(None, line)) for line in tables[-1].texts]
    made = [line for line in lines if line]  # without an empty frame
    heading = [
        f"A {by(passes.image.shape)} image with a {by(passes.weights.shape)} "
        f"kernel, {words.setting(passes.setting)}.",
        *(
            f"Row {row} of {name}: {', '.join(line)}."
            for name, lines in (
                ("G", written(passes.upstream)),
                (look.result, made),
            )
            for row, line in enumerate(lines)
        ),
    ]
    return Scene(Column([beside, *below]), said, "\n".join(heading))


# --- The five pictures


def _forward(look: Look) -> Picture:
    passes = look.passes
    tables = [
        input_table(look, passes.weights, window=[look.outline]),
        weights_table(look),
        result_table(look, passes.output),
    ]
    where = (
        f"Window {look.window} reads {_lines(look)}. Its products and the "
        f"bias make output {place(look.position)}."
    )
    return tables, where, f"The loss: L = sum of G·Y = {exact(passes.loss)}."


def _db(look: Look) -> Picture:
    passes, m = look.passes, look.window
    added = list(np.ndindex(passes.upstream.shape))[: m + 1]
    tables = [
        upstream_table(look, shaded=added),
        result_table(look, passes.added(m + 1), passes.bias_gradient),
    ]
    where = (
        "The bias is used once in every output, with the factor 1. Added so "
        f"far: {f'entries 0–{m}' if m else 'entry 0'} of G."
    )
    return tables, where, ""


def _dw(look: Look) -> Picture:
    passes, (down, across), m = look.passes, look.met, look.window
    met = [(row, column) for row in down for column in across]
    all_met = *met[0], down[-1] - down[0] + 1, across[-1] - across[0] + 1
    G = passes.upstream
    tables = [
        input_table(look, G, window=[all_met], read=met, asked=[met[m]]),
        upstream_table(look),
        weights_table(look),
        result_table(look, passes.weight_gradient),
    ]
    where = (
        f"Weight {place(look.weight)} meets one pixel in each window: those "
        "with a square, under the numbers of G. Ringed: in window "
        f"{m} it brings {words.product(_terms(look)[m], exact)}."
    )
    return tables, where, ""


def _scatter(look: Look) -> Picture:
    passes, u_v, m = look.passes, look.position, look.window
    tables = [
        upstream_table(look, asked=[window for window, _ in look.readers]),
        weights_table(look),
        result_table(look, passes.scattered(m + 1), passes.image_gradient),
    ]
    where = (
        f"Window {m} adds G{words.index(u_v)}·W = "
        f"{factor(passes.upstream[u_v], exact)}·W to {_lines(look)}. Ringed "
        "in G: the windows that read the dashed pixel, "
        f"{place(look.pixel)}."
    )
    # On the way there, the end is not told.
    return tables, where, "" if look.on_the_way else _comparison(look)


def _gather(look: Look) -> Picture:
    passes, readers = look.passes, look.readers
    tables = [
        stuffed_table(look),
        flipped_table(look),
        result_table(look, passes.gathered),
    ]
    columns = passes.upstream.shape[1]
    windows = [u * columns + v for (u, v), _ in readers]
    zeros = passes.weights.size - len(windows)
    meets = "nothing but zeros"
    if windows:
        meets = f"G of {named('window', windows)}"
        meets += f" and {plural(zeros, 'zero')}" if zeros else ""
    where = f"Laid on pixel {place(look.pixel)}, the flipped kernel meets "
    return tables, f"{where}{meets}.", _comparison(look)


PICTURES = {
    "forward": _forward,
    "db": _db,
    "dW": _dw,
    "scatter": _scatter,
    "gather": _gather,
}


# --- In words


def _lines(look: Look) -> str:
    """Say what the window reads: "rows 0–1, columns 2–3"."""
    rows, columns = look.under
    return f"{named('row', rows)}, {named('column', columns)}"


def _terms(look: Look) -> list[tuple[Any, ...]]:
    """List the terms of the number that is asked about, as factors."""
    passes, m = look.passes, look.window
    G, W = passes.upstream, passes.weights
    if look.tab == "forward":
        pairs = zip(passes.matrix[m], W.ravel(), strict=True)
        return [*pairs, (passes.bias,)]
    if look.tab == "db":
        return [(value,) for value in G.ravel()[: m + 1]]
    if look.tab == "dW":
        t = look.weight[0] * W.shape[1] + look.weight[1]
        return list(zip(G.ravel(), passes.matrix[:, t], strict=True))
    return [
        (G[window], W[weight])
        for window, weight in look.readers
        if look.view == "gather" or window <= look.position
    ]


def _spelled(look: Look, worked_out: int = 0) -> str:
    """Write the number that is asked about, as the sum of its terms."""
    head = f"{look.name}{' so far' if look.on_the_way else ''}"
    if look.hidden:
        return f"{head} is hidden: predict it."
    terms = _terms(look)
    total = sum(math.prod(term) for term in terms)
    return f"{head} = {words.sum_of(terms, total, exact, worked_out)}"


def _comparison(look: Look) -> str:
    """Scatter beside gather, and what a convolution of G alone would lose."""
    passes, (row, column) = look.passes, look.pixel
    scatter, gather = map(written, (passes.image_gradient, passes.gathered))
    said = f"Scatter gives {scatter[row][column]}, gather "
    said += gather[row][column]
    if scatter == gather:
        said += f"; equal, as in all {plural(passes.image.size, 'pixel')}"
    rest = passes.left_over
    if look.view != "gather" or not any(rest):
        return f"{said}."
    sides = zip(rest, ("row", "column"), strict=True)
    lines = " and ".join(plural(n, side) for n, side in sides if n)
    made = tuple(np.subtract(passes.image.shape, rest).tolist())
    return (
        f"{said}. Of G and the zeros between and around it, a convolution "
        f"would make {by(made)} numbers; with {lines} of zeros more, "
        f"{by(passes.image.shape)}."
    )


def _nudging(look: Look, nudge: float) -> tuple[Table, str, str]:
    """Nudge what the tab is about: what is predicted, what is measured."""
    passes = look.passes
    name, gradients = {
        "db": ("bias", passes.bias_gradient),
        "dW": ("weights", passes.weight_gradient),
        "dX": ("image", passes.image_gradient),
    }[look.tab]
    gradient, moved = gradients[look.asked], np.zeros(gradients.shape)
    moved[look.asked] = nudge
    nudged = replace(passes, **{name: getattr(passes, name) + moved})
    table = after_table(look, nudged)
    if look.hidden:
        return table, "What is predicted and measured is hidden, too.", ""
    told = f"{words.product((nudge, gradient), exact)} = "
    told += exact(nudge * gradient)
    return (
        table,
        f"Predicted: nudge·{look.name} = {told}",
        f"Measured: L after − L before = {exact(nudged.loss)} − "
        f"{factor(passes.loss, exact)} = {exact(nudged.loss - passes.loss)}",
    )

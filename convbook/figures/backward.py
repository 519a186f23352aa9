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
    Look,
    after_table,
    flipped_table,
    input_table,
    result_table,
    stuffed_table,
    upstream_table,
    weights_table,
)
from convbook.figures.checks import as_image, as_place, one_of
from convbook.figures.gradients import Passes
from convbook.figures.scene import (
    Column,
    Lines,
    Part,
    Place,
    Row,
    Scene,
    Table,
    spoken,
)
from convbook.figures.svg import Drawing, draw
from convbook.figures.words import by, exact, factor, named, place, plural
from convbook.geometry import IntOrPair, as_setting

__all__ = ["backward_scene", "draw_backward"]

TABS = "forward", "db", "dW", "dX"
VIEWS = "gather", "scatter"

WORKED_OUT = 4
"""Products of a sum that are still worked out on the way."""

Picture = tuple[list[Table], str, str]
"""Its tables, and what is said before the sum and after it."""


def backward_scene(
    passes: Passes,
    tab: str,
    view: str = "scatter",
    position: Place = (0, 0),
    weight: Place = (0, 0),
    pixel: Place = (0, 0),
    nudge: float = 1,
    hidden: bool = False,
    pointed: Mapping[str, Sequence[int]] | None = None,
    chosen: str | None = None,
    nudging: bool = False,
) -> Scene:
    """Show a convolution or one of its gradients, one number spelled out.

    Parameters
    ----------
    passes : Passes
        The convolution.
    tab, view, position, weight, pixel, nudge, hidden
        As of :class:`convbook.widgets.BackwardScrubber`.
    pointed : mapping, optional
        What is asked about for the moment: another ``position``, ``weight``
        or ``pixel``.
    chosen : {"position", "weight", "pixel"}, optional
        Which of the three was chosen last: it is dashed.
    nudging : bool, default False
        Whether the nudge is unfolded.

    Returns
    -------
    Scene
        The tables beside each other and, if it is unfolded, what the nudge
        does to the output.

    Examples
    --------
    >>> row, G = np.array([[1, 2, 3, 4]]), np.array([[10, 100]])
    >>> passes = Passes(row, row[:, :3], G, 0, as_setting((1, 4), (1, 3)))
    >>> backward_scene(passes, "db").words["sum"]
    'db so far = 10'
    """
    kept = Look(passes, tab, view, position, weight, pixel, chosen=chosen)
    places: dict[str, Any] = {
        trait: (row, column)
        for trait, (row, column) in (pointed or {}).items()
    }
    look = replace(kept, secret=kept.asked if hidden else None, **places)
    tables, where, more = _PICTURES[look.picture](look)
    if look.hidden:
        total, more = "The number is hidden: predict it.", ""
    else:
        total = _spelled(look, worked_out=WORKED_OUT)
    if hidden and tab == "forward":
        more = ""  # the loss would tell the number
    said = {"where": where, "sum": total, "more": more}
    said |= {"predicted": "", "measured": ""}
    parts: list[Part] = [_side_by_side(look, tables)]
    if nudging and tab != "forward":
        table, said["predicted"], said["measured"] = _nudging(look, nudge)
        parts.append(table)
    lines = [
        replace(spoken({name: text}), bold=name == "sum")
        for name, text in said.items()
        if text
    ]
    parts.append(Column(lines, gap=0))
    return Scene(Column(parts), said, _heading(look, tables[-1]))


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
    one_of("of", of, TABS)
    one_of("view", view, VIEWS)
    shape = {"dW": weights.shape, "dX": image.shape}.get(of, made)
    row, column = as_place("at", at, shape, "numbers")
    at, last = (row, column), (made[0] - 1, made[1] - 1)
    u, v = as_place("window", window or last, made, "numbers")
    look = Look(
        Passes(image, weights, upstream, bias, setting),
        of,
        view,
        position=(u, v) if of in ("dW", "dX") else at,
        weight=at if of == "dW" else (0, 0),
        pixel=at if of == "dX" else (0, 0),
    )
    if hide:
        look = replace(look, secret=look.asked)
    tables, *_ = _PICTURES[look.picture](look)
    spelled = _spelled(look)
    line = Lines([spelled], bold=True)
    return draw(
        Scene(
            Column([_side_by_side(look, tables), line]),
            {"sum": spelled},
            _heading(look, tables[-1]),
        )
    )


# --- The five pictures


def _forward(look: Look) -> Picture:
    passes = look.passes
    rows, columns = look.under
    window = [(rows[0], columns[0], *passes.setting.span)]
    tables = [
        input_table(look, passes.weights, window=window),
        weights_table(look),
        result_table(
            look,
            "output",
            f"output Y {by(passes.output.shape)}",
            passes.output,
            kind="output",
            marks={"window": [look.position]},
        ),
    ]
    where = (
        f"Window {look.window} reads {named('row', rows)}, "
        f"{named('column', columns)}. Its products and the bias make output "
        f"{place(look.position)}."
    )
    return tables, where, f"The loss: L = sum of G·Y = {exact(passes.loss)}."


def _db(look: Look) -> Picture:
    upstream, m = look.passes.upstream, look.window
    added = list(np.ndindex(upstream.shape))[: m + 1]
    tables = [
        upstream_table(look, shaded=added),
        result_table(
            look,
            "db",
            "gradient db" if look.last else "db so far",
            upstream.ravel()[: m + 1].sum().reshape(1, 1),
            end=upstream.sum().reshape(1, 1),
        ),
    ]
    where = (
        "The bias is used once in every output, with the factor 1. Added so "
        f"far: {f'entries 0–{m}' if m else 'entry 0'} of G."
    )
    return tables, where, ""


def _dw(look: Look) -> Picture:
    passes, (down, across), m = look.passes, look.met, look.window
    met = [(row, column) for row in down for column in across]
    span = down[-1] - down[0] + 1, across[-1] - across[0] + 1
    tables = [
        input_table(
            look,
            passes.upstream,
            window=[(*met[0], *span)],
            read=met,
            asked=[met[m]],
        ),
        upstream_table(look),
        weights_table(look),
        result_table(
            look,
            "dW",
            f"gradient dW {by(passes.weights.shape)}",
            passes.weight_gradient,
            marks={"window": [look.weight]},
        ),
    ]
    where = (
        f"Weight {place(look.weight)} meets one pixel in each window: those "
        "with a square, under the numbers of G. Ringed: in window "
        f"{m} it brings {words.product(_terms(look)[m], exact)}."
    )
    return tables, where, ""


def _scatter(look: Look) -> Picture:
    passes, (rows, columns) = look.passes, look.under
    readers = [window for window, _ in look.readers]
    title = "gradient dX" if look.last else "dX so far"
    tables = [
        upstream_table(look, asked=readers),
        weights_table(look),
        result_table(
            look,
            "dX",
            f"{title} {by(passes.image.shape)}",
            passes.scattered(look.window + 1),
            kind="input",
            marks={
                "window": [(rows[0], columns[0], *passes.setting.span)],
                "unread": passes.unread,
                "entry": look.dashed("pixel"),
            },
            end=passes.image_gradient,
        ),
    ]
    where = (
        f"Window {look.window} adds G{words.index(look.position)}·W = "
        f"{factor(passes.upstream[look.position], exact)}·W to "
        f"{named('row', rows)}, {named('column', columns)}. Ringed in G: the "
        f"windows that read the dashed pixel, {place(look.pixel)}."
    )
    # On the way there, the end is not told.
    return tables, where, _comparison(look) if look.last else ""


def _gather(look: Look) -> Picture:
    passes, readers = look.passes, look.readers
    tables = [
        stuffed_table(look),
        flipped_table(look),
        result_table(
            look,
            "dX",
            f"gradient dX {by(passes.image.shape)}",
            passes.gathered,
            kind="input",
            marks={"unread": passes.unread, "entry": look.dashed("pixel")},
        ),
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


_PICTURES = {
    "forward": _forward,
    "db": _db,
    "dW": _dw,
    "scatter": _scatter,
    "gather": _gather,
}


def _side_by_side(look: Look, tables: list[Table]) -> Row:
    """Set what is given on the left, what is made of it on the right."""
    given = 2 if look.picture in ("dW", "scatter") else 1
    return Row([Column(tables[:given]), Column(tables[given:])])


# --- In words


def _heading(look: Look, shown: Table) -> str:
    """Say the setting, and the rows of G and of what is computed."""
    passes = look.passes
    given = passes.image.shape, passes.weights.shape
    name = "Y" if look.tab == "forward" else look.tab
    above, left = shown.border
    rows, columns = shown.size
    result = [
        line[left : left + columns]
        for line in shown.texts[above : above + rows]
    ]
    upstream = [map(exact, line) for line in passes.upstream]
    return "\n".join(
        [
            f"A {by(given[0])} image with a {by(given[1])} kernel, "
            f"{words.setting(passes.setting)}.",
            *(
                f"Row {row} of {name}: {', '.join(line)}."
                for name, lines in (("G", upstream), (name, result))
                for row, line in enumerate(lines)
            ),
        ]
    )


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
    name = "Y" if look.tab == "forward" else look.tab
    head = name if name == "db" else f"{name}{words.index(look.asked)}"
    if look.picture in ("db", "scatter") and not look.last:
        head += " so far"
    if look.hidden:
        return f"{head} is hidden: predict it."
    terms = _terms(look)
    total = sum(math.prod(term) for term in terms)
    return f"{head} = {words.sum_of(terms, total, exact, worked_out)}"


def _comparison(look: Look) -> str:
    """Scatter beside gather, and what a convolution of G alone would lose."""
    passes = look.passes
    by_scatter, by_gather = (
        [[exact(value) for value in line] for line in values]
        for values in (passes.image_gradient, passes.gathered)
    )
    row, column = look.pixel
    equal = ""
    if by_scatter == by_gather:
        equal = f"; equal, as in all {plural(passes.image.size, 'pixel')}"
    said = (
        f"Scatter gives {by_scatter[row][column]}, "
        f"gather {by_gather[row][column]}{equal}."
    )
    rest = passes.left_over
    if look.view != "gather" or not any(rest):
        return said
    sides = zip(rest, ("row", "column"), strict=True)
    lines = " and ".join(plural(n, side) for n, side in sides if n)
    made = tuple(np.subtract(passes.image.shape, rest).tolist())
    return (
        f"{said} Of G and the zeros between and around it, a convolution "
        f"would make {by(made)} numbers; with {lines} of zeros more, "
        f"{by(passes.image.shape)}."
    )


def _nudging(look: Look, nudge: float) -> tuple[Table, str, str]:
    """Nudge what the tab is about: what is predicted, what is measured."""
    passes = look.passes
    if look.tab == "db":
        term, gradient = "db", passes.upstream.sum()
        nudged = replace(passes, bias=passes.bias + nudge)
    else:
        name = "weights" if look.tab == "dW" else "image"
        gradients = {
            "weights": passes.weight_gradient,
            "image": passes.image_gradient,
        }
        term = f"{look.tab}{words.index(look.asked)}"
        gradient = gradients[name][look.asked]
        numbers = getattr(passes, name) + 0.0
        numbers[look.asked] += nudge
        nudged = replace(passes, **{name: numbers})
    table = after_table(look, nudged)
    if look.hidden:
        return table, "What is predicted and measured is hidden, too.", ""
    predicted = words.product((nudge, gradient), exact)
    return (
        table,
        f"Predicted: nudge·{term} = {predicted} = {exact(nudge * gradient)}",
        f"Measured: L after − L before = {exact(nudged.loss)} − "
        f"{factor(passes.loss, exact)} = {exact(nudged.loss - passes.loss)}",
    )

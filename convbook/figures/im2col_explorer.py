"""The live figure of im2col: image, matrix, weights and product together.

``frontend/src/widgets/im2col-explorer/scene.js`` and ``words.js`` make the
same of the same state.
"""

from collections.abc import Mapping, Sequence
from math import ceil, prod
from typing import Any, NamedTuple

import numpy as np

from convbook.figures import words
from convbook.figures.im2col import (
    channel_table,
    flat_heads,
    im2col_table,
    image_in_words,
    matrix_of,
    padded_numbers,
)
from convbook.figures.matrices import (
    Copy,
    copies,
    entries_in_words,
    entry,
    is_inside,
    matrix_table,
)
from convbook.figures.products import multiplied_in_words, row_times_column
from convbook.figures.scene import (
    Column,
    Part,
    Row,
    Scene,
    Table,
    longest,
    spoken,
)
from convbook.figures.words import number, written
from convbook.geometry import IntOrPair, as_setting

PROMPT = "Point at a pixel, or click one, to see where it stands."


def im2col_explorer_scene(
    pointed: Mapping[str, Any] | None = None, **traits: Any
) -> Scene:
    """Make the scene of an Im2colExplorer with such traits.

    The pointer asks about a ``pixel``, an ``entry`` (window, feature), a
    ``window`` with or without a ``filter``, or a ``weight`` (its feature) of a
    ``filter``.
    """
    state = State(**traits)
    asked = asked_about(state, pointed or {})
    sheets = [_channel(state, asked, c) for c in range(state.channels)]
    filters = range(len(state.weights) if state.product else 1)
    outputs = Row([_output(state, asked, one) for one in filters])
    matrices: list[Part] = [_entries(state, asked)]
    if state.product:
        matrices += [_weights(state, asked), _product(state, asked)]
    beside = Row([Column([*sheets, outputs]), Row(matrices)])
    below = Column([Row(sheets), outputs, Row(matrices)])
    said = _said(state, asked)
    picture = Column([beside if len(sheets) == 1 else below, spoken(said)])
    return Scene(picture, said, "\n".join(_heading(state)))


# --- The state, and what is asked about


class State:
    """The traits of an Im2colExplorer, and the numbers that they stand for."""

    def __init__(
        self,
        images: Any,
        weights: Any,
        stride: IntOrPair,
        padding: IntOrPair,
        dilation: IntOrPair,
        position: Sequence[int],
        n: int,
        f: int,
        pixel: Sequence[int] | None,
        show: str,
        product: bool,
        hidden: bool,
    ) -> None:
        self.images, self.weights = np.asarray(images), np.asarray(weights)
        self.n, self.f, self.product, self.hidden = n, f, product, hidden
        self.pixel = pixel and tuple(pixel)
        self.indices = show == "indices"
        sizes = self.images.shape[2:], self.weights.shape[2:]
        self.setting = as_setting(*sizes, stride, padding, dilation)
        self.channels = len(self.images[0])
        self.window = position[0] * self.setting.output_size[1] + position[1]
        # The row of the matrix that is to be predicted.
        self.hidden_row = self.window if hidden and not product else None
        # The flat index of the image's first place, padding included.
        self.first = n * self.channels * prod(self.setting.padded_size)
        # What the cells show: the values, or their flat indices.
        first = self.first if self.indices else None
        self.shown = padded_numbers(self.images[n], self.setting, first)
        self.room = max(longest(written(channel)) for channel in self.shown)
        self.entries = matrix_of(self.shown, self.setting)
        values = padded_numbers(self.images[n], self.setting)
        self.matrix = matrix_of(values, self.setting)
        # The weights as a second matrix, (features, filters).
        self.columns = self.weights.reshape(len(self.weights), -1).T
        # Term by term, as the browser adds: to the last bit the same number.
        products = [
            [
                sum(x * w for x, w in zip(row, column, strict=True))
                for column in self.columns.T.tolist()
            ]
            for row in self.matrix.tolist()
        ]
        self.products = written(products)
        self.products_shown = written(products)
        # That a number is hidden does not move a cell.
        self.room_of_products = longest(self.products)
        if hidden:
            self.products_shown[self.window][f] = "?"


class Asked(NamedTuple):
    """What the pointer asks about, or else what the state keeps.

    ``weight`` says that it is a weight, which meets its feature everywhere.
    """

    window: int
    filter: int
    pixel: tuple[int, ...] | None
    found: list[Copy]
    feature: int | None
    weight: bool
    by_pointer: bool


def asked_about(state: State, pointed: Mapping[str, Any]) -> Asked:
    """Find what is pointed at, or else kept, and what belongs to it."""
    at = pointed.get("entry")
    window = at[0] if at else pointed.get("window", state.window)
    pixel = pointed.get("pixel", state.pixel)
    if at and window != state.hidden_row:
        pixel = entry(state.setting, *at).pixel
    pixel = pixel and tuple(pixel)
    found = copies(state.setting, *pixel) if pixel else []
    here = (copy.feature for copy in found if copy.window == window)
    return Asked(
        window,
        pointed.get("filter", state.f),
        pixel,
        found,
        pointed.get("weight", next(here, None)),
        weight="weight" in pointed,
        by_pointer=bool(pointed),
    )


# --- The tables


def _channel(state: State, asked: Asked, channel: int) -> Table:
    name = f"image {state.n}" if len(state.images) > 1 else "image"
    if state.channels > 1:
        name += f", channel {channel},"

    def here(*pixels: Any) -> list[tuple[int, ...]]:
        return [tuple(at[1:]) for at in pixels if at and at[0] == channel]

    read = []
    if asked.weight and asked.feature is not None:
        windows = range(len(state.matrix))
        read = [entry(state.setting, m, asked.feature).pixel for m in windows]
    labels = _labels(state, asked, channel)
    texts = [text for *_, text in labels]
    return channel_table(
        channel,
        name,
        state.shown[channel],
        state.setting,
        asked.window,
        labels=labels,
        # A label is set smaller than a number.
        room=max(state.room, ceil(0.75 * longest([texts]))),
        asked=here(asked.pixel),
        waiting=here(state.pixel if state.pixel != asked.pixel else None),
        read=here(*read),
    )


def _labels(
    state: State, asked: Asked, channel: int
) -> list[tuple[int, int, str]]:
    """Label the window's cells with weights, or with places in the row."""
    if state.hidden and not state.product:
        return []
    one = prod(state.setting.kernel_size)
    labels = []
    for feature in range(channel * one, (channel + 1) * one):
        found = entry(state.setting, asked.window, feature)
        if state.product:
            text = f"×{number(state.columns[feature, asked.filter])}"
        else:
            text = f"+{found.offset}" if state.indices else str(feature)
        labels.append((found.row, found.column, text))
    return labels


def _output(state: State, asked: Asked, filter_: int) -> Table:
    """Show a filter's outputs; or without a product the windows' numbers."""
    rows, across = state.setting.output_size
    if state.product:
        texts = [line[filter_] for line in state.products_shown]
        title = f", filter {filter_}" if len(state.weights) > 1 else ""
    else:
        texts = [str(window) for window in range(rows * across)]
        title = ": its windows"
    outlined = not state.product or filter_ == asked.filter
    readers = [divmod(copy.window, across) for copy in asked.found]
    return Table(
        f"output {filter_}",
        "output",
        f"output {rows}×{across}{title}",
        [texts[m : m + across] for m in range(0, len(texts), across)],
        marks={
            "window": [divmod(asked.window, across)] if outlined else [],
            "asked": readers,
        },
        room=state.room_of_products if state.product else 0,
    )


def _entries(state: State, asked: Asked) -> Table:
    hidden, feature = state.hidden_row, asked.feature
    entries, shaded = [], []
    if hidden is not None:
        # What is to be predicted: another feature for each window.
        entries.append((hidden, (hidden + 3) % len(state.columns)))
    if asked.weight:
        shaded = [(0, feature, len(state.matrix), 1)]
    elif asked.by_pointer and feature is not None and asked.window != hidden:
        entries.append((asked.window, feature))
    heads = flat_heads(state.setting, state.channels, numbered=True)
    return im2col_table(
        state.entries,
        state.setting,
        asked.window,
        hidden,
        heads if state.indices else ("window", "feature"),
        state.room,
        asked=[copy for copy in asked.found if copy.window != hidden],
        entry=entries,
        shaded=shaded,
    )


def _weights(state: State, asked: Asked) -> Table:
    entries = [] if asked.feature is None else [(asked.feature, asked.filter)]
    column = 0, asked.filter, len(state.columns), 1
    marks = {"window": [column], "entry": entries}
    texts, heads = written(state.columns), ("feature", "filter")
    return matrix_table("weights", "plain", texts, *heads, marks=marks)


def _product(state: State, asked: Asked) -> Table:
    return matrix_table(
        "product",
        "output",
        state.products_shown,
        columns="filter",
        marks={"window": [(asked.window, asked.filter)]},
        room=state.room_of_products,
    )


# --- The words


def _heading(state: State) -> list[str]:
    """Say what the figure shows; what is asked about comes after it."""
    if state.product:
        shown = state.products_shown
        return multiplied_in_words(state.matrix, state.columns, shown)
    return image_in_words(state.entries, state.setting, state.hidden_row)


def _said(state: State, asked: Asked) -> dict[str, str]:
    """Say what belongs to what is asked about, or else to what is kept."""
    window, filter_, feature = asked.window, asked.filter, asked.feature
    hides = state.hidden and window == state.window
    said = dict.fromkeys(["where", "entry", "sum", "asked", "prompt"], "")
    said["where"] = window_in_words(state, window)
    if hides and not state.product:
        said["entry"] = f"Row {window} is hidden: predict it."
    elif feature is not None and not asked.weight:
        said["entry"] = entry_in_words(state, window, feature)
    if state.product:
        said["sum"] = product_in_words(state, window, filter_)
        if hides and filter_ == state.f:
            hidden = f"Row {window} times column {filter_} is hidden"
            said["sum"] = f"{hidden}: predict it."
    if asked.weight:
        said["asked"] = (
            f"Weight {feature} of column {filter_} multiplies feature "
            f"{feature} of every row."
        )
    elif asked.pixel:
        said["asked"] = copies_in_words(state, asked.pixel)
    else:
        said["prompt"] = PROMPT
    return said


def window_in_words(state: State, window: int) -> str:
    """Say where a window starts, and which row of the matrix it is."""
    first = entry(state.setting, window, 0)
    return (
        f"Window {window} = {first.u}·{state.setting.output_size[1]} + "
        f"{first.v} starts at row {number(first.row)}, "
        f"column {number(first.column)}, flat index {first.start}"
        f"{in_padded(state)}. It is row {window} of the matrix."
    )


def in_padded(state: State) -> str:
    """Say of a flat index in which image it counts, if there is padding."""
    return " in the padded image" if any(state.setting.padding) else ""


def entry_in_words(state: State, window: int, feature: int) -> str:
    """Say of which numbers the flat index of an entry is the sum."""
    found = entry(state.setting, window, feature)
    which, before = "Window", ""
    if len(state.images) > 1:
        which = f"Image {state.n}, window"
        before = f"{state.first} before this image + "
    total = state.first + found.start + found.offset
    return (
        f"{which} {window}, feature {feature}: {before}start {found.start} + "
        f"offset {found.offset} = {total}{in_padded(state)}, "
        f"{pixel_in_words(state, found.pixel)} under cell "
        f"{words.place((found.i, found.j))}."
    )


def pixel_in_words(state: State, pixel: Sequence[int]) -> str:
    """Name a pixel, and its channel if there are several."""
    channel, *at = pixel
    inside = is_inside(state.setting, *at)
    name = "pixel" if inside else "the zero of padding at"
    of = f" of channel {channel}" if state.channels > 1 else ""
    return f"{name} {words.place(at)}{of}"


def copies_in_words(state: State, pixel: tuple[int, ...]) -> str:
    """Say where in the matrix a pixel stands."""
    found = copies(state.setting, *pixel)
    subject = words.capital(pixel_in_words(state, pixel))
    if not found:
        return f"{subject} stands nowhere in the matrix: no window reads it."
    places = entries_in_words(found, state.hidden_row)
    return (
        f"{subject} stands in the matrix {words.times(len(found))}, as "
        f"(window, feature): {places}."
    )


def product_in_words(state: State, window: int, filter_: int) -> str:
    """Spell out a row times a column, and name the output that it is."""
    at = window, filter_
    total = row_times_column(state.matrix, state.columns, state.products, at)
    output = words.place(divmod(window, state.setting.output_size[1]))
    return f"Row {window} times column {filter_}: {total}, output {output}."

"""The live figure of im2col: image, matrix, weights and product together.

``frontend/src/widgets/im2col-explorer/scene.js`` and ``words.js`` make the
same of the same state.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import Any, NamedTuple

import numpy as np

from convbook.figures import words
from convbook.figures.im2col import (
    channel_table,
    flat_heads,
    im2col_table,
    image_in_words,
    image_title,
    in_padded,
    matrix_of,
    padded_numbers,
    pixel_in_words,
    window_in_words,
)
from convbook.figures.matrices import (
    Copy,
    copies,
    entries_in_words,
    entry,
    matrix_table,
)
from convbook.figures.products import multiplied_in_words
from convbook.figures.scene import (
    Column,
    Heads,
    Part,
    Row,
    Scene,
    Table,
    spoken,
)
from convbook.figures.windows import reads
from convbook.figures.words import number
from convbook.geometry import IntOrPair, Setting, as_setting

__all__ = ["im2col_explorer_scene"]

PROMPT = "Point at a pixel, or click one, to see where it stands."


def im2col_explorer_scene(
    images: Any,
    weights: Any,
    stride: IntOrPair,
    padding: IntOrPair,
    dilation: IntOrPair,
    position: tuple[int, int],
    n: int,
    f: int,
    pixel: tuple[int, ...] | None,
    show: str,
    product: bool,
    hidden: bool,
    pointed: Mapping[str, Any] | None = None,
) -> Scene:
    """Make the scene of an Im2colExplorer.

    Parameters
    ----------
    images, weights, stride, padding, dilation
        The traits of :class:`convbook.widgets.Im2colExplorer`, as are
        ``position``, ``n``, ``f``, ``pixel``, ``show``, ``product`` and
        ``hidden``.
    pointed : mapping, optional
        What the pointer asks about: a ``pixel``, an ``entry`` (window,
        feature), a ``window`` with or without a ``filter``, or a ``weight``
        (its feature) of a ``filter``.

    Returns
    -------
    Scene
        The channels, the output and the matrix; with ``product`` an output
        for each filter, the weights and the product as well.

    Examples
    --------
    >>> scene = im2col_explorer_scene(
    ...     [[[[3, 4, 5]]]], [[[[1, 2]]]], 1, 0, 1, position=(0, 1), n=0, f=0,
    ...     pixel=None, show="values", product=True, hidden=False,
    ... )
    >>> scene.words["where"][:39]
    'Window 1 = 0·2 + 1 starts at row 0, col'
    """
    images, weights = np.asarray(images), np.asarray(weights)
    setting = as_setting(
        images.shape[2:], weights.shape[2:], stride, padding, dilation
    )
    window = position[0] * setting.output_size[1] + position[1]
    kept = None if pixel is None else tuple(pixel)
    state = _State(
        setting, images, weights, window, n, f, kept, show, product, hidden
    )
    asked = _asked(state, pointed or {})
    sheets = [_sheet(state, asked, c) for c in range(state.channels)]
    filters = range(len(weights) if product else 1)
    outputs = Row([_output(state, asked, one) for one in filters])
    matrices: list[Part] = [_matrix(state, asked)]
    if product:
        matrices += [_weights(state, asked), _product(state, asked)]
    beside = Row([Column([*sheets, outputs]), Row(matrices)])
    below = Column([Row(sheets), outputs, Row(matrices)])
    picture = beside if len(sheets) == 1 else below
    said = _said(state, asked)
    return Scene(
        Column([picture, spoken(said)]), said, "\n".join(_heading(state))
    )


# --- The state, and what is asked about


@dataclass(frozen=True)
class _State:
    setting: Setting
    images: np.ndarray
    weights: np.ndarray
    window: int
    n: int
    f: int
    pixel: tuple[int, ...] | None
    show: str
    product: bool
    hidden: bool

    @property
    def channels(self) -> int:
        return len(self.images[0])

    @property
    def indices(self) -> bool:
        return self.show == "indices"

    @property
    def hidden_row(self) -> int | None:
        """The row of the matrix that is to be predicted."""
        return self.window if self.hidden and not self.product else None

    def open(self, found: list[Copy]) -> list[Copy]:
        """Leave out the entries of a hidden row."""
        return [copy for copy in found if copy.window != self.hidden_row]

    @property
    def asked_feature(self) -> int:
        """Which feature of it is asked for: another one for each window."""
        return (self.window + 3) % len(self.columns)

    @property
    def first(self) -> int:
        """The flat index of the image's first place, padding included."""
        return self.n * self.channels * int(np.prod(self.setting.padded_size))

    @cached_property
    def values(self) -> np.ndarray:
        """What the image and its padding hold, by channel."""
        return padded_numbers(self.images[self.n], self.setting)

    @cached_property
    def shown(self) -> np.ndarray:
        """What stands in the cells: the values, or their flat indices."""
        first = self.first if self.indices else None
        return padded_numbers(self.images[self.n], self.setting, first)

    @cached_property
    def room(self) -> int:
        """Characters that a cell of the image or of the matrix must hold."""
        return max(len(number(value)) for value in self.shown.flat)

    @cached_property
    def matrix(self) -> np.ndarray:
        return matrix_of(self.values, self.setting)

    @cached_property
    def columns(self) -> np.ndarray:
        """The weights, shape (features, filters)."""
        return self.weights.reshape(len(self.weights), -1).T

    @cached_property
    def products(self) -> list[list[str]]:
        """Each row times each column, the hidden one too."""
        columns = self.columns.T.tolist()
        return [
            [number(_dot(row, column)) for column in columns]
            for row in self.matrix.tolist()
        ]

    @cached_property
    def products_shown(self) -> list[list[str]]:
        """What stands in the cells of the product."""
        shown = [list(line) for line in self.products]
        if self.hidden:
            shown[self.window][self.f] = "?"
        return shown

    @property
    def room_of_products(self) -> int:
        """Characters of a product: that one is hidden does not move a cell."""
        return max(len(text) for line in self.products for text in line)


def _dot(row: Sequence[Any], column: Sequence[Any]) -> Any:
    # Term by term, as the browser adds: to the last bit the same number.
    return sum(x * w for x, w in zip(row, column, strict=True))


class _Asked(NamedTuple):
    """What the pointer asks about, or else what the state keeps."""

    window: int
    filter: int
    pixel: tuple[int, ...] | None
    found: list[Copy]
    feature: int | None
    weight: bool  # a weight, which meets its feature in every window
    by_pointer: bool


def _asked(state: _State, pointed: Mapping[str, Any]) -> _Asked:
    entry_ = pointed.get("entry")
    window = entry_[0] if entry_ else pointed.get("window")
    window = state.window if window is None else window
    filter_ = pointed.get("filter")
    pixel = pointed.get("pixel")
    if entry_ and window != state.hidden_row:
        pixel = entry(state.setting, *entry_).pixel
    pixel = tuple(pixel) if pixel else state.pixel
    found = copies(state.setting, *pixel) if pixel else []
    feature = pointed.get("weight")
    if feature is None:
        here = (copy.feature for copy in found if copy.window == window)
        feature = next(here, None)
    return _Asked(
        window,
        state.f if filter_ is None else filter_,
        pixel,
        found,
        feature,
        weight=pointed.get("weight") is not None,
        by_pointer=bool(pointed),
    )


# --- The tables


def _sheet(state: _State, asked: _Asked, channel: int) -> Table:
    setting = state.setting
    name = f"image {state.n}" if len(state.images) > 1 else "image"
    if state.channels > 1:
        name += f", channel {channel},"

    def here(*pixels: Any) -> list[tuple[int, ...]]:
        return [tuple(at[1:]) for at in pixels if at and at[0] == channel]

    elsewhere = state.pixel if state.pixel != asked.pixel else None
    read = []
    if asked.weight and asked.feature is not None:
        windows = range(len(state.matrix))
        read = [entry(setting, m, asked.feature).pixel for m in windows]
    labels = _labels(state, asked, channel)
    longest = max((len(text) for _, _, text in labels), default=0)
    return channel_table(
        channel,
        image_title(setting, name),
        state.shown[channel],
        setting,
        asked.window,
        labels=labels,
        # A label is set smaller than a number.
        room=max(state.room, ceil(0.75 * longest)),
        asked=here(asked.pixel),
        waiting=here(elsewhere),
        read=here(*read),
    )


def _labels(
    state: _State, asked: _Asked, channel: int
) -> list[tuple[int, int, str]]:
    """Label the window's cells with weights, or with places in the row."""
    if state.hidden and not state.product:
        return []
    setting = state.setting
    at = divmod(asked.window, setting.output_size[1])
    rows, columns = (line.tolist() for line in reads(setting, at))
    k1, k2 = setting.kernel_size
    labels = []
    for i, j in np.ndindex(k1, k2):
        feature = (channel * k1 + i) * k2 + j
        if state.product:
            weight = state.weights[asked.filter, channel, i, j]
            text = f"×{number(weight)}"
        elif state.indices:
            text = f"+{entry(setting, 0, feature).offset}"
        else:
            text = str(feature)
        labels.append((rows[i], columns[j], text))
    return labels


def _output(state: _State, asked: _Asked, filter_: int) -> Table:
    rows, across = state.setting.output_size
    title = f"output {rows}×{across}"
    if not state.product:
        title += ": its windows"
    elif len(state.weights) > 1:
        title += f", filter {filter_}"
    texts = [
        [
            state.products_shown[window][filter_]
            if state.product
            else str(window)
            for window in range(u * across, (u + 1) * across)
        ]
        for u in range(rows)
    ]
    outlined = not state.product or filter_ == asked.filter
    window = [divmod(asked.window, across)] if outlined else []
    readers = [divmod(copy.window, across) for copy in asked.found]
    return Table(
        f"output {filter_}",
        "output",
        title,
        texts,
        marks={"window": window, "asked": readers},
        room=state.room_of_products if state.product else 0,
    )


def _matrix(state: _State, asked: _Asked) -> Table:
    rows: str | Heads = "window"
    columns: str | Heads = "feature"
    if state.indices:
        starts, columns = flat_heads(state.setting, state.channels)
        heads = [f"{m}: {start}" for m, start in enumerate(starts.texts)]
        rows = Heads("window: start", heads)
    hidden, feature = state.hidden_row, asked.feature
    entries = [] if hidden is None else [(hidden, state.asked_feature)]
    shaded = []
    if asked.weight:
        shaded = [(0, feature, len(state.matrix), 1)]
    elif asked.by_pointer and feature is not None and asked.window != hidden:
        entries.append((asked.window, feature))
    return im2col_table(
        matrix_of(state.shown, state.setting),
        state.setting,
        asked.window,
        hidden,
        rows,
        columns,
        state.room,
        asked=state.open(asked.found),
        entry=entries,
        shaded=shaded,
    )


def _weights(state: _State, asked: _Asked) -> Table:
    features, filters = state.columns.shape
    entries = [] if asked.feature is None else [(asked.feature, asked.filter)]
    return matrix_table(
        "weights",
        "plain",
        f"weights {features}×{filters}",
        [[number(weight) for weight in line] for line in state.columns],
        "feature",
        "filter",
        marks={"window": [(0, asked.filter, features, 1)], "entry": entries},
    )


def _product(state: _State, asked: _Asked) -> Table:
    shown = state.products_shown
    return matrix_table(
        "product",
        "output",
        f"product {len(shown)}×{len(shown[0])}",
        shown,
        "window",
        "filter",
        marks={"window": [(asked.window, asked.filter)]},
        room=state.room_of_products,
    )


# --- The words


def _heading(state: _State) -> list[str]:
    """Say what the figure shows; what is asked about comes after it."""
    if state.product:
        shown = state.products_shown
        return multiplied_in_words(state.matrix, state.columns, shown)
    rows = matrix_of(state.shown, state.setting)
    return image_in_words(rows, state.setting, state.hidden_row)


def _said(state: _State, asked: _Asked) -> dict[str, str]:
    """Say what belongs to what is asked about, or else to what is kept."""
    window, feature = asked.window, asked.feature
    hides = state.hidden and window == state.window
    of_entry = of_product = of_pixel = ""
    if hides and not state.product:
        of_entry = f"Row {window} is hidden: predict it."
    elif feature is not None and not asked.weight:
        of_entry = _entry_in_words(state, window, feature)
    if state.product:
        of_product = _product_in_words(state, window, asked.filter)
        if hides and asked.filter == state.f:
            of_product = (
                f"Row {window} times column {asked.filter} is hidden: "
                "predict it."
            )
    if asked.weight:
        of_pixel = (
            f"Weight {feature} of column {asked.filter} multiplies feature "
            f"{feature} of every row."
        )
    elif asked.pixel:
        of_pixel = _copies_in_words(state, asked.pixel)
    return {
        "where": window_in_words(state.setting, window),
        "entry": of_entry,
        "sum": of_product,
        "asked": of_pixel,
        "prompt": "" if of_pixel else PROMPT,
    }


def _entry_in_words(state: _State, window: int, feature: int) -> str:
    setting = state.setting
    found = entry(setting, window, feature)
    which, before = "Window", ""
    if len(state.images) > 1:
        which = f"Image {state.n}, window"
        before = f"{state.first} before this image + "
    total = state.first + found.start + found.offset
    return (
        f"{which} {window}, feature {feature}: {before}start {found.start} + "
        f"offset {found.offset} = {total}{in_padded(setting)}, "
        f"{pixel_in_words(setting, state.channels, found.pixel)} under cell "
        f"{words.place((found.i, found.j))}."
    )


def _copies_in_words(state: _State, pixel: tuple[int, ...]) -> str:
    found = copies(state.setting, *pixel)
    name = pixel_in_words(state.setting, state.channels, pixel)
    subject = words.capital(name)
    if not found:
        return f"{subject} stands nowhere in the matrix: no window reads it."
    places = entries_in_words(found, state.hidden_row)
    return (
        f"{subject} stands in the matrix {words.times(len(found))}, as "
        f"(window, feature): {places}."
    )


def _product_in_words(state: _State, window: int, filter_: int) -> str:
    terms = zip(state.matrix[window], state.columns[:, filter_], strict=True)
    at = divmod(window, state.setting.output_size[1])
    return (
        f"Row {window} times column {filter_}: "
        f"{' + '.join(map(words.product, terms))} = "
        f"{state.products[window][filter_]}, output {words.place(at)}."
    )

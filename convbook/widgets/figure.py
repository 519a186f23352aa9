"""What all live figures share: traits that are checked, and a snapshot."""

import hashlib
import json
import operator
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import numpy as np
import traitlets
from ipywidgets import Layout

from convbook.figures import Drawing
from convbook.figures.scene import Scene
from convbook.figures.svg import draw
from convbook.geometry import IntOrPair, Setting, as_pair, as_setting, by

MIME = "application/vnd.convbook.figure+json"
"""The type of a figure's state, beside its snapshot in a cell's output."""

STATIC = Path(__file__).parent / "static"

SETTINGS = ("stride", "padding", "dilation")

SIZES = ("size", "kernel_size", *SETTINGS)

SIZED = (
    *("image", "images", "photo", "kernel", "weights"),
    *SIZES,
)
"""The traits that decide how many windows there are."""


class ImpossibleError(traitlets.TraitError, ValueError):
    """A value that does not go with the others.

    Being a TraitError too, it makes traitlets take back whatever was set
    together with it.
    """


class LiveFigure(anywidget.AnyWidget):
    """A picture that moves: the base of all figures in this package.

    A subclass has traits, tagged ``sync=True``, and says in ``_scene`` what it
    shows. In a notebook, its text and its snapshot stand beside the widget,
    so that a test can compare them and a viewer without scripts has something
    to show.
    """

    _esm = STATIC / "notebook.js"
    _css = STATIC / "widgets.css"
    _figure = traitlets.Unicode().tag(sync=True)
    _counts: ClassVar[dict[str, Any]] = {}

    def __init__(self, **traits: Any) -> None:
        self._refuse_unknown(traits)
        # The ids are the same at every run: the first figure of a kind has
        # always the same one, so a notebook that is run again does not change.
        name = type(self).__name__
        number = next(self._counts.setdefault(name, count(1)))
        model_id = traits.pop("model_id", _id(f"{name} {number}"))
        layout = traits.pop("layout", {})
        if isinstance(layout, dict):
            layout = Layout(model_id=_id(f"layout of {model_id}"), **layout)
        super().__init__(
            model_id=model_id, layout=layout, _figure=name, **traits
        )

    @classmethod
    def _own_traits(cls) -> list[str]:
        """Name the traits that say what the figure shows."""
        return [
            name
            for name in sorted(cls.class_traits(sync=True, offers=None))
            if name not in anywidget.AnyWidget.class_traits()
            and not name.startswith("_")
        ]

    def _values(self) -> dict[str, Any]:
        """Look up the values of these traits."""
        return {name: getattr(self, name) for name in self._own_traits()}

    @classmethod
    def _refuse_unknown(cls, traits: Iterable[str]) -> None:
        """Refuse a parameter that the figure does not have."""
        own = [*cls._own_traits(), *cls.class_traits(offers=True)]
        for name in set(traits) - set(own) - {"layout", "model_id"}:
            near = get_close_matches(name, own, n=1)
            instead = f"did you mean {near[0]}?" if near else ""
            raise TypeError(
                f"{cls.__name__} has no parameter {name!r}; "
                f"{instead or 'it has ' + ', '.join(own)}"
            )

    def __repr__(self) -> str:
        """Say what the figure shows."""
        return repr(self._drawing())

    def _scene(self) -> Scene:
        raise NotImplementedError

    def _drawing(self) -> Drawing:
        return draw(self._scene())

    def figure_state(self) -> str:
        """Write the state as a page of the book carries it.

        Returns
        -------
        str
            JSON: which figure it is, and the value of each of its traits;
            those that say which controls it offers, where they do.
        """
        own = self._values()
        own |= {
            name: getattr(self, name)
            for name in self.traits(offers=True)
            if getattr(self, name) is not None
        }
        return json.dumps(
            {"figure": self._figure, "state": own},
            separators=(",", ":"),
            ensure_ascii=False,
        )

    def _repr_mimebundle_(
        self, **kwargs: Any
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        drawing = self._drawing()
        bundle = super()._repr_mimebundle_(**kwargs)
        data, metadata = bundle if bundle is not None else ({}, {})
        data |= {
            "image/svg+xml": drawing.svg,
            "text/plain": drawing.description,
            MIME: self.figure_state(),
        }
        return data, metadata


def _id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:32]


# --- Traits


class Pair(traitlets.TraitType[tuple[int, int], IntOrPair]):
    """A size or a setting: an int for both axes, or (rows, columns)."""

    def __init__(self, default: int, largest: int, **kwargs: Any) -> None:
        super().__init__((default, default), **kwargs)
        self.largest = largest

    def validate(self, obj: Any, value: IntOrPair) -> tuple[int, int]:
        """Check the value; return (rows, columns)."""
        return pair_up_to(str(self.name), value, self.largest)


def pair_up_to(name: str, value: IntOrPair, largest: int) -> tuple[int, int]:
    """Check that a pair can be shown, before anything is made of it."""
    pair = as_pair(name, value)
    if max(pair) > largest:
        raise ValueError(
            f"{name} must be at most {largest} to be shown, got {value!r}"
        )
    return pair


class Numbers(traitlets.TraitType[Any, Any]):
    """An array of real numbers, kept as lists for the browser.

    ``largest`` says how long its axes may be; ``fewest``, how many it may
    have, where those that are missing are axes of length 1 in front; and
    ``most``, how far from 0 its numbers may be: by default so far that their
    products and sums are still exact in the browser, which has floats alone.
    """

    def __init__(
        self,
        axes: str,
        largest: tuple[int, ...],
        fewest: int | None = None,
        most: float = 10**6,
        optional: bool = False,
    ) -> None:
        super().__init__(None if optional else [], allow_none=optional)
        self.axes, self.largest, self.most = axes, largest, most
        self.fewest = fewest or len(largest)

    def validate(self, obj: Any, value: Any) -> list[Any] | None:
        """Check the array; return it as lists of int or float."""
        if value is None and self.allow_none:
            return None
        array = as_array(str(self.name), value)
        if self.fewest <= array.ndim < len(self.largest):
            array = array.reshape(
                (1,) * (len(self.largest) - array.ndim) + array.shape
            )
        if array.dtype.kind not in "uif":
            raise TypeError(
                f"{self.name} must hold real numbers, got an array of "
                f"{array.dtype}"
            )
        if array.ndim != len(self.largest) or 0 in array.shape:
            raise ValueError(
                f"{self.name} must have the axes ({self.axes}), none of them "
                f"empty, got shape {array.shape}"
            )
        if (np.array(array.shape) > self.largest).any():
            raise ValueError(
                f"{self.name} must be at most {by(self.largest)} to be shown, "
                f"got {by(array.shape)}"
            )
        if not np.isfinite(array).all():
            raise ValueError(
                f"{self.name} must hold finite numbers; replace NaN and "
                "infinity"
            )
        furthest = max(abs(float(array.max())), abs(float(array.min())))
        if furthest > self.most:
            raise ValueError(
                f"{self.name} must hold numbers of at most ±{self.most:g}, "
                f"got {furthest:g}"
            )
        if array.dtype.kind == "f":
            array = array.astype(np.float64)  # what JSON can hold
        values: list[Any] = array.tolist()
        return values


def as_array(name: str, value: Any) -> np.ndarray:
    """Make an array of what a reader gives, whose lines may differ."""
    try:
        return np.asarray(value)
    except ValueError:
        raise ValueError(
            f"{name} must have lines of one length each, got {value!r}"
        ) from None


class Whole(traitlets.TraitType[int, Any]):
    """An integer, in the range (smallest, largest) where one is given."""

    def __init__(
        self, default: int, within: tuple[int, int] | None = None
    ) -> None:
        super().__init__(default)
        self.within = within

    def validate(self, obj: Any, value: Any) -> int:
        """Check the integer; return it."""
        return whole(str(self.name), value, self.within)


def whole(name: str, value: Any, within: tuple[int, int] | None = None) -> int:
    """Check that a value is an integer, and in the range if there is one."""
    wanted = f"{name} must be an integer"
    if within:
        wanted += f" from {within[0]} to {within[1]}"
    try:
        number = operator.index(value)
    except TypeError:
        number = None
    if number is None or isinstance(value, bool | np.bool):
        raise TypeError(f"{wanted}, got {value!r} ({type(value).__name__})")
    if within and not within[0] <= number <= within[1]:
        raise ValueError(f"{wanted}, got {value!r}")
    return number


class Controls(traitlets.TraitType[Any, Any]):
    """Names of controls that the figure has, as a list; or None."""

    def __init__(self) -> None:
        super().__init__(None, allow_none=True)

    def validate(self, obj: Any, value: Any) -> list[str] | None:
        """Check that each is one of the figure's."""
        if value is None:
            return None
        if isinstance(value, str) or not isinstance(value, Iterable):
            raise TypeError(
                f"{self.name} must be a list of names, such as ['stride'], "
                f"got {value!r}"
            )
        names = list(value)
        for one in names:
            if one not in obj.choices:
                raise ValueError(
                    f"{self.name} must be some of "
                    f"{', '.join(map(repr, obj.choices))}, got {one!r}"
                )
        return names


class Place(traitlets.TraitType[Any, Any]):
    """A place counted from 0, by default (row, column); or None for none."""

    def __init__(
        self, axes: str = "row, column", optional: bool = False
    ) -> None:
        self.axes = axes
        first = (0,) * len(axes.split(","))
        super().__init__(None if optional else first, allow_none=optional)

    def validate(self, obj: Any, value: Any) -> tuple[int, ...] | None:
        """Check that it is as many integers as axes; return them."""
        if value is None and self.allow_none:
            return None
        try:
            place = tuple(operator.index(number) for number in value)
        except TypeError:
            place = ()
        if len(place) != len(self.axes.split(",")) or min(place) < 0:
            raise ValueError(
                f"{self.name} must be a place ({self.axes}), integers counted "
                f"from 0{' or None' if self.allow_none else ''}, got {value!r}"
            )
        return place


class SettingFigure(LiveFigure):
    """A figure with a setting: what says where windows are.

    A subclass says in ``_sizes`` how large its image and its kernel are, and
    has those of the traits ``stride``, ``padding`` and ``dilation`` that can
    be chosen, each with its own limit. ``choices`` names what its controls
    choose; of these, ``controls`` stand in front and ``more`` are folded away.
    What is shown of them is settled when the figure is made.
    """

    choices: ClassVar[tuple[str, ...]] = ()
    controls = Controls().tag(sync=True, offers=True)
    more = Controls().tag(sync=True, offers=True)

    def _sizes(self, values: Callable[[str], Any]) -> tuple[Any, Any]:
        """Return (size, kernel_size), from the traits' values."""
        raise NotImplementedError

    def _setting(self, **changes: Any) -> Setting:
        def value(name: str) -> Any:
            return changes.get(name, getattr(self, name))

        settings = {n: value(n) for n in SETTINGS if self.has_trait(n)}
        return as_setting(*self._sizes(value), **settings)

    @property
    def setting(self) -> Setting:
        """All sizes of the picture, as pairs (rows, columns)."""
        return self._setting()

    def _check_place(
        self, name: str, place: Any, of: tuple[int, ...], what: str
    ) -> Any:
        """Refuse a place that is not there."""
        if place != still_there(place, of):
            raise ImpossibleError(
                f"{name} must be a place in the {by(of)} {what}, counted "
                f"from 0, got {place}"
            )
        return place

    @traitlets.validate(*SIZED)
    def _kernel_fits(self, proposal: dict[str, Any]) -> Any:
        try:
            self._setting(**{proposal["trait"].name: proposal["value"]})
        except ValueError as error:
            raise ImpossibleError(str(error)) from None
        return proposal["value"]


class WindowFigure(SettingFigure):
    """A figure with one of its windows outlined."""

    position = Place().tag(sync=True)

    @traitlets.validate("position")
    def _window_is_there(self, proposal: dict[str, Any]) -> Any:
        of = self.setting.output_size
        return self._check_place("position", proposal["value"], of, "output")

    @traitlets.observe(*SIZED)
    def _stay_inside(self, change: dict[str, Any]) -> None:
        self.position = nearest(self.position, self.setting.output_size)


def nearest(place: tuple[int, ...], of: tuple[int, ...]) -> tuple[int, ...]:
    """Find the place that is nearest in a table with so many places."""
    return tuple(
        min(at, count - 1) for at, count in zip(place, of, strict=True)
    )


def still_there(place: Any, of: tuple[int, ...]) -> Any:
    """Keep a place that is in a table with so many places, or else None."""
    if place is None or nearest(place, of) != place:
        return None
    return place

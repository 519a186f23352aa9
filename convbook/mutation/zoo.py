"""What a mutant is, and how a function becomes one."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from convbook.geometry import as_setting
from convbook.im2col import col2im, im2col
from convbook.mutation.right import Given, gradients


@dataclass(frozen=True)
class Mutant:
    """A wrong function, and what is known about it.

    Attributes
    ----------
    name : str
        Its name; no other mutant has it.
    replaces : str
        The right function: ``"im2col"``, ``"col2im"`` or ``"gradients"``.
    sentence : str
        What is wrong.
    source : str
        Where the mistake was seen.
    function : callable
        The wrong function. It is called like the right one, and its docstring
        holds the sentence and the source.
    """

    name: str
    replaces: str
    sentence: str
    source: str
    function: Callable[..., Any]


ZOO: list[Mutant] = []  # in the order of their definition

# For each right function: itself, and how its arguments become a body's.
_RIGHT: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "im2col": (
        im2col,
        lambda x, *rest, **named: (x, as_setting(x.shape[2:], *rest, **named)),
    ),
    "col2im": (
        col2im,
        lambda cols, image_shape, *rest, **named: (
            cols,
            as_setting(image_shape[2:], *rest, **named),
        ),
    ),
    "gradients": (
        gradients,
        lambda x, weights, upstream, *rest, **named: (
            Given(
                *(x, weights, upstream),
                as_setting(x.shape[2:], weights.shape[2:], *rest, **named),
            ),
        ),
    ),
}


def wrong(source: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Make a decorator that enters a function into the zoo.

    The function's name starts with that of the right function, and its
    docstring with "Wrong: ".
    """

    def enter(body: Callable[..., Any]) -> Callable[..., Any]:
        def mutated(*arguments: Any, **named: Any) -> Any:
            return body(*checked(*arguments, **named))

        name = mutated.__name__ = body.__name__
        replaces = name.partition("_")[0]
        right, checked = _RIGHT[replaces]
        vars(mutated)["__signature__"] = inspect.signature(right)
        vars(mutated)["__wrapped__"] = body  # what inspect.getsource shows
        mutated.__doc__ = f"{body.__doc__}\n\nSource: {source}."
        told = (body.__doc__ or "").removeprefix("Wrong: ")
        sentence = told[:1].upper() + told[1:]
        ZOO.append(Mutant(name, replaces, sentence, source, mutated))
        return body

    return enter

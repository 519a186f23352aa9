"""Which tests find out which mutants, as a table of signs."""

from collections.abc import Iterable, Mapping

import numpy as np

from convbook.figures.scene import Column, Heads, Lines, Scene, Table
from convbook.figures.svg import Drawing, draw
from convbook.figures.words import plural

SIGNS = {"survived": "", "killed": "×", "error": "E"}
LEGEND = "● survived   × killed   E killed by an error".replace(" ", "\xa0")
SCALE = 0.7
"""A whole table of small cells fits on a screen."""


def draw_verdicts(
    table: Mapping[str, Mapping[str, str]],
    good: Iterable[str] = (),
    of: str = "",
) -> Drawing:
    """Draw which tests find out which mutants.

    Parameters
    ----------
    table : mapping
        As :func:`convbook.mutation.verdicts` gives it: for each mutant, and
        for each test, ``"survived"``, ``"killed"`` or ``"error"``.
    good : iterable of str, optional
        Names of tests; a thick line separates them from those before.
    of : str, optional
        Draw only the mutants of this function, ``"im2col"`` for example, and
        leave its name out of theirs.

    Returns
    -------
    Drawing
        A row for each mutant and a column for each test. A dot on orange is a
        survivor, a cross one that was found, an E one that raised an error.
        Under each column stands how many survive.

    Raises
    ------
    ValueError
        If there is no mutant or no test, if two mutants were not given the
        same tests, or if a verdict is another word.

    Examples
    --------
    >>> draw_verdicts({"a": {"x": "killed"}, "b": {"x": "survived"}})
    2 mutants, 1 test.
    x: 1 survives (b); 1 killed, 0 of them by an error.
    """
    if of:
        table = {
            name.removeprefix(f"{of}_"): told
            for name, told in table.items()
            if name.startswith(f"{of}_")
        }
    tests = _tests(table, of)
    said = [
        f"{plural(len(table), 'mutant')}{of and f' of {of}'}, "
        f"{plural(len(tests), 'test')}.",
        *(_in_words(table, test) for test in tests),
    ]
    legend, signs = (
        Lines([LEGEND], small=True),
        _signs(table, tests, set(good)),
    )
    picture = Column([legend, signs], gap=0.2)
    return draw(Scene(picture, heading="\n".join(said)))


def _tests(table: Mapping[str, Mapping[str, str]], of: str) -> list[str]:
    """Check a table; return the names of its tests."""
    tests = list(next(iter(table.values()), ()))
    if not tests:
        raise ValueError(
            f"table must hold at least one mutant{of and f' of {of}'} and one "
            f"test, got {dict(table)!r}"
        )
    for name, told in table.items():
        if list(told) != tests or not set(told.values()) <= set(SIGNS):
            raise ValueError(
                f"table must say survived, killed or error of each mutant for "
                f"the tests {', '.join(tests)}; got {dict(told)!r} for {name}"
            )
    return tests


def _signs(
    table: Mapping[str, Mapping[str, str]], tests: list[str], good: set[str]
) -> Table:
    """Make the table of signs, with the number of survivors under each."""
    signs = np.array(
        [[SIGNS[told[test]] for test in tests] for told in table.values()]
    )
    alive = np.argwhere(signs == "").tolist()
    first_good = [
        (0, column, len(table) + 1, 1)
        for column, test in enumerate(tests)
        if test in good and (not column or tests[column - 1] not in good)
    ]
    return Table(
        "verdicts",
        "bare",
        "",
        [*signs.tolist(), (signs == "").sum(axis=0).astype(str).tolist()],
        rows=Heads("", [*map(_spaced, table), "survivors"]),
        columns=Heads("", tests),
        marks={
            "cell": np.argwhere(signs != "").tolist(),
            "output": alive,
            "survivor": alive,
            "channel": first_good,
        },
        scale=SCALE,
    )


def _in_words(table: Mapping[str, Mapping[str, str]], test: str) -> str:
    """Say how many survive a test, and which."""
    results = {_spaced(name): told[test] for name, told in table.items()}
    alive = [name for name, said in results.items() if said == "survived"]
    which = f" ({', '.join(alive)})" if alive else ""
    errors = list(results.values()).count("error")
    return (
        f"{test}: {len(alive)} survive{'s' if len(alive) == 1 else ''}{which}"
        f"; {len(results) - len(alive)} killed, {errors} of them by an error."
    )


def _spaced(name: str) -> str:
    return name.replace("_", " ")

"""The live figure of col2im: a matrix, and the image that its entries make.

``frontend/src/widgets/col2im-explorer/scene.js`` and ``words.js`` make the
same of the same state.
"""

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from convbook.figures import words
from convbook.figures.col2im import (
    Marks,
    image_table,
    sent_table,
    sums_in_words,
    with_counts,
)
from convbook.figures.matrices import entries_in_words, matrix_shape
from convbook.figures.scene import Column, Row, Scene, spoken
from convbook.figures.sending import At, Sending
from convbook.figures.words import factor, number, plural
from convbook.geometry import as_setting

PROMPT = "Point at a pixel, or click one, to see what is sent to it."


def col2im_explorer_scene(
    pointed: Mapping[str, Sequence[int]] | None = None,
    *,
    cols: Sequence[Sequence[Any]] | None,
    pixel: At | None,
    view: str,
    overwrite: bool,
    step: int,
    coverage: bool,
    hidden: bool,
    **sizes: Any,
) -> Scene:
    """Make the scene of a Col2imExplorer with such traits.

    The pointer or a key asks about a ``pixel`` or an ``entry``.
    """
    setting = as_setting(**sizes)
    scatter, partial = view == "scatter", step >= 0
    if cols is None:
        shape = matrix_shape(setting, 1)
        cols = np.arange(math.prod(shape)).reshape(shape).tolist()
    sending = Sending(
        setting,
        cols,
        overwrite,
        sent=step if scatter and partial else None,
        pixel=pixel,
        terms=step if partial and not scatter else None,
    )
    asked = question(sending, scatter, hidden, pointed)
    marks = image_marks(sending, asked)
    matrix = sent_table(sending, matrix_marks(sending, asked))
    secret = pixel if hidden else None
    image = image_table(sending, marks, secret, setting.padding)
    on_counts = marks | {"window": []}
    right, counted = with_counts(image, setting, on_counts, coverage)
    heading = sums_in_words(sending, image) + counted
    said = asked_in_words(sending, asked, hidden)
    said["lost"] = lost_in_words(sending) if overwrite else ""
    picture = Column([Row([matrix, right]), spoken(said)])
    return Scene(picture, said, "\n".join(heading))


# --- What is asked about, and how it is marked


class Question(NamedTuple):
    """What is asked about: an entry, a pixel, or both.

    The entry under the pointer, or in scatter the one sent last; the pixel
    under the pointer or under that entry, or the pinned one; whether the
    pointer or a key asks; whether the pixel is the one whose sum is hidden.
    """

    entry: At | None
    pixel: At | None
    pointed: bool
    hides: bool


def question(
    sending: Sending,
    scatter: bool,
    hidden: bool,
    pointed: Mapping[str, Sequence[int]] | None,
) -> Question:
    """Find what is asked about: what is pointed at, or else what is pinned."""
    entry, pixel = None, sending.pixel
    if pointed and "pixel" in pointed:
        pixel = tuple(pointed["pixel"])
    elif pointed:
        entry = tuple(pointed["entry"])
        target = sending.pixel_of(entry)
        pixel = target if sending.is_inside(target) else None
    elif scatter and sending.sent != 0:
        last = (sending.sent or sending.count) - 1
        entry = divmod(last, sending.features)
    hides = hidden and pixel is not None and pixel == sending.pixel
    return Question(entry, pixel, bool(pointed), hides)


def matrix_marks(sending: Sending, asked: Question) -> Marks:
    """Mark the entries of the pixel, and the entry that is asked about."""
    marks: Marks = {"lost": sending.lost}
    if asked.pixel and not asked.hides:
        marks["asked"] = sending.copies(asked.pixel)
        marks["shaded"] = sending.arrived(asked.pixel)
    if asked.entry:
        marks["entry"] = [asked.entry]
        marks["window"] = [(asked.entry[0], 0, 1, sending.features)]
    if sending.sent is not None and sending.sent < sending.count:
        whole, more = divmod(sending.sent, sending.features)
        blocks = (0, 0, whole, sending.features), (whole, 0, 1, more)
        marks["shaded"] = [block for block in blocks if all(block[2:])]
    return marks


def image_marks(sending: Sending, asked: Question) -> Marks:
    """Mark the pixel, and the one that waits; outline the entry's window."""
    marks: Marks = {"asked": [asked.pixel] if asked.pixel else []}
    target = asked.entry and sending.pixel_of(asked.entry)
    if asked.entry:
        marks["window"] = [sending.window(asked.entry[0])]
    # The pinned pixel waits while another one is asked about; or else the
    # one does that the entry goes to.
    waits = target if target and sending.is_inside(target) else None
    if asked.pointed:
        waits = sending.pixel if sending.pixel != asked.pixel else None
    marks["waiting"] = [waits] if waits else []
    return marks


# --- The words


def asked_in_words(
    sending: Sending, asked: Question, hidden: bool
) -> dict[str, str]:
    """Say where the entry goes, where the pixel was copied, and its sum."""
    said = {"where": "", "asked": "", "sum": "", "prompt": ""}
    entry, pixel = asked.entry, asked.pixel
    if entry:
        secret = sending.pixel if hidden else None
        said["where"] = entry_in_words(sending, entry, secret)
    if pixel and asked.hides:
        said["asked"] = f"Pixel {words.place(pixel)} is hidden: predict it."
    elif pixel:
        said["asked"] = copies_in_words(sending, pixel)
        said["sum"] = sum_in_words(sending, pixel)
    elif sending.sent == 0 and not entry:
        said["asked"] = "Nothing is sent yet: every pixel is 0."
    elif not entry:
        said["prompt"] = PROMPT
    return said


def copies_in_words(sending: Sending, pixel: At) -> str:
    """Say where a pixel was copied to."""
    found = sending.copies(pixel)
    if not found:
        return f"Pixel {words.place(pixel)} was copied nowhere."
    return (
        f"Pixel {words.place(pixel)} was copied {words.times(len(found))}, "
        f"to {entries_in_words(found)}."
    )


def sum_in_words(sending: Sending, pixel: At) -> str:
    """Say what a pixel adds up, or what stays there and what is lost.

    "11 + 16 + 39 = 66, 3 of 4 terms."; with ``=``: "44 stays; 11, 16 and 39
    are lost."
    """
    found = sending.copies(pixel)
    terms = sending.terms_of(sending.arrived(pixel))
    if not found:
        return "0: no window reads it, so nothing is sent to it."
    if not sending.is_inside(pixel):
        return "It lies in the padding: what is sent to it is cut off."
    rest = ""
    if len(terms) < len(found):
        rest = f", {len(terms)} of {plural(len(found), 'term')}"
    if not terms:
        return f"0: nothing is added yet{rest}."
    total = number(sending.total(terms))
    *lost, last = map(number, terms)
    if not sending.overwrite:
        spelled = " + ".join(map(factor, terms))
        return f"{f'{spelled} = ' if lost else ''}{total}{rest}."
    gone = f"; {words.listed(lost)} {'are' if len(lost) > 1 else 'is'} lost"
    return f"{last} stays{gone if lost else ''}{rest}."


def entry_in_words(
    sending: Sending, place: At, hidden: At | None = None
) -> str:
    """Say what an entry is, where it goes, and what it does there.

    "Entry (7, 2) is 44. It goes to pixel (2, 2): 66 + 44 = 110."
    """
    pixel, value = sending.pixel_of(place), sending.value(place)
    name = f"Entry {words.place(place)} is {number(value)}."
    if not sending.is_inside(pixel):
        at = words.place(pixel)
        return (
            f"{name} It was copied from the padding, at {at}, and is cut off."
        )
    goes = f"{name} It goes to pixel {words.place(pixel)}"
    before = [one for one in sending.copies(pixel) if one < place]
    old = sending.total(sending.terms_of(before))
    if pixel == hidden or (sending.overwrite and not before):
        return f"{goes}."
    if sending.overwrite:
        return f"{goes} and replaces {number(old)}, which is lost."
    total = number(old + value)
    return f"{goes}: {number(old)} + {factor(value)} = {total}."


def lost_in_words(sending: Sending) -> str:
    """Say how many of the entries that were sent are overwritten."""
    sent, lost = sending.count_sent, len(sending.lost)
    if not lost:
        return "Nothing is lost."
    it = "is overwritten: it is" if lost == 1 else "are overwritten: they are"
    return f"{lost} of the {sent} entries sent {it} struck out."

"""A matrix and the image of its sums: drawn as computed, hidden or lost."""

import re

import numpy as np
import pytest
from settings import random_layers, random_settings

from convbook import col2im, coverage, im2col, output_size
from convbook.figures import draw_col2im, draw_places, draw_sent_back
from convbook.figures.col2im_explorer import col2im_explorer_scene
from convbook.figures.scene import parts_of
from convbook.geometry import as_setting
from figures.layout import overlaps
from figures.reading import marked, texts

IMAGE = np.arange(24).reshape(4, 6)
COLS = np.arange(60).reshape(10, 6)


def written(values):
    return [str(value).replace("-", "−") for value in np.ravel(values)]


# --- One row


@pytest.mark.parametrize("stride, padding", [(1, 0), (2, 1), (3, 2)])
def test_what_a_row_sends_back_adds_up_to_the_sums(stride, padding):
    windows = output_size((1, 7), (1, 3), (1, stride), (0, padding))[1]
    upstream = np.arange(1, windows + 1) * 7
    kernel = np.array([1, -2, 3])
    drawing = draw_sent_back(kernel, upstream, 7, stride, padding)
    expected = np.zeros(7 + 2 * padding, int)
    for window, g in enumerate(upstream):
        expected[window * stride : window * stride + 3] += g * kernel
    sums = written(expected[padding : padding + 7])
    shown = texts(drawing)
    sent = written(upstream[:, np.newaxis] * kernel)
    assert shown[-7:] == sums and "sum" in shown
    assert shown[-7 - len(sent) : -7] == sent
    assert f"The sums: {', '.join(sums)}." in drawing.description
    assert ("to the padding" in drawing.description) == (padding > 0)
    assert marked(drawing, "window") == windows
    assert overlaps(drawing) == []
    hidden = draw_sent_back(kernel, upstream, 7, stride, padding, True)
    assert texts(hidden)[-7:] == ["?"] * 7
    assert "The sums:" not in hidden.description


def test_a_hidden_sum_leaves_the_row_as_it_was():
    shown, hidden = (
        draw_sent_back([500, 500], [1, 1], 3, hide=hide)
        for hide in (False, True)
    )
    assert re.sub(r">(\d+|\?)<", "", shown.svg) == re.sub(
        r">(\d+|\?)<", "", hidden.svg
    )


def test_a_gradient_stands_for_each_window():
    with pytest.raises(ValueError, match="one number for each of the 2 win"):
        draw_sent_back([1, 2, 3], [10], 4)
    with pytest.raises(ValueError, match="kernel 1×3 does not fit the 1×2"):
        draw_sent_back([1, 2, 3], [10], 2)


@pytest.mark.parametrize(
    "weights, upstream, error, sentence",
    [
        ([[1, 2], [3, 4]], [1, 2], ValueError, "weights must have one axis"),
        ([1, 2], [[1, 2]], ValueError, "upstream must have one axis, got sh"),
        ([], [1, 2], ValueError, "weights must have at least one"),
        (["a"], [1, 2], TypeError, "weights must hold real numbers"),
    ],
)
def test_a_row_has_one_axis_of_numbers(weights, upstream, error, sentence):
    with pytest.raises(error, match=sentence):
        draw_sent_back(weights, upstream, 3)


def test_narrow_integers_do_not_overflow():
    narrow = np.array([100], np.uint8)
    assert "sums: 10000." in draw_sent_back(narrow, narrow, 1).description
    cols = np.full((2, 2), 200, np.uint8)
    drawing = draw_col2im(cols, (1, 3), (1, 2), pixel=(0, 1))
    assert "Row 0 of the image: 200, 400, 200." in drawing.description
    assert "200 + 200 = 400" in drawing.description


# --- A matrix


def test_the_image_of_sums_stands_beside_its_matrix():
    for shape, (_, _, *kernel_size), rest in random_layers(100, seed=23):
        size = shape[2:]
        blank = im2col(np.zeros((1, 1, *size), int), kernel_size, **rest)[0]
        if blank.size > 80:
            continue
        cols = np.random.default_rng(0).integers(-9, 99, blank.shape)
        image = (1, 1, *size)
        sums = col2im(cols[np.newaxis], image, kernel_size, **rest)[0, 0]
        drawing = draw_col2im(cols, size, kernel_size, **rest)
        shown = texts(drawing)
        after = shown[shown.index("image " + "×".join(map(str, size))) + 1 :]
        assert after == written(sums)
        assert overlaps(drawing) == []


def test_a_circled_sum_is_spelled_out_or_hidden():
    drawing = draw_col2im(COLS, (4, 6), (3, 2), pixel=(2, 2))
    assert marked(drawing, "asked") == 1 + 4
    assert "11 + 16 + 39 + 44 = 110" in texts(drawing)
    assert "from the entries (1, 5), (2, 4), (6, 3), (7, 2)." in str(
        drawing.description
    )
    hidden = draw_col2im(COLS, (4, 6), (3, 2), pixel=(2, 2), hide=True)
    assert "?" in texts(hidden) and "110" not in texts(hidden)
    assert "110" not in hidden.description
    unread = draw_col2im(COLS[:5], (4, 6), (3, 2), (2, 1), pixel=(3, 0))
    assert "= 0, from no entry." in unread.description


@pytest.mark.parametrize("sent", [0, 1, 46, 60])
@pytest.mark.parametrize("overwrite", [False, True])
def test_so_many_entries_are_sent_and_the_last_one_is_outlined(
    sent, overwrite
):
    drawing = draw_col2im(
        COLS, (4, 6), (3, 2), overwrite=overwrite, sent=sent, counts=True
    )
    said = drawing.description
    assert f"Sent so far: {sent} of 60 entries." in said
    assert marked(drawing, "window") == 2 * (sent > 0)
    places = np.arange(24).reshape(1, 1, 4, 6)
    goes_to = im2col(places, (3, 2))[0].ravel()[:sent]
    if sent:
        m, t = divmod(sent - 1, 6)
        row, column = divmod(goes_to[-1], 6)
        outlined = f"Outlined: entry ({m}, {t}), {sent - 1}, goes to pixel "
        assert outlined + f"({row}, {column})." in said
    image = np.zeros(24, int)
    for value, pixel in enumerate(goes_to):
        image[pixel] = value + (0 if overwrite else image[pixel])
    for row, line in enumerate(image.reshape(4, 6)):
        shown = ", ".join(map(str, line))
        assert f"Row {row} of the image: {shown}." in said
    lost = (sent - len(set(goes_to))) * overwrite
    assert marked(drawing, "lost") == lost
    assert (f"Struck out: {lost} lost number" in said) == overwrite
    for row, line in enumerate(coverage((4, 6), (3, 2))):
        counts = ", ".join(map(str, line))
        assert f"Times copied, row {row}: {counts}." in said
    assert overlaps(drawing) == []


def test_an_entry_of_the_padding_is_cut_off():
    cols = np.arange(28 * 4).reshape(28, 4)
    drawing = draw_col2im(cols, (3, 6), 2, padding=1, sent=1)
    assert "entry (0, 0), 0, is cut off with the padding." in str(drawing)
    assert marked(drawing, "window") == 1


def test_a_pixel_adds_up_so_many_of_its_terms():
    say = {"cols": COLS, "size": (4, 6), "kernel_size": (3, 2)}
    drawing = draw_col2im(**say, pixel=(2, 2), terms=2)
    assert "pixel (2, 2), 11 + 16 = 27, from" in drawing.description
    assert "Row 2 of the image: 36, 86, 27, 134," in drawing.description
    replaced = draw_col2im(**say, pixel=(2, 2), terms=2, overwrite=True)
    assert "16 stays of 11, 16" in replaced.description
    assert "Row 2 of the image: 32, 38, 16, 50," in replaced.description
    none = draw_col2im(**say, pixel=(2, 2), terms=0, overwrite=True)
    assert "pixel (2, 2), 0 = 0, from" in none.description


def test_cells_keep_their_width_whatever_has_arrived():
    cols = np.array([[1000, -1], [-999, 7]])
    sizes = set()
    for terms in range(3):
        drawing = draw_col2im(cols, (1, 3), (1, 2), pixel=(0, 1), terms=terms)
        sizes.add(re.search(r"viewBox=\"(.*?)\"", drawing.svg)[1])
    assert len(sizes) == 1


def test_a_matrix_of_sums_fits_its_image():
    with pytest.raises(ValueError, match="cols must have shape"):
        draw_col2im(COLS[:9], (4, 6), (3, 2))
    for pixel in ((4, 0), (0, 6), (0,), 3, "ab"):
        with pytest.raises(ValueError, match=r"pixel must be a place \(row,"):
            draw_col2im(COLS, (4, 6), (3, 2), pixel=pixel)
    with pytest.raises(ValueError, match="sent must be 0 to 60, got 61"):
        draw_col2im(COLS, (4, 6), (3, 2), sent=61)
    with pytest.raises(ValueError, match="terms must be 0 to 4, got 5"):
        draw_col2im(COLS, (4, 6), (3, 2), pixel=(2, 2), terms=5)


def test_the_window_of_a_matrix_has_the_colour_of_windows():
    drawing = draw_col2im(COLS, (4, 6), (3, 2), sent=1)
    assert '<g class="wbw-output wbw-matrix">' in drawing.svg
    last = drawing.svg.rindex("-mark-window{stroke:var(--wbw-window")
    assert last > drawing.svg.index(".wbw-output>.wbw-mark-window")


# --- Places


def test_places_are_circled_outlined_and_added_up():
    places = [(0, 1), (2, 3)], [(3, 5), (1, 0), (0, 1)]
    drawing = draw_places(
        {"first": (IMAGE, *places), "second": (-IMAGE, [], [])}
    )
    assert marked(drawing, "asked") == 2
    assert marked(drawing, "window") == 3
    shown = texts(drawing)
    for sign in (1, -1):
        assert set(written(sign * IMAGE)) <= set(shown)
    assert "circled: 16" in shown and "outlined: 30" in shown
    assert drawing.description.splitlines()[:3] == [
        "first: a 4×6 matrix.",
        "Circled: 1 at (0, 1), 15 at (2, 3). Their sum is 16.",
        "Outlined: 23 at (3, 5), 6 at (1, 0), 1 at (0, 1). Their sum is 30.",
    ]
    assert overlaps(drawing) == []
    with pytest.raises(ValueError, match=r"4×6 matrix first, got \(4, 0\)"):
        draw_places({"first": (IMAGE, [(4, 0)], [])})


# --- The live figure's scene


def scene(pointed=None, **traits):
    state = {
        "cols": None,
        "pixel": (2, 2),
        "view": "gather",
        "overwrite": False,
        "step": -1,
        "coverage": False,
        "hidden": False,
    }
    setting = traits.pop("setting", as_setting((4, 6), (3, 2)))
    shown = setting._asdict() | state | traits
    made = col2im_explorer_scene(pointed, **shown)
    tables = {
        table.name: table
        for table in parts_of(made.picture)
        if hasattr(table, "name")
    }
    return made, tables


def test_the_pinned_pixel_and_its_entries_are_ringed():
    made, tables = scene()
    copies = [(1, 5), (2, 4), (6, 3), (7, 2)]
    assert tables["matrix"].marks["asked"] == copies
    assert tables["matrix"].marks["shaded"] == copies
    assert tables["image"].marks["asked"] == [(2, 2)]
    assert made.words["sum"] == "11 + 16 + 39 + 44 = 110."
    said = "Pixel (2, 2) was copied 4 times, to (1, 5), (2, 4), (6, 3), (7, 2)"
    assert said in made.description
    stepped, tables = scene(step=2)
    assert tables["matrix"].marks["asked"] == copies
    assert tables["matrix"].marks["shaded"] == copies[:2]
    assert stepped.words["sum"] == "11 + 16 = 27, 2 of 4 terms."


def test_an_entry_that_is_pointed_at_shows_its_window_and_its_pixel():
    made, tables = scene(pointed={"entry": [7, 3]})
    marks = tables["matrix"].marks
    assert marks["entry"] == [(7, 3)]
    assert marks["window"] == [(7, 0, 1, 6)]
    image = tables["image"].marks
    assert image["window"] == [(1, 2, 3, 2)]
    assert (image["asked"], image["waiting"]) == ([(2, 3)], [(2, 2)])
    assert made.words["where"].startswith("Entry (7,\xa03) is 45. It goes to")


def test_all_but_the_last_entry_of_a_pixel_are_lost():
    made, tables = scene(overwrite=True, pixel=None)
    lost = {tuple(entry) for entry in tables["matrix"].marks["lost"]}
    kept = [COLS[at] for at in np.ndindex(COLS.shape) if at not in lost]
    assert sorted(kept) == sorted(np.array(tables["image"].texts, int).flat)
    assert tables["image"].texts[2][2] == "44" == str(COLS[7, 2])
    said = "36 of the 60 entries sent are overwritten: they are struck out."
    assert made.words["lost"] == said
    made, tables = scene(overwrite=True, step=3)
    assert made.words["lost"].startswith("35 of the 59 entries sent are")
    lost = tables["matrix"].marks["lost"]
    assert {(1, 5), (2, 4)} < set(lost) and len(lost) == 35
    assert not {(6, 3), (7, 2)} & set(lost)
    assert scene()[0].words["lost"] == ""


def test_no_number_of_a_hidden_pixel_is_told():
    for pointed in (None, {"pixel": (2, 2)}, {"entry": (7, 2)}):
        for overwrite in (False, True):
            made, tables = scene(
                pointed, overwrite=overwrite, hidden=True, coverage=True
            )
            total = "44" if overwrite else "110"
            shown = np.array(tables["image"].texts)
            assert shown[2, 2] == "?"
            assert not {"asked", "shaded"} & set(tables["matrix"].marks)
            said = made.description.replace("Entry (7, 2) is 44.", "")
            elsewhere = "Row 1 of the image: 30, 36, 42, 48, 54, 55."
            assert total not in said.replace(elsewhere, "")
            assert made.words["sum"] == ""


def test_the_padding_is_shown_and_what_goes_there_is_cut_off():
    made, tables = scene(
        {"pixel": (-1, 0)}, setting=as_setting((4, 6), (3, 2), 1, 1)
    )
    shown = np.array(tables["image"].texts)
    assert shown.shape == (6, 8)
    assert not "".join(shown[[0, -1]].ravel())
    assert "lies in the padding: what is sent to it is cut" in made.description
    cut, _ = scene({"entry": (0, 0)}, setting=as_setting((4, 6), 3, 1, 1))
    assert cut.words["where"].endswith("at (−1,\xa0−1), and is cut off.")


def test_a_snapshot_does_not_ask_for_a_hand():
    made, _ = scene(pixel=None)
    assert made.words["prompt"].startswith("Point at a pixel, or click one")
    assert "Point" not in made.description
    assert scene()[0].words["prompt"] == ""


def test_nothing_is_sent_yet_at_the_first_step():
    made, tables = scene(view="scatter", step=0, pixel=None)
    assert made.words["asked"] == "Nothing is sent yet: every pixel is 0."
    assert set(np.ravel(tables["image"].texts)) == {"0"}
    assert not any(tables["matrix"].marks.values())
    made, tables = scene(view="scatter", step=9, pixel=None)
    blocks = [(0, 0, 1, 6), (1, 0, 1, 3)]
    assert tables["matrix"].marks["shaded"] == blocks
    assert tables["image"].marks["waiting"] == [(1, 1)]
    assert "Sent so far: 9 of 60 entries." in made.description


def test_counts_are_shown_on_demand_shaded_by_size():
    for setting in random_settings(20, seed=24):
        _, tables = scene(
            setting=as_setting(**setting), pixel=None, coverage=True
        )
        counts = coverage(**setting)
        assert np.array_equal(np.array(tables["coverage"].texts, int), counts)
        shades = np.array(tables["coverage"].grounds)
        assert np.allclose(shades * max(1, counts.max()), counts / 2)
    assert "coverage" not in scene()[1]

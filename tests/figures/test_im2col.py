"""An image beside its matrix: what is drawn is what im2col computes."""

import numpy as np
import pytest
from settings import random_layers, random_settings

from convbook import im2col
from convbook.figures import draw_im2col
from convbook.figures.im2col import im2col_table, matrix_of, padded_numbers
from convbook.figures.matrices import copies, entry, matrix_shape
from convbook.geometry import as_setting
from figures.layout import overlaps
from figures.reading import marked, tables, texts

IMAGE = np.arange(24).reshape(4, 6)


def test_the_matrix_is_drawn_row_by_row_beside_its_image():
    drawn = 0
    for shape, (_, _, *kernel_size), rest in random_layers(100, seed=22):
        image = np.random.default_rng(0).integers(1, 99, shape[1:])
        matrix = im2col(image[np.newaxis], kernel_size, **rest)[0]
        if matrix.size > 600:
            continue
        drawn += 1
        drawing = draw_im2col(image, kernel_size, **rest)
        *sheets, entries = tables(drawing)
        assert entries == [str(value) for value in matrix.ravel()]
        (p1, p2) = rest["padding"]
        padded = np.pad(image, ((0, 0), (p1, p1), (p2, p2)))
        for sheet, channel in zip(sheets, padded, strict=True):
            assert sheet == [str(value) for value in channel.ravel()]
        for m, row in enumerate(matrix):
            listed = ", ".join(map(str, row))
            assert f"Row {m}: {listed}." in drawing.description
    assert drawn >= 30


def test_the_matrix_is_hatched_where_its_padding_is():
    for given in random_settings(40, seed=28):
        setting = as_setting(**given)
        ones = padded_numbers(np.ones((2, *setting.size), int), setting)
        matrix = matrix_of(ones, setting)
        zeros = [tuple(place) for place in np.argwhere(matrix == 0).tolist()]
        table = im2col_table(matrix, setting, 0)
        assert table.marks["padding"] == zeros
        # What is hidden does not tell where its padding is.
        last = len(matrix) - 1
        table = im2col_table(matrix, setting, last, hidden=last)
        assert table.marks["padding"] == [at for at in zeros if at[0] < last]
        assert set(table.texts[last]) == {"?"}


def test_a_pixel_is_circled_wherever_it_stands():
    drawing = draw_im2col(IMAGE, (3, 2), pixel=(2, 2))
    assert marked(drawing, "asked") == 1 + 4
    words = "pixel (2, 2), which is in the matrix at (1, 5), (2, 4), (6, 3), "
    assert words + "(7, 2)." in drawing.description
    two = draw_im2col(np.stack([IMAGE, IMAGE]), (3, 2), pixel=(1, 2, 2))
    assert marked(two, "asked") == 1 + 4
    assert "(1, 11), (2, 10)" in two.description
    unread = draw_im2col(IMAGE, 2, stride=(1, 4), pixel=(0, 2))
    assert marked(unread, "asked") == 1
    assert "in the matrix nowhere." in unread.description
    zero = draw_im2col(IMAGE, 2, padding=1, pixel=(-1, 6))
    assert marked(zero, "asked") == 2
    assert "pixel (−1, 6), which is in the matrix at (6, 1)" in (
        zero.description
    )


def test_the_outlined_window_is_named_by_where_it_starts():
    words = draw_im2col(IMAGE, (3, 2), window=7).description
    assert "window 7, which starts at row 1, column 2." in words
    words = draw_im2col(IMAGE, 3, stride=2, padding=1, window=3).description
    assert "window 3, which starts at row 1, column −1 of the image." in words


@pytest.mark.parametrize("dilation", [1, (1, 2)])
def test_the_matrix_of_flat_indices_is_the_sum_of_its_heads(dilation):
    numbers = np.arange(2 * 6 * 8).reshape(2, 6, 8)
    drawing = draw_im2col(numbers, 2, (2, 3), 0, dilation, flat=True)
    shown = texts(drawing)
    rows = len(im2col(numbers[np.newaxis], 2, (2, 3), 0, dilation)[0])
    middle = shown.index("start")
    starts = np.array(shown[middle - rows : middle], int)
    assert shown[middle + 1] == "offset"
    offsets = shown[middle + 2 : middle + 10]
    assert all(head[0] == "+" for head in offsets)
    inside = np.array(tables(drawing)[-1], int).reshape(rows, 8)
    assert (inside == starts[:, np.newaxis] + np.array(offsets, int)).all()


def test_flat_indices_stand_in_place_of_the_values():
    drawing = draw_im2col(-IMAGE, (3, 2), padding=1, first=100, window=0)
    image, matrix = tables(drawing)
    assert image == [str(number) for number in range(100, 148)]
    assert matrix[:6] == ["100", "101", "108", "109", "116", "117"]


def test_a_hidden_row_stands_nowhere():
    image = np.arange(100, 124).reshape(4, 6)
    drawing = draw_im2col(image, (3, 2), window=7, pixel=(2, 2), hide=True)
    assert texts(drawing).count("?") == 6
    assert marked(drawing, "asked") == 1 + 3
    assert "Row 7 is hidden: predict it." in drawing.description
    assert "Row 7: " not in drawing.description
    assert "(7, 2)" not in drawing.description


def test_what_is_left_blank_gives_nothing_away():
    image = np.arange(100, 124).reshape(4, 6)
    padded = draw_im2col(image, (3, 2), padding=1, blank=True)
    assert tables(padded)[-1] == []
    # The frame of the image is hatched, and nothing in the matrix.
    assert marked(padded, "padding") == marked(
        draw_im2col(image, 3, padding=1, stride=9, blank=True), "padding"
    )
    plain = draw_im2col(image, (3, 2), window=7, pixel=(2, 2), blank=True)
    assert tables(plain)[-1] == [] and marked(plain, "asked") == 1
    assert plain.description.endswith(
        "The matrix is left blank.\n"
        "Outlined: window 7, which starts at row 1, column 2."
    )
    heads = texts(plain)[texts(plain).index("matrix 10×6") + 1 :]
    assert heads == [*"0123456789", "window", "feature", *"012345"]


@pytest.mark.parametrize("window", [-1, 10, "a", 1.5])
def test_there_is_such_a_window(window):
    with pytest.raises(ValueError, match="window must be one of 0 to 9, got"):
        draw_im2col(IMAGE, (3, 2), window=window)


@pytest.mark.parametrize("pixel", [(4, 0), (0, -1), (0,), (0, 0, 0)])
def test_there_is_such_a_pixel(pixel):
    with pytest.raises(ValueError, match=r"pixel must be a place \(row, col"):
        draw_im2col(IMAGE, (3, 2), pixel=pixel)
    with pytest.raises(ValueError, match=r"place \(channel, row, column\)"):
        draw_im2col([IMAGE, IMAGE], (3, 2), pixel=(0, *pixel, 9))


def test_a_matrix_is_drawn_of_one_image():
    for image in (np.arange(3), np.zeros((1, 2, 4, 6)), np.zeros((0, 4, 6))):
        with pytest.raises(ValueError, match="image must have"):
            draw_im2col(image, 1)


@pytest.mark.parametrize("largest", [9, 9_999, 10**6])
def test_nothing_lies_on_anything_else(largest):
    rng = np.random.default_rng(largest)
    for setting in random_settings(12, seed=26):
        size, kernel_size = setting.pop("size"), setting.pop("kernel_size")
        image = rng.integers(-largest, largest + 1, size)
        pixel = tuple(rng.integers(0, size).tolist())
        flat = bool(rng.integers(2))
        drawing = draw_im2col(
            image, kernel_size, window=0, pixel=pixel, flat=flat, **setting
        )
        assert overlaps(drawing) == []


def test_an_entry_is_found_at_its_start_plus_its_offset():
    for given in random_settings(30, seed=27):
        setting = as_setting(**given)
        channels, padded = 2, setting.padded_size
        places = np.arange(channels * np.prod(padded))
        places = places.reshape(1, channels, *padded)
        rest = setting.stride, 0, setting.dilation
        indices = im2col(places, setting.kernel_size, *rest)[0]
        assert matrix_shape(setting, channels) == indices.shape
        inside = im2col(
            np.ones((1, channels, *setting.size), bool), *setting[1:]
        )[0]
        by_pixel = {}
        for (m, t), index in np.ndenumerate(indices):
            found = entry(setting, m, t)
            assert found.start + found.offset == index
            assert found.inside == inside[m, t]
            channel, row, column = np.unravel_index(index, places.shape[1:])
            p1, p2 = setting.padding
            assert found.pixel == (channel, row - p1, column - p2)
            by_pixel.setdefault(found.pixel, []).append((m, t))
        for pixel, stands in by_pixel.items():
            assert copies(setting, *pixel) == stands

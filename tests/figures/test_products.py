"""Matrices times weights: what is drawn is what NumPy computes."""

import numpy as np
import pytest

from convbook import im2col
from convbook.figures import draw_product, draw_reshaped, draw_sparse
from figures.layout import overlaps
from figures.reading import marked, tables, texts

IMAGE = np.arange(24).reshape(4, 6)
MATRIX = im2col(IMAGE[np.newaxis, np.newaxis], (3, 2))[0]
WEIGHTS = np.array([[1, 2, 3, 4, 5, 6], [1, -1, 1, -1, 1, -1]]).T


def written(numbers):
    return [str(number).replace("-", "−") for number in np.ravel(numbers)]


def test_a_row_meets_a_column():
    drawing = draw_product(MATRIX, WEIGHTS, at=(7, 1))
    parts = [MATRIX, WEIGHTS, MATRIX @ WEIGHTS]
    assert tables(drawing) == [written(part) for part in parts]
    assert marked(drawing, "window") == 3
    total = "8·1 + 9·(−1) + 14·1 + 15·(−1) + 20·1 + 21·(−1) = −3"
    assert total in texts(drawing)
    assert f"Outlined: row 7 times column 1, {total}." in drawing.description
    plain = draw_product(MATRIX, WEIGHTS)
    assert total not in texts(plain) and marked(plain, "window") == 0


def test_a_hidden_number_of_a_product_stands_nowhere():
    drawing = draw_product(MATRIX, WEIGHTS, at=(7, 0), hide=True)
    assert tables(drawing)[2].count("?") == 1
    assert "354" not in " ".join([*texts(drawing), drawing.description])
    assert drawing.description.endswith("+ 21·6 = ?.")


def test_the_columns_of_a_product_stand_under_those_of_the_weights():
    drawing = draw_product(np.ones((12, 3)), 1000 * np.ones((3, 2)), (0, 0))
    weights, product = drawing.svg.split("<g ")[2:]
    first = [
        part.split('<text x="')[1].split('"')[0] for part in (weights, product)
    ]
    assert first[0] == first[1]


def test_a_long_sum_goes_on_in_the_next_line():
    drawing = draw_product(
        np.full((1, 27), -99), np.full((27, 1), -99), (0, 0)
    )
    lines = [text for text in texts(drawing) if "·" in text]
    assert len(lines) > 3 and max(map(len, lines)) <= 72
    assert " ".join(lines) == " + ".join(["(−99)·(−99)"] * 27) + " = 264627"


def test_integers_do_not_overflow():
    drawing = draw_product(
        np.array([[200, 100]], np.uint8), np.array([[2], [1]], np.uint8)
    )
    assert drawing.description.endswith("of the product: 500.")


def test_only_reshaped_mixes_the_filters():
    product = np.arange(6).reshape(2, 3) + 10
    drawing = draw_reshaped(product, (1, 2))
    words = drawing.description
    assert "Z.T.reshape(3, 1, 2), picture 1: filter 1: 11, 14." in words
    assert "Z.reshape(3, 1, 2), picture 1: a mixture: 12, 13." in words
    # Each number carries the name of its filter.
    drawn = tables(drawing)
    assert len(drawn) == 1 + 3 + 3
    for table in drawn:
        count = len(table) // 2
        for number, name in zip(table[:count], table[count:], strict=True):
            assert name == f"f{(int(number) - 10) % 3}"


def test_zeros_of_a_sparse_matrix_are_dots():
    matrix = np.array([[0, 5, 0, 0], [0, 0, 0, -7], [0, 0, 0, 0]])
    drawing = draw_sparse(matrix, group=2)
    shown = texts(drawing)
    assert "row 0 of the image" in shown and "row 1 of the image" in shown
    assert tables(drawing) == [
        [*"·5", *"··", *"··"],
        [*"··", *"·", "−7", *"··"],
    ]
    assert marked(drawing, "cell") == 2
    assert "Row 1: −7 at column 3." in drawing.description
    assert "Row 2: only zeros." in drawing.description


def test_a_row_and_a_column_of_a_sparse_matrix_are_outlined():
    drawing = draw_sparse(np.eye(6, dtype=int), 2, at=(1, 3))
    assert marked(drawing, "window") == 3 + 1
    assert drawing.description.endswith("Outlined: row 1 and column 3.")


def test_a_product_needs_inner_sizes_that_agree():
    with pytest.raises(ValueError, match="left must have as many columns as"):
        draw_product(MATRIX, WEIGHTS.T)
    with pytest.raises(
        ValueError, match=r"at must be a place .* 10×2 product"
    ):
        draw_product(MATRIX, WEIGHTS, at=(0, 2))


def test_an_output_size_holds_the_windows():
    with pytest.raises(ValueError, match=r"must hold the 10 windows .* is 12"):
        draw_reshaped(MATRIX, (3, 4))


@pytest.mark.parametrize("group", [0, 3, 5, -2])
def test_a_group_divides_the_columns(group):
    with pytest.raises(ValueError, match="group must divide the 4 columns"):
        draw_sparse(np.eye(4), group)


@pytest.mark.parametrize("at", [(4, 0), (0, -1), (0,), 3])
def test_a_sparse_matrix_has_such_a_row_and_column(at):
    with pytest.raises(ValueError, match=r"at must be a place .* 4×4 matrix"):
        draw_sparse(np.eye(4), 2, at=at)


DRAWINGS = {
    "product": lambda n: draw_product(MATRIX * n, WEIGHTS, at=(7, 0)),
    "reshaped": lambda n: draw_reshaped(MATRIX @ WEIGHTS * n, (2, 5)),
    "sparse": lambda n: draw_sparse(n * np.eye(4, dtype=int), 2, at=(1, 2)),
    "narrow": lambda n: draw_sparse(n * np.eye(3, dtype=int), 1),
}


@pytest.mark.parametrize("largest", [1, 99, 9_999, -(10**6)])
@pytest.mark.parametrize("draw", DRAWINGS.values(), ids=DRAWINGS)
def test_nothing_lies_on_anything_else(draw, largest):
    assert overlaps(draw(largest)) == []

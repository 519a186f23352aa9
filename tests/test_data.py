"""The photo."""

import hashlib

import numpy as np

from convbook.data import photo


def test_the_photo_is_the_one_that_the_chapters_describe():
    picture = photo()
    assert picture.shape == (600, 512, 3)
    assert picture.dtype == np.uint8
    checksum = hashlib.sha256(picture.tobytes()).hexdigest()
    assert checksum.startswith("f7f982de68dd296a")


def test_every_call_gives_an_array_of_its_own():
    first = photo()
    first[:] = 0
    assert photo().any()

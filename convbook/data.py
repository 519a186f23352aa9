"""The real data that the book works on."""

import numpy as np

__all__ = ["photo"]


def photo() -> np.ndarray:
    """Load the photo that the first chapters look at.

    Returns
    -------
    numpy.ndarray
        Shape (600, 512, 3): rows, columns, colours (red, green, blue); uint8,
        0 to 255. A new array at each call, free to be changed.

    Raises
    ------
    ModuleNotFoundError
        If Matplotlib, which ships the photo, is not installed.

    Notes
    -----
    Rear Admiral Grace Hopper, computer scientist, in 1984; photograph by James
    S. Davis, a work of the United States Navy and in the public domain. It is
    Matplotlib's sample file ``grace_hopper.jpg``. Chapter 1, *Slide a window
    over a photo*.

    Examples
    --------
    >>> photo().shape
    (600, 512, 3)
    """
    from matplotlib import cbook, image

    path = cbook.get_sample_data("grace_hopper.jpg", asfileobj=False)
    return np.array(image.imread(str(path)))

"""States of a ShapeDrill, and what it shows."""

import numpy as np

from convbook.figures.scene import as_data
from convbook.widgets import ShapeDrill
from convbook.widgets.drill import LIMITS, drill_question


def scenes(count):
    """Yield states of every level, unanswered, wrong, right and shown."""
    rng = np.random.default_rng(30)
    for number in range(count):
        seed = int(rng.integers(LIMITS["seed"][1] + 1))
        level, question = 1 + number % 6, int(rng.integers(100))
        answers = []
        for other in {question, *rng.integers(0, 100, 2).tolist()}:
            right = drill_question(seed, level, other).answer
            wrong = [right[0] + 1, *right[1:]]
            tries = ([], [wrong], [right], [wrong, right], [wrong, []], [[]])
            for tried in tries[rng.integers(len(tries))]:
                answers.append([seed, level, other, *tried])
        drill = ShapeDrill(
            seed=seed, level=level, question=question, answers=answers
        )
        state = {name: getattr(drill, name) for name in LIMITS}
        yield {
            "state": state | {"answers": drill.answers},
            "pointed": None,
            "scene": as_data(drill._scene()),
        }

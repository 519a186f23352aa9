"""Wrong code on purpose, and the tests of a convolution that find it."""

from convbook.mutation.checks import (
    CHECKS,
    Case,
    Check,
    Code,
    by_loops,
    measured_gradient,
    survivors,
    verdict,
    verdicts,
)
from convbook.mutation.mutants import MUTANTS, mutant
from convbook.mutation.right import gradients
from convbook.mutation.zoo import Mutant

__all__ = [
    "CHECKS",
    "MUTANTS",
    "Case",
    "Check",
    "Code",
    "Mutant",
    "by_loops",
    "gradients",
    "measured_gradient",
    "mutant",
    "survivors",
    "verdict",
    "verdicts",
]

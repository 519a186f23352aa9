"""Wrong code on purpose, and the tests of a convolution that find it."""

from convbook.mutation.checks import (
    CHECKS,
    Check,
    Code,
    by_loops,
    survivors,
    verdict,
    verdicts,
)
from convbook.mutation.mutants import MUTANTS, mutant
from convbook.mutation.pieces import Mutant, gradients

__all__ = [
    "CHECKS",
    "MUTANTS",
    "Check",
    "Code",
    "Mutant",
    "by_loops",
    "gradients",
    "mutant",
    "survivors",
    "verdict",
    "verdicts",
]

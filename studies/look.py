"""What the statistics say of one invented couple, with no more work than a study needs."""

from dataclasses import dataclass

import numpy as np

from nearer.cycle.gate import ARROWS, gate_table
from nearer.cycle.links import Fits, by_day, fit_all, hours_held
from nearer.cycle.marks import MarkFit, fit_marks, units
from nearer.cycle.prepare import Turns
from nearer.cycle.tables import Table, permuted_p

__all__ = ["Look", "gate_of", "look", "thetas"]

PERMUTATIONS = 9999


@dataclass(frozen=True)
class Look:
    """The permutation p of the two arrows of the first loop, and the model's z of both; NaN where left out."""

    p: tuple[float, float]
    z: tuple[float, float]


def look(turns: Turns, rng: np.random.Generator) -> Look:
    """Both arrows of the first loop by gate and by model, as the claim rule reads them."""
    fits = fit_all(turns, light=True)
    p = tuple(permuted_p(gate_of(turns, k, fits), PERMUTATIONS, rng) for k in (0, 1))
    z = tuple(_z(fits, k) for k in (0, 1))
    return Look((p[0], p[1]), (z[0], z[1]))


def gate_of(turns: Turns, place: int, fits: Fits | None) -> Table:
    """The table of one arrow, days or blocks and hours held as in a real reading."""
    days = by_day(turns)
    hours = days and hours_held(turns, ARROWS[place], fits)
    return gate_table(turns, ARROWS[place], by_day=days, hours=hours)


def thetas(turns: Turns, eta: float) -> MarkFit:
    """The mark model with a given memory."""
    unit, factor = units(turns, by_day=by_day(turns))
    return fit_marks(turns, unit, factor, eta=eta)


def _z(fits: Fits | None, place: int) -> float:
    found = fits.main.theta(ARROWS[place]) if fits else None
    return found[0] / found[1] if found else float("nan")

"""S7: how often is a change told that did not happen, and how often is one found that did?"""

from typing import Any

import numpy as np

from nearer.cycle.change import change_z, day_tables, search_split
from studies.couples import Couple, draw
from studies.table import Plan, Row, at_most, repeat

STEADY = Couple(days=120, mood=0.7, theta=(0.8, 0.8, 0.0, 0.0))
CHANGES = {
    "1.2 to 0.2, 120 days": Couple(days=120, mood=0.7, theta=(1.2, 0.8, 0.0, 0.0), change=(60, (0.2, 0.8, 0.0, 0.0))),
    "1.2 to 0.2, 180 days": Couple(days=180, mood=0.7, theta=(1.2, 0.8, 0.0, 0.0), change=(90, (0.2, 0.8, 0.0, 0.0))),
}
REPS = {"small": 24, "full": 600}
PERMUTATIONS = {"small": 199, "full": 499}


def run(plan: Plan) -> list[Row]:
    """False alarms with steady links, and power, for a known date and for a search."""
    rows = []
    told = repeat(_one, (STEADY, PERMUTATIONS[plan.size]), reps=REPS[plan.size], key=(9,), plan=plan)
    rows.append(at_most("S7", "steady, 120 days", "known date, false alarms", told[:, 0] <= 0.05, 0.06))
    rows.append(at_most("S7", "steady, 120 days", "searched date, false alarms", told[:, 1] <= 0.05, 0.06))
    for n, (name, couple) in enumerate(CHANGES.items() if plan.full else []):
        told = repeat(_one, (couple, 499), reps=REPS[plan.size] // 2, key=(10, n), plan=plan)
        rows.append(at_most("S7", name, "known date, power", told[:, 0] <= 0.05, None))
        rows.append(at_most("S7", name, "searched date, power", told[:, 1] <= 0.05, None))
        off = np.abs(told[told[:, 1] <= 0.05, 2] - couple.days / 2)
        rows.append(Row("S7", name, "days off when found, median", float(np.median(off)), 0.0, len(off)))
    return rows


def _one(arguments: tuple[Any, ...], rng: np.random.Generator) -> tuple[float, float, float]:
    from scipy.special import ndtr

    couple, permutations = arguments
    told = day_tables(draw(couple, rng), 0, hours=False)
    half = couple.days // 2
    z = float(change_z(told.sums[:half].sum(axis=0), told.sums[half:].sum(axis=0))[2])
    place, p = search_split(told.sums, permutations, rng) or (0, 1.0)
    return float(2 * ndtr(-abs(z))), p, float(place)


__all__ = ["run"]

"""S1: how often is an arrow claimed that is not there? Six nulls, three sizes, our methods and the naive ones."""

from typing import Any

import numpy as np

from nearer.cycle.frames import Floats
from nearer.cycle.gate import ARROWS
from nearer.cycle.tables import score
from studies.couples import Couple, draw
from studies.look import gate_of, look
from studies.naive import hawkes_neutral_p, hawkes_plain_p, lag_one_p
from studies.table import Plan, Row, at_most, repeat

NULLS = {
    "independent": Couple(own=0.0),
    "+ own stickiness": Couple(),
    "+ reverse link": Couple(theta=(0.0, 1.5, 0.0, 0.0)),
    "+ daily wave": Couple(hour=0.5),
    "+ day mood 0.5": Couple(mood=0.5, hour=0.3),
    "+ day mood 1, reverse link, daily wave": Couple(mood=1.0, hour=0.5, theta=(0.0, 1.5, 0.0, 0.0)),
}
DAYS = (14, 30, 60)
REPS = {"small": 40, "full": 1000}
NAIVE = {"small": 12, "full": 100}
LEVEL = 0.05
Z = 1.6448536


def run(plan: Plan) -> list[Row]:
    """One row a cell and method."""
    rows = []
    pooled: dict[int, list[Floats]] = {}
    for n, (name, couple) in enumerate(NULLS.items()):
        for days in DAYS if plan.full else DAYS[1:2]:
            cell = f"{name}, {days} days"
            if not plan.wants(cell):
                continue
            told = repeat(_one, (couple, days), reps=REPS[plan.size], key=(1, n, days), plan=plan)
            rows += _rows(cell, told)
            pooled.setdefault(days, []).append(told)
        told = repeat(_naive, (couple, 60), reps=NAIVE[plan.size], key=(101, n), plan=plan)
        rows += _naive_rows(f"{name}, 60 days", told)
    for days, parts in pooled.items():
        rows += _rows(f"the {len(parts)} nulls together, {days} days", np.concatenate(parts))
    return rows


def _one(arguments: tuple[Any, ...], rng: np.random.Generator) -> tuple[float, float, float, float]:
    couple, days = arguments
    turns = draw(Couple(**{**vars(couple), "days": days}), rng)
    found = look(turns, rng)
    normal = score(gate_of(turns, 0, None)) or 0.0
    return found.p[0], found.p[1], found.z[0], normal


def _naive(arguments: tuple[Any, ...], rng: np.random.Generator) -> tuple[float, float, float]:
    couple, days = arguments
    turns = draw(Couple(**{**vars(couple), "days": days}), rng)
    return tuple(test(turns, ARROWS[0]) for test in (hawkes_plain_p, hawkes_neutral_p, lag_one_p))


def _rows(cell: str, told: np.ndarray) -> list[Row]:
    p_one, p_two, z, normal = told.T
    model = z[~np.isnan(z)] > Z
    both = (p_one <= LEVEL) & (np.nan_to_num(z, nan=-9.0) > 1.96)
    rows = [
        at_most("S1", cell, "permutation, one-sided", p_one <= LEVEL, LEVEL),
        at_most("S1", cell, "normal approximation, one-sided", normal > Z, None),
        at_most("S1", cell, "loop, both arrows", np.maximum(p_one, p_two) <= LEVEL, LEVEL),
        at_most("S1", cell, "permutation and model interval", both, LEVEL),
    ]
    return (
        [*rows, at_most("S1", cell, "mark model, one-sided", model, 0.07, slack=len(model) < REPS["full"])]
        if len(model)
        else rows
    )


def _naive_rows(cell: str, told: np.ndarray) -> list[Row]:
    names = ("naive: plain Hawkes, 4 types", "naive: mark-neutral Hawkes, 6 types", "naive: lag-1 log odds")
    return [at_most("S1", cell, name, told[:, k] <= LEVEL, None) for k, name in enumerate(names)]


__all__ = ["NULLS", "run"]

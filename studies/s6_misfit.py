"""S6: couples that break the assumptions. Does the gate still hold its level?"""

from typing import Any

import numpy as np

from nearer.cycle.links import fit_all
from nearer.cycle.tables import permuted_p
from studies.couples import Couple, draw
from studies.look import gate_of
from studies.table import Plan, Row, at_most, repeat

LINK = (0.0, 0.8, 0.0, 0.0)
COUPLES = {
    "log-normal waits": Couple(mood=0.7, theta=LINK),
    "mood of the talk": Couple(talk_mood=0.7, theta=LINK),
    "mood of the day and of the talk": Couple(mood=0.5, talk_mood=0.5, theta=LINK),
    "hot topic in half of the talks": Couple(mood=0.5, switch=1.0, theta=LINK),
    "10 in 100 days missing": Couple(mood=0.7, missing=0.1, theta=LINK),
    "sleep shifts by 5 hours half-way": Couple(mood=0.7, hour=0.5, shift=5.0, theta=LINK),
    "memory that fades slowly": Couple(mood=0.7, eta=0.4, theta=LINK),
}
REPS = {"small": 24, "full": 1000}


def run(plan: Plan) -> list[Row]:
    """False alarms of the first arrow at 60 days."""
    rows = []
    for n, (name, couple) in enumerate(COUPLES.items()):
        if not plan.wants(name):
            continue
        told = repeat(_one, (couple,), reps=REPS[plan.size], key=(8, n), plan=plan)
        rows.append(at_most("S6", f"{name}, 60 days", "permutation, one-sided", told <= 0.05, 0.06))
    return rows


def _one(arguments: tuple[Any, ...], rng: np.random.Generator) -> float:
    turns = draw(arguments[0], rng)
    return permuted_p(gate_of(turns, 0, fit_all(turns, light=True)), 9999, rng)


__all__ = ["COUPLES", "run"]

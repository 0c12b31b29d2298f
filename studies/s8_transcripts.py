"""S8: transcripts without times, their level drifting slowly: blocks of 20 turns against no blocks."""

from typing import Any

import numpy as np

from nearer.cycle.gate import ARROWS, gate_rows
from nearer.cycle.prepare import Turns
from nearer.cycle.tables import permuted_p
from studies.couples import transcript
from studies.table import Plan, Row, at_most, repeat

SIZES = (60, 120, 240, 480)
REPS = {"small": 60, "full": 2000}


def run(plan: Plan) -> list[Row]:
    """False alarms with drift, and power at a log odds of 1.2."""
    rows = []
    for turns in SIZES if plan.full else SIZES[1:3]:
        told = repeat(_one, (turns, 0.0), reps=REPS[plan.size], key=(11, turns), plan=plan)
        cell = f"{turns} turns, drift"
        rows.append(at_most("S8", cell, "permutation in blocks of 20", told[:, 0] <= 0.05, 0.07))
        rows.append(at_most("S8", cell, "naive: no blocks", told[:, 1] <= 0.05, None))
        told = repeat(_one, (turns, 1.2), reps=REPS[plan.size] // 4, key=(12, turns), plan=plan)
        rows.append(at_most("S8", f"{turns} turns, ln OR 1.2", "power", told[:, 0] <= 0.05, None))
    return rows


def _one(arguments: tuple[Any, ...], rng: np.random.Generator) -> tuple[float, float]:
    size, theta = arguments
    turns = transcript(rng, size, theta, drift=1.0)
    loose = Turns(**{**vars(turns), "block": np.zeros(size, dtype=np.int64)})
    tables = [gate_rows(part, ARROWS[0], by_day=False).table for part in (turns, loose)]
    return permuted_p(tables[0], 9999, rng), permuted_p(tables[1], 9999, rng)


__all__ = ["run"]

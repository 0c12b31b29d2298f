"""S2: are the links of the mark model unbiased, and do their intervals hold the truth?"""

import itertools
from typing import Any

import numpy as np

from nearer.cycle.gate import ARROWS
from studies.couples import Couple, draw
from studies.look import thetas
from studies.table import Plan, Row, repeat

THETAS, ETAS, MOODS = (0.0, 0.8, 1.5), (1.0, 0.4), (0.0, 0.7, 1.0)
REPS = {"small": 16, "full": 400}
SMALL_CELLS = ((0.0, 1.0, 0.7), (1.5, 1.0, 0.7))


def run(plan: Plan) -> list[Row]:
    """Bias and coverage of the first link, both links of the loop equal, 60 days of about 25 turns."""
    cells = list(itertools.product(THETAS, ETAS, MOODS)) if plan.full else SMALL_CELLS
    rows = []
    for n, (theta, eta, mood) in enumerate(cells):
        cell = f"θ {theta}, η {eta}, mood {mood}"
        if not plan.wants(cell):
            continue
        couple = Couple(theta=(theta, theta, 0.0, 0.0), eta=eta, mood=mood, own=0.5)
        told = repeat(_one, (couple,), reps=REPS[plan.size], key=(2, n), plan=plan)
        rows += _rows(cell, theta, told[~np.isnan(told[:, 0])])
    return rows


def _one(arguments: tuple[Any, ...], rng: np.random.Generator) -> tuple[float, float]:
    turns = draw(arguments[0], rng)
    found = thetas(turns, arguments[0].eta).theta(ARROWS[0])
    return found if found else (float("nan"), float("nan"))


def _rows(cell: str, theta: float, told: np.ndarray) -> list[Row]:
    value, error = told.T
    n = len(value)
    doubt = float(value.std() / np.sqrt(n))
    bias = float(value.mean() - theta)
    limit = 0.1 * theta if theta else 0.05
    inside = float((np.abs(value - theta) <= 1.96 * error).mean())
    room = 1.64 * float(np.sqrt(0.0475 / n))
    mark = f"within ±{limit:.2f} + 1.64 MC"
    return [
        Row("S2", cell, "bias", bias, doubt, n, mark, abs(bias) <= limit + 1.64 * doubt),
        Row("S2", cell, "SD of the estimates over mean SE", float(value.std() / error.mean()), 0.0, n),
        Row(
            "S2",
            cell,
            "coverage of 95 in 100",
            inside,
            float(np.sqrt(inside * (1 - inside) / n)),
            n,
            f"0.92 to 0.97 ± {room:.3f}",
            0.92 - room <= inside <= 0.97 + room,
        ),
    ]


__all__ = ["run"]

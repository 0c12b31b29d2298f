"""S3: is the loop gain right on average, and does its interval hold the truth?"""

from typing import Any

import numpy as np

from nearer.cycle.gain import _at_moments, _design, closed_gain, gains
from nearer.cycle.memory import reach
from studies.couples import Couple, draw
from studies.look import thetas
from studies.table import Plan, Row, repeat

COUPLES = {
    "no loop (one arrow of 1.5)": Couple(mood=0.7, theta=(0.0, 1.5, 0.0, 0.0)),
    "gain about 0.07": Couple(mood=0.7, theta=(1.75, 1.75, 0.0, 0.0)),
    "gain about 0.14": Couple(mood=0.7, theta=(2.8, 2.8, 0.0, 0.0)),
    "gain about 0.4, the largest an average day gave": Couple(mood=0.3, theta=(7.0, 7.0, 0.0, 0.0), base=-1.4, eta=0.2),
}
REPS = {"small": 16, "full": 300}
DRAWS = 500
BIAS, COVERAGE = 0.02, 0.90


def run(plan: Plan) -> list[Row]:
    """Bias and coverage of the gain of the first loop on 60 days."""
    rows = []
    for n, (name, couple) in enumerate(COUPLES.items()):
        truth = true_gain(couple)
        told = repeat(_one, (couple,), reps=REPS[plan.size], key=(3, n), plan=plan)
        value, low, high = told.T
        cell = f"{name}: true {truth:.3f}, 60 days"
        error = float(value.std() / np.sqrt(len(value)))
        bias = float(value.mean() - truth)
        rows.append(
            Row("S3", cell, "bias", bias, error, len(value), "within ±0.02 + 1.64 MC", abs(bias) <= BIAS + 1.64 * error)
        )
        rows.append(Row("S3", cell, "bias of the median", float(np.median(value) - truth), error, len(value)))
        inside = (low <= truth) & (truth <= high)
        share, doubt = (
            float(inside.mean()),
            float(np.sqrt(max(inside.mean() * (1 - inside.mean()), 1e-9) / len(inside))),
        )
        room = 1.64 * float(np.sqrt(0.09 / len(inside)))
        rows.append(
            Row("S3", cell, "coverage", share, doubt, len(inside), f"≥ 0.9 - {room:.3f}", share >= COVERAGE - room)
        )
    return rows


def truth_values(couple: Couple) -> np.ndarray:
    """The coefficients that were put in, shape (2, 2, 8)."""
    values = np.zeros((2, 2, 8))
    values[:, :, 0] = couple.base
    values[:, :, 7] = couple.mood
    values[:, 0, 1] = couple.own
    values[:, 1, 2] = couple.own
    values[1, 1, 3], values[0, 0, 4], values[0, 1, 3], values[1, 0, 4] = couple.theta
    return values


def true_gain(couple: Couple) -> float:
    """The gain of the true coefficients over a very long conversation."""
    turns = draw(Couple(**{**vars(couple), "days": 600}), np.random.default_rng(99))
    rows = [np.flatnonzero(turns.who == person) for person in (0, 1)]
    matrix = _at_moments(truth_values(couple)[None], _design(turns, couple.eta), rows, reach(turns, couple.eta))
    return float(closed_gain(matrix[0, 0], 0, 3))


def _one(arguments: tuple[Any, ...], rng: np.random.Generator) -> tuple[float, float, float]:
    turns = draw(arguments[0], rng)
    found = gains(turns, thetas(turns, arguments[0].eta), draws=DRAWS, rng=rng)
    low, high = np.percentile(found.draws[:, 0, 0], [2.5, 97.5])
    return float(found.gain[0, 0]), float(low), float(high)


__all__ = ["COUPLES", "run", "true_gain", "truth_values"]

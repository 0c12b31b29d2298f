"""From the coefficients to one number with its threshold at 1: the excess matrix and the gain of each loop."""

from dataclasses import dataclass

import numpy as np

from nearer.cycle.frames import Floats, Ints
from nearer.cycle.marks import MarkFit
from nearer.cycle.memory import memory, reach
from nearer.cycle.prepare import Turns

__all__ = ["MOMENTS", "STATES", "Gains", "closed_gain", "excess", "gains", "radius"]

STATES = ("AP", "AW", "BP", "BW")
MOMENTS = ("average", "calm", "heated")
LOOPS = ((0, 3), (2, 1))
"""The states of each loop in the matrix: A pursues and B withdraws, B pursues and A withdraws."""
NODES = 7
ROWS = 300
"""For the interval this many turns of each person, evenly spread, stand for all."""


@dataclass(frozen=True)
class Gains:
    """Point values and draws.

    ``matrix`` (4, 4) at the average; ``gain`` (moments, 2 loops) and ``draws`` (draws, moments, 2 loops); ``trip`` (2,)
    and ``trip_draws`` the product of the two arrows; the spectral radius likewise.
    """

    matrix: Floats
    gain: Floats
    draws: Floats
    trip: Floats
    trip_draws: Floats
    radius: float
    radius_draws: Floats


def excess(values: Floats, weight: Floats, moments: Floats) -> Floats:
    """The excess matrix over `STATES`, shape (..., 4, 4).

    Args:
        values: coefficients, shape (..., 2, 2, 8) as in `MarkFit`.
        weight: memory weight that a turn of j lays on i, shape (2, 2).
        moments: means of pP(1-pP), pP pW, pW(1-pW) for each person, shape (..., 2, 3).
    """
    lead = values.shape[:-3]
    out = np.zeros((*lead, 2, 2, 2, 2))
    for i in (0, 1):
        for j in (0, 1):
            columns = slice(1, 3) if i == j else slice(3, 5)
            on_p, on_w = values[..., i, 0, columns], values[..., i, 1, columns]
            pp, pw, ww = (moments[..., i, k, None] for k in range(3))
            out[..., i, 0, j, :] = weight[i, j] * (pp * on_p - pw * on_w)
            out[..., i, 1, j, :] = weight[i, j] * (ww * on_w - pw * on_p)
    return out.reshape(*lead, 4, 4)


def closed_gain(matrix: Floats, one: int, two: int) -> Floats:
    """``k12 k21 / ((1 - k11)(1 - k22))`` of the states ``one`` and ``two``; not above 0 where an arrow is not forward.

    Infinite where a state feeds itself without end.
    """
    k12, k21 = matrix[..., one, two], matrix[..., two, one]
    room = np.where(
        (matrix[..., one, one] < 1) & (matrix[..., two, two] < 1),
        (1.0 - matrix[..., one, one]) * (1.0 - matrix[..., two, two]),
        np.nan,
    )
    product = np.where((k12 < 0) & (k21 < 0), -k12 * k21, k12 * k21)
    return np.asarray(np.where(np.isnan(room), np.inf, product / np.where(np.isnan(room), 1.0, room)))


def radius(matrix: Floats) -> Floats:
    """The spectral radius of the last two axes."""
    return np.asarray(np.abs(np.linalg.eigvals(matrix)).max(axis=-1))


def gains(turns: Turns, fit: MarkFit, *, draws: int, rng: np.random.Generator) -> Gains:
    """The excess matrix and the gains at three moments, with draws from the normal of the estimates."""
    weight = reach(turns, fit.eta)
    design = _design(turns, fit.eta)
    mine = [np.flatnonzero(turns.who == person) for person in (0, 1)]
    few = [rows[np.linspace(0, len(rows) - 1, min(len(rows), ROWS)).astype(np.int64)] for rows in mine]
    point = _at_moments(fit.values[None], design, mine, weight)
    root = _root(fit.covariance)
    drawn = (fit.values.ravel() + rng.standard_normal((draws, 32)) @ root.T).reshape(draws, 2, 2, 8)
    matrices = [_at_moments(part, design, few, weight) for part in np.array_split(drawn, max(1, draws // 40))]
    all_draws = np.concatenate(matrices, axis=1)
    gain = np.stack([closed_gain(point[:, 0], *loop) for loop in LOOPS], axis=-1)
    gain_draws = np.stack([closed_gain(all_draws, *loop) for loop in LOOPS], axis=-1).transpose(1, 0, 2)
    trip = np.array([_trip(point[0, 0], *loop) for loop in LOOPS])
    trip_draws = np.stack([_trip(all_draws[0], *loop) for loop in LOOPS], axis=-1)
    matrix = point[0, 0]
    return Gains(matrix, gain, gain_draws, trip, trip_draws, float(radius(matrix)), radius(all_draws[0]))


def _trip(matrix: Floats, one: int, two: int) -> Floats:
    k12, k21 = matrix[..., one, two], matrix[..., two, one]
    return np.asarray(np.where((k12 < 0) & (k21 < 0), -k12 * k21, k12 * k21))


def _design(turns: Turns, eta: float) -> Floats:
    angle = 2.0 * np.pi * turns.hour / 24.0 if turns.timed else np.zeros(turns.size)
    waves = np.stack([np.cos(angle), np.sin(angle)], axis=1) * float(turns.timed)
    return np.hstack([np.ones((turns.size, 1)), memory(turns, eta), waves])


def _at_moments(values: Floats, design: Floats, rows: list[Ints], weight: Floats) -> Floats:
    """The excess matrix of each draw at each moment, shape (3 moments, draws, 4, 4).

    In the heat differs by loop, so the columns of each loop's own states are taken from its own heat.
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    weights = weights / weights.sum()
    usual, calm = np.zeros((2, *values.shape[:1], 2, 3))
    heat = np.zeros((2, *values.shape[:1], 2, 3))
    for person in (0, 1):
        mine = design[rows[person]]
        usual[:, person] = _spread(values[:, person], mine, nodes, weights)
        quiet = _hours(mine)
        calm[:, person] = _spread(values[:, person], quiet, nodes, weights)
        for loop in (0, 1):
            hot = quiet.copy()
            # the pursuer of the loop has pursued, the other has withdrawn: half a memory each
            pursuer = loop
            hot[:, 1 if person == pursuer else 2] = 0.5
            hot[:, 4 if person == pursuer else 3] = 0.5
            heat[loop, :, person] = _spread(values[:, person], hot, np.ones(1), np.ones(1))
    heated = [excess(values, weight, part) for part in heat]
    mixed = heated[0].copy()
    for one, two in ((2, 1), (1, 2), (2, 2), (1, 1)):
        mixed[..., one, two] = heated[1][..., one, two]
    return np.stack([excess(values, weight, usual), excess(values, weight, calm), mixed])


def _hours(mine: Floats) -> Floats:
    """Rows with empty memories at the hours of up to 48 of the turns, evenly spread."""
    take = np.linspace(0, len(mine) - 1, min(len(mine), 48)).astype(np.int64)
    quiet = mine[take].copy()
    quiet[:, 1:5] = 0.0
    return quiet


def _spread(values: Floats, rows: Floats, nodes: Floats, weights: Floats) -> Floats:
    """Means over rows and moods of pP(1-pP), pP pW and pW(1-pW), shape (draws, 3)."""
    fixed = np.einsum("nk,dck->dcn", rows, values[:, :, :7], optimize=True)
    odds = np.exp(fixed[..., None] + (values[:, :, 7, None] * nodes)[:, :, None, :])
    p, w = odds[:, 0], odds[:, 1]
    total = 1.0 + p + w
    p, w = p / total, w / total
    share = weights / len(rows)
    return np.stack([((p * (1 - p)) @ share).sum(1), ((p * w) @ share).sum(1), ((w * (1 - w)) @ share).sum(1)], axis=1)


def _root(covariance: Floats) -> Floats:
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))

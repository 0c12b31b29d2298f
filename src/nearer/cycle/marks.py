"""The mark model: what kind of turn comes next, given both memories, the hour and the mood of the day."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import minimize

from nearer.cycle.frames import Bools, Floats, Ints
from nearer.cycle.gate import Arrow
from nearer.cycle.memory import memory
from nearer.cycle.prepare import Turns

__all__ = ["ETAS", "NAMES", "MarkFit", "best_memory", "fit_marks", "place_of", "reversed_turns", "units"]

ETAS = (1.0, 0.7, 0.5, 0.4, 0.3, 0.2)
TERMS = ("base", "own_P", "own_W", "other_P", "other_W", "cos", "sin", "mood")
NAMES = tuple(f"{person}.{mark}.{term}" for person in "AB" for mark in "PW" for term in TERMS)
"""The 32 coefficients, in their order: the vector reshaped to (2 people, 2 classes, 8 terms)."""
NODES = 11
SLOPE_PRECISION, BASE_PRECISION = 0.1, 0.001
_OPTIONS = {"maxiter": 500, "maxcor": 30, "ftol": 1e-10, "gtol": 1e-4}
LEAST = 15
"""A coefficient with fewer exposures or answers than this is left out."""
LEAST_UNITS, LEAST_TURNS = 10, 5
"""A shared mood needs ten days of five turns."""

Objective = Callable[[Floats], tuple[float, Floats]]
Factor = Literal["day", "episode", "block", "none"]


@dataclass(frozen=True)
class MarkFit:
    """The fitted mark model. ``values`` has shape (2, 2, 8) as `NAMES`, ``covariance`` (32, 32), ``free`` (32,)."""

    values: Floats
    covariance: Floats
    free: Bools
    eta: float
    factor: Factor
    size: int
    log_likelihood: float
    converged: bool

    def theta(self, arrow: Arrow) -> tuple[float, float] | None:
        """The log odds of an arrow and its standard error; null where it was left out."""
        place = place_of(arrow)
        if not self.free[place]:
            return None
        return float(self.values.ravel()[place]), float(np.sqrt(max(self.covariance[place, place], 0.0)))


@dataclass(frozen=True)
class _Data:
    """What the likelihood reads, rows sorted by unit of shared mood; ``starts`` is where each unit begins.

    ``design`` has shape (rows, 16): the 7 columns and a 1 for the mood, for A's turns and then for B's, 0 elsewhere.
    ``seen`` has shape (2, rows): is it pursue, is it withdraw.
    """

    design: Floats
    seen: Floats
    starts: Ints
    unit: Ints
    nodes: Floats
    log_weights: Floats


def place_of(arrow: Arrow) -> int:
    """Where the coefficient of an arrow stands among the 32."""
    return (1 - arrow.source) * 16 + (arrow.answer - 1) * 8 + 2 + arrow.deed


def units(turns: Turns, *, by_day: bool) -> tuple[Ints, Factor]:
    """What shares one mood: the day, else the block of 20 turns; nothing where fewer than ten have five turns."""
    unit: Ints = turns.day if by_day else turns.block
    sizes = np.unique(unit, return_counts=True)[1]
    if (sizes >= LEAST_TURNS).sum() >= LEAST_UNITS:
        return unit, "day" if by_day else "block"
    sizes = np.unique(turns.block, return_counts=True)[1]
    if (sizes >= LEAST_TURNS).sum() >= LEAST_UNITS:
        return turns.block, "block"
    return np.zeros(turns.size, dtype=np.int64), "none"


def reversed_turns(turns: Turns) -> Turns:
    """The same turns with time reversed inside each talk."""
    order = turns.size - 1 - np.arange(turns.size)
    episode = turns.episode.max(initial=0) - turns.episode[order]
    starts = np.flatnonzero(np.diff(episode, prepend=-1))
    return Turns(
        who=turns.who[order],
        mark=turns.mark[order],
        episode=episode,
        day=turns.day[order],
        block=turns.block[order],
        at=turns.at[order],
        wall=turns.wall[order],
        start=starts[episode],
        group=turns.group,
        timed=turns.timed,
    )


def fit_marks(
    turns: Turns,
    unit: Ints,
    factor: Factor,
    *,
    eta: float = 1.0,
    start: Floats | None = None,
    doubt: bool = True,
) -> MarkFit:
    """Penalised maximum likelihood of the mark model, the shared mood integrated out by Gauss-Hermite quadrature.

    Args:
        turns: at least one of each person.
        unit: what shares one mood, one number a turn.
        factor: the name of the unit; ``none`` leaves the mood out.
        eta: the memory, 1 for the last turn only.
        start: 32 values to begin from.
        doubt: whether the covariance is wanted; it is zero otherwise.
    """
    design = _design(turns, eta)
    free = _free(turns, design, factor)
    data = _data(turns, design, unit, factor)
    precision = np.where(np.arange(32) % 8 == 0, BASE_PRECISION, SLOPE_PRECISION)
    begin = _begin(turns, factor) if start is None else start.copy()
    begin[~free] = 0.0

    def objective(part: Floats) -> tuple[float, Floats]:
        values = np.zeros(32)
        values[free] = part
        level, slope = _likelihood(values, data)
        return -level + 0.5 * float(precision @ values**2), (precision * values - slope)[free]

    found = minimize(objective, begin[free], jac=True, method="L-BFGS-B", options=_OPTIONS)
    values = np.zeros(32)
    values[free] = found.x
    covariance = np.zeros((32, 32))
    if doubt:
        covariance[np.ix_(free, free)] = _inverse(_curvature(objective, found.x))
    if values[7::8].sum() < 0:
        values[7::8] *= -1.0
        sign = np.where(np.arange(32) % 8 == 7, -1.0, 1.0)
        covariance *= np.outer(sign, sign)
    level = _likelihood(values, data)[0]
    shaped = values.reshape(2, 2, 8)
    return MarkFit(shaped, covariance, free, eta, factor, turns.size, level, bool(found.success))


def best_memory(turns: Turns, unit: Ints, factor: Factor, first: MarkFit) -> MarkFit:
    """The fit whose memory has the highest likelihood among `ETAS`; ``first`` is the fit with eta 1."""
    best, start = first, first.values.ravel().copy()
    for eta in ETAS[1:]:
        fit = fit_marks(turns, unit, factor, eta=eta, start=start, doubt=False)
        start = fit.values.ravel().copy()
        if fit.log_likelihood > best.log_likelihood:
            best = fit
    return best if best is first else fit_marks(turns, unit, factor, eta=best.eta, start=best.values.ravel())


def _design(turns: Turns, eta: float) -> Floats:
    """Columns base, own P, own W, other P, other W, cos, sin: shape (turns, 7)."""
    angle = 2.0 * np.pi * turns.hour / 24.0 if turns.timed else np.zeros(turns.size)
    waves = np.stack([np.cos(angle), np.sin(angle)], axis=1) * float(turns.timed)
    return np.hstack([np.ones((turns.size, 1)), memory(turns, eta), waves])


def _free(turns: Turns, design: Floats, factor: Factor) -> Bools:
    """Which coefficients the counts can carry."""
    free = np.ones((2, 2, 8), dtype=np.bool_)
    for person in (0, 1):
        mine = turns.who == person
        exposures = (design[mine][:, 1:5] > 0).sum(axis=0)
        for mark in (1, 2):
            answers = int((turns.mark[mine] == mark).sum())
            free[person, mark - 1, 1:5] = (exposures >= LEAST) & (answers >= LEAST)
            free[person, mark - 1, 5:7] = turns.timed and answers >= LEAST
            free[person, mark - 1, 7] = factor != "none" and answers >= LEAST
    return free.ravel()


def _begin(turns: Turns, factor: Factor) -> Floats:
    begin = np.zeros((2, 2, 8))
    for person in (0, 1):
        counts = np.bincount(turns.mark[turns.who == person], minlength=3) + 0.5
        begin[person, :, 0] = np.log(counts[1:] / counts[0])
    begin[:, :, 7] = 0.3 if factor != "none" else 0.0
    return begin.ravel()


def _data(turns: Turns, design: Floats, unit: Ints, factor: Factor) -> _Data:
    order = np.argsort(unit, kind="stable")
    label = unit[order]
    fresh = np.diff(label, prepend=label[:1] - 1) != 0
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES if factor != "none" else 1)
    mark = turns.mark[order]
    whole = np.hstack([design, np.ones((turns.size, 1))])[order]
    who = turns.who[order][:, None]
    return _Data(
        design=np.hstack([whole * (who == 0), whole * (who == 1)]),
        seen=np.stack([mark == 1, mark == 2]).astype(np.float64),
        starts=np.flatnonzero(fresh),
        unit=np.cumsum(fresh) - 1,
        nodes=nodes,
        log_weights=np.log(weights / weights.sum()),
    )


def _likelihood(values: Floats, data: _Data) -> tuple[float, Floats]:
    """The log likelihood and its gradient: residuals weighted by the posterior of the mood."""
    table = values.reshape(2, 2, 8).transpose(1, 0, 2)
    steady = table.copy()
    steady[:, :, 7] = 0.0
    fixed = steady.reshape(2, 16) @ data.design.T
    mood = table[:, :, 7] @ data.design[:, 7::8].T
    nodes = data.nodes[:, None]
    logit = fixed[:, None, :] + nodes * mood[:, None, :]
    share = np.exp(logit)
    total = 1.0 + share[0] + share[1]
    told = np.einsum("cqk,ck->qk", logit, data.seen) - np.log(total)
    by_unit = np.add.reduceat(told, data.starts, axis=1) + data.log_weights[:, None]
    top = by_unit.max(axis=0)
    posterior = np.exp(by_unit - top)
    mass = posterior.sum(axis=0)
    posterior /= mass
    share *= posterior[:, data.unit] / total
    residual = data.seen - share.sum(axis=1)
    tilt = data.seen * (data.nodes @ posterior)[data.unit] - np.einsum("q,cqk->ck", data.nodes, share)
    slope = (residual @ data.design).reshape(2, 2, 8)
    slope[:, :, 7] = tilt @ data.design[:, 7::8]
    return float((top + np.log(mass)).sum()), slope.transpose(1, 0, 2).ravel()


def _curvature(objective: Objective, at: Floats) -> Floats:
    """The Hessian by central differences of the analytic gradient."""
    step = 1e-4
    rows = []
    for k in range(len(at)):
        shift = np.zeros(len(at))
        shift[k] = step
        rows.append((objective(at + shift)[1] - objective(at - shift)[1]) / (2 * step))
    matrix = np.array(rows).reshape(len(at), len(at))
    return np.asarray((matrix + matrix.T) / 2)


def _inverse(matrix: Floats) -> Floats:
    """The inverse of a curvature, made positive definite where rounding left it short of that."""
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors / np.maximum(values, 1e-6)) @ vectors.T)

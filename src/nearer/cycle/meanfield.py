"""The loop as one small map: how a pull to press and a pull to close feed each other when nothing else happens.

Two numbers between 0 and 1: the pursuer's drive to press and the withdrawer's drive to close. Each is drawn towards
what the two of them are at now. The map has one calm resting point, or three: calm, a tipping point, and locked.
"""

from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

__all__ = ["MeanField", "RestingPoint", "advance", "loop_gain", "resting_points", "spectral_radius", "trajectory"]

Array = NDArray[np.float64]

MEMORY = 0.3
"""Share of its own weight that a turn has in the drive; resting points do not depend on it."""
NEWTON_ROUNDS = 60
GRID = 31
SAME_POINT = 1e-6
FLAT = 1e-9


class MeanField(NamedTuple):
    """Two people's pulls: element 0 is the pursuer's pressing, element 1 the withdrawer's closing.

    ``level`` is the log-odds with no memory at all, ``own`` the weight of the person's own drive, ``cross`` the weight
    of the other's.
    """

    level: tuple[float, float]
    own: tuple[float, float]
    cross: tuple[float, float]


class RestingPoint(msgspec.Struct, frozen=True):
    """A point where the map stays. ``gain`` is the loop gain there: 1 or more means that a flare feeds itself."""

    pressing: float
    closing: float
    gain: float
    radius: float
    stable: bool


def advance(field: MeanField, drive: Array, *, kept: tuple[float, float] = (1.0, 1.0), memory: float = MEMORY) -> Array:
    """The two drives one round later; ``kept`` is the share of pressing and of closing turns that stays as it is.

    ``drive`` has shape (..., 2), and so has the answer. Both are updated at the same time.
    """
    return np.asarray((1 - memory) * drive + memory * np.asarray(kept) * _chance(_pull(field, drive)))


def trajectory(
    field: MeanField, start: Array, rounds: int, *, kept: tuple[float, float] = (1.0, 1.0), memory: float = MEMORY
) -> Array:
    """The drives at rounds 0 to ``rounds``, shape (rounds + 1, 2)."""
    path = [np.asarray(start, dtype=float)]
    for _ in range(rounds):
        path.append(advance(field, path[-1], kept=kept, memory=memory))
    return np.array(path)


def resting_points(field: MeanField, *, kept: tuple[float, float] = (1.0, 1.0)) -> tuple[RestingPoint, ...]:
    """Every point where the map stays, the calmest first: one, or three with the tipping point in the middle.

    Found by Newton's method from a grid of starts over the unit square, so unstable points are found too.
    """
    side = np.linspace(0.0, 1.0, GRID)
    points = np.stack(np.meshgrid(side, side), axis=-1).reshape(-1, 2)
    for _ in range(NEWTON_ROUNDS):
        miss = np.asarray(kept) * _chance(_pull(field, points)) - points
        slope = _influence(field, points, kept) - np.eye(2)
        points = np.clip(points - _solve(slope, miss), 0.0, 1.0)
    miss = np.abs(np.asarray(kept) * _chance(_pull(field, points)) - points).max(axis=-1)
    found: list[Array] = []
    for point in points[miss < SAME_POINT * 1e-3]:
        if all(np.abs(point - other).max() > SAME_POINT for other in found):
            found.append(point)
    return tuple(_describe(field, point, kept) for point in sorted(found, key=lambda at: float(at.sum())))


def loop_gain(influence: Array) -> float | None:
    """The closed-loop gain of a 2 x 2 influence matrix, or None where the loop is not closed.

    ``k12 k21 / ((1 - k11)(1 - k22))``; below 1 exactly when the matrix's spectral radius is below 1.
    """
    forth, back = float(influence[0, 1]), float(influence[1, 0])
    if forth <= 0 or back <= 0:
        return None
    return forth * back / ((1 - float(influence[0, 0])) * (1 - float(influence[1, 1])))


def spectral_radius(matrix: Array) -> float:
    """The largest size of an eigenvalue of a square matrix."""
    return float(np.abs(np.linalg.eigvals(matrix)).max())


def _chance(odds: Array) -> Array:
    """The logistic function, by way of tanh so that no exponential overflows."""
    return np.asarray(0.5 * (1 + np.tanh(odds / 2)))


def _pull(field: MeanField, drive: Array) -> Array:
    """Log-odds of pressing and of closing at these drives, shape (..., 2)."""
    return np.asarray(field.level) + np.asarray(field.own) * drive + np.asarray(field.cross) * drive[..., ::-1]


def _influence(field: MeanField, drive: Array, kept: tuple[float, float]) -> Array:
    """How the two drives feed themselves and each other at these points, shape (..., 2, 2)."""
    chance = _chance(_pull(field, drive))
    steepness = np.asarray(kept) * chance * (1 - chance)
    weights = np.array([[field.own[0], field.cross[0]], [field.cross[1], field.own[1]]])
    return np.asarray(steepness[..., :, None] * weights)


def _solve(slope: Array, miss: Array) -> Array:
    """Newton's step at each point; a flat slope gives a long step, which the unit square cuts short."""
    (a, b), (c, d) = np.moveaxis(slope, (-2, -1), (0, 1))
    size = a * d - b * c
    size = np.where(np.abs(size) < FLAT, FLAT, size)
    return np.stack([d * miss[..., 0] - b * miss[..., 1], a * miss[..., 1] - c * miss[..., 0]], axis=-1) / size[:, None]


def _describe(field: MeanField, point: Array, kept: tuple[float, float]) -> RestingPoint:
    influence = _influence(field, point, kept)
    inertia = (1 - MEMORY) * np.eye(2) + MEMORY * influence
    return RestingPoint(
        pressing=float(point[0]),
        closing=float(point[1]),
        gain=loop_gain(influence) or 0.0,
        radius=spectral_radius(influence),
        stable=spectral_radius(inertia) < 1,
    )

"""The fitted model made ready to be played forward: draws of its parameters, its timing, and its small map."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from nearer.cycle.meanfield import MeanField
from nearer.cycle.record import Ground, Model

__all__ = ["Chances", "Kept", "Pace", "draw_chances", "pace_of", "small_map"]

Array = NDArray[np.float64]

PEOPLE = ("A", "B")
CLASSES = ("P", "W")


class Chances(NamedTuple):
    """Chances of pressing and closing, one draw of the parameters along the first axis D.

    Axes: person (2), mark that is drawn (pressing, closing), mark that is remembered (pressing, closing).
    ``memory`` is the weight of the newest turn; ``mood`` the pull of a bad day.
    """

    level: Array  # (D, 2, 2)
    own: Array  # (D, 2, 2, 2): what the person did themselves
    cross: Array  # (D, 2, 2, 2): what the other did
    mood: Array  # (D, 2, 2)
    memory: float


class Pace(NamedTuple):
    """Who speaks when: own rate per hour (2), replies drawn by a turn of each class (2, 6), decay per hour.

    The six classes are person times (neither, pressing, closing). Source: Hawkes (1971).
    """

    rate: Array
    replies: Array
    decay: float


class Kept(NamedTuple):
    """What is left of the pattern after a step: shares of pressing and closing turns kept, and of the links kept."""

    marks: Array  # (2, 2): person, (pressing, closing)
    links: Array  # (2, 2): person who answers, the other's mark that is answered


def draw_chances(model: Model, draws: int, *, seed: int) -> Chances:
    """Draws from the normal distribution round the fitted values; hour effects are left at the middle of the day.

    Source: the usual large-sample approximation, N(estimate, covariance).
    """
    values = np.array(model.values)
    sizes, axes = np.linalg.eigh(np.array(model.covariance))
    spread = axes * np.sqrt(np.maximum(sizes, 0.0))
    drawn = values + np.random.default_rng(seed).standard_normal((draws, len(values))) @ spread.T
    place = {name: index for index, name in enumerate(model.names)}

    def term(person: str, mark: str, name: str) -> Array:
        at = place.get(f"{person}.{mark}.{name}")
        return np.zeros(draws) if at is None else drawn[:, at]

    def table(*names: str) -> Array:
        cells = [[[term(person, mark, name) for name in names] for mark in CLASSES] for person in PEOPLE]
        return np.moveaxis(np.array(cells), -1, 0)

    return Chances(
        level=table("base")[..., 0],
        own=table("own_P", "own_W"),
        cross=table("other_P", "other_W"),
        mood=table("mood")[..., 0],
        memory=model.eta,
    )


def pace_of(ground: Ground) -> Pace:
    """The fitted timing as arrays, on an hour of middling traffic."""
    return Pace(np.array(ground.background), np.array(ground.replies), ground.decay)


def small_map(model: Model, pursuer: int) -> MeanField:
    """The pull of pressing and closing on each other in the loop in which this person reaches."""
    other = 1 - pursuer
    value = dict(zip(model.names, model.values, strict=True))

    def both(first: str, second: str) -> tuple[float, float]:
        return value.get(f"{PEOPLE[pursuer]}.P.{first}", 0.0), value.get(f"{PEOPLE[other]}.W.{second}", 0.0)

    return MeanField(level=both("base", "base"), own=both("own_P", "own_W"), cross=both("other_W", "other_P"))

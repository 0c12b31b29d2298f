"""Who writes when, whatever is said: a Hawkes process of two people with six classes of parents."""

from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d
from scipy.optimize import minimize_scalar

from nearer.cycle.frames import Floats, Ints
from nearer.cycle.prepare import Turns

__all__ = [
    "CLASSES",
    "Clock",
    "GroundFit",
    "Happenings",
    "excitation",
    "fit_ground",
    "happenings",
    "log_likelihood",
    "rescaled_gaps",
    "start_profile",
    "who_by_who",
]

CLASSES = ("AO", "AP", "AW", "BO", "BP", "BW")
SLOW = 1.0 / 6.0
"""The decay of the second, slow kernel, an hour."""
LEAST_PARENTS = 20
"""With fewer turns of a class its replies are taken as those to the plain turns of the same person."""
WEEK = 168
FLAT = np.ones(WEEK)


@dataclass(frozen=True)
class Clock:
    """The profile over the hours of the week, mean 1, and the local hour at time 0 (hours since a Monday)."""

    profile: Floats
    origin: float = 0.0

    def at(self, t: Floats) -> Floats:
        """The profile at times ``t``, hours."""
        return np.asarray(self.profile[np.floor((t + self.origin) % WEEK).astype(np.int64) % WEEK])

    def integral(self, t: Floats) -> Floats:
        """The integral of the profile from 0 to ``t``."""
        return self._whole(t + self.origin) - self._whole(np.asarray(self.origin))

    def _whole(self, x: Floats) -> Floats:
        edges = np.concatenate([[0.0], np.cumsum(self.profile)])
        weeks = np.floor(x / WEEK)
        return np.asarray(weeks * edges[-1] + np.interp(x - weeks * WEEK, np.arange(WEEK + 1.0), edges))


@dataclass(frozen=True)
class Happenings:
    """Times (hours from 0, rising), the person and class (place in `CLASSES`) of each, the end, and the clock."""

    t: Floats
    who: Ints
    kind: Ints
    end: float
    clock: Clock


@dataclass(frozen=True)
class GroundFit:
    """The fit: ``background`` (2,), ``replies`` (2, kernels, 6), ``decays`` (kernels,), all rates an hour."""

    background: Floats
    replies: Floats
    decays: Floats
    log_likelihood: float
    size: int
    merged: tuple[str, ...] = ()


def happenings(turns: Turns) -> Happenings:
    """The turns of all conversations on one clock, with the profile of the starts of talks."""
    order = np.argsort(turns.at, kind="stable")
    t = turns.at[order] - turns.at[order[0]]
    starts = turns.wall[np.unique(turns.start)]
    clock = Clock(start_profile(starts), float(turns.wall[order[0]] % WEEK))
    return Happenings(t, turns.who[order], (turns.who * 3 + turns.mark)[order], float(t[-1]), clock)


def start_profile(wall: Floats) -> Floats:
    """The hour-of-week profile of the starts of talks, shape (168,), mean 1.

    From starts alone: a histogram of all turns would soak up their clustering. Each hour of the week is drawn to the
    same hour of any day, and both are smoothed over about an hour and a half.
    """
    week = np.bincount(np.floor(wall % WEEK).astype(np.int64), minlength=WEEK).astype(np.float64)
    smooth = gaussian_filter1d(week, 1.5, mode="wrap")
    day = gaussian_filter1d(week.reshape(7, 24).sum(axis=0), 1.5, mode="wrap")
    pull = 7.0 * 24.0 / WEEK
    pooled = np.tile(day / 7.0, 7)
    mixed = (smooth * len(wall) / (len(wall) + WEEK) + pooled * WEEK * pull / (len(wall) + WEEK)) + 0.02 * len(
        wall
    ) / WEEK
    return np.asarray(mixed / mixed.mean())


def excitation(t: Floats, kind: Ints, decay: float) -> Floats:
    """For each event the sum of ``exp(-decay * age)`` over earlier events of each class, shape (events, 6).

    The recursion ``S(k) = exp(-decay * gap) * (S(k-1) + [class of k-1])`` as a doubling scan, O(n) memory and no loop
    over events: it ends as soon as what is carried further has faded below rounding.
    """
    fade = np.exp(-decay * np.diff(t, prepend=t[:1]))
    state = np.zeros((len(t), 6))
    state[np.arange(1, len(t)), kind[:-1]] = 1.0
    state *= fade[:, None]
    step = 1
    while step < len(t):
        carried = fade[step:] > 1e-18
        if not carried.any():
            break
        state[step:] += fade[step:, None] * state[:-step]
        fade = np.concatenate([fade[:step], fade[step:] * fade[:-step]])
        fade[:step] = 0.0
        step *= 2
    return state


def log_likelihood(data: Happenings, background: Floats, replies: Floats, decays: Floats) -> tuple[float, float]:
    """The sum of the log intensities, and the compensator; their difference is the log likelihood."""
    rate = _intensity(data, background, replies, decays)
    return float(np.log(rate).sum()), float(_compensator(data, background, replies, decays).sum())


def fit_ground(data: Happenings, *, slow: bool = False) -> GroundFit:
    """The fit by expectation and maximisation, the decay by bounded search on its logarithm.

    Source: Veen and Schoenberg 2008, JASA 103:614; Halpin and De Boeck 2013, Psychometrika 78:793.
    """
    columns, merged = _columns(data)
    held: dict[str, tuple[Floats, Floats]] = {}

    def objective(log_decay: float) -> float:
        decays = np.array([np.exp(log_decay), SLOW])[: 2 if slow else 1]
        background, replies, level = _maximise(data, decays, columns, held.get("last"))
        held["last"] = (background, replies)
        return -level

    found = minimize_scalar(objective, bounds=(np.log(0.3), np.log(600.0)), method="bounded", options={"xatol": 0.01})
    decays = np.array([float(np.exp(found.x)), SLOW])[: 2 if slow else 1]
    background, replies, level = _maximise(data, decays, columns, held["last"])
    return GroundFit(background, replies, decays, level, len(data.t), merged)


def rescaled_gaps(data: Happenings, background: Floats, replies: Floats, decays: Floats) -> tuple[Floats, Floats]:
    """The gaps of each person's own compensator at own events: independent standard exponentials if the fit is right.

    Source: Ogata 1988, JASA 83:9; Brown et al. 2002, Neural Computation 14:325.
    """
    out = []
    for person in (0, 1):
        total = background[person] * data.clock.integral(data.t)
        for k, decay in enumerate(decays):
            weight = replies[person, k][data.kind]
            told = np.concatenate([[0.0], np.cumsum(weight)[:-1]])
            total = total + told - excitation(data.t, data.kind, float(decay)) @ replies[person, k]
        mine = total[data.who == person]
        out.append(np.diff(mine, prepend=0.0))
    return out[0], out[1]


def who_by_who(replies: Floats, kind: Ints) -> Floats:
    """The mean direct replies of i to a turn of j, shape (2, 2); its spectral radius is the talkativeness."""
    counts = np.bincount(kind, minlength=6).reshape(2, 3).astype(np.float64)
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1.0)
    summed = replies.sum(axis=1) if replies.ndim == 3 else replies
    return np.asarray(np.einsum("ijl,jl->ij", summed.reshape(2, 2, 3), shares))


def _columns(data: Happenings) -> tuple[Ints, tuple[str, ...]]:
    """Which column each class uses: its own, or that of the person's plain turns where it is rare."""
    counts = np.bincount(data.kind, minlength=6)
    columns = np.arange(6)
    for person in (0, 1):
        for mark in (1, 2):
            if counts[person * 3 + mark] < LEAST_PARENTS:
                columns[person * 3 + mark] = person * 3
    return columns, tuple(CLASSES[k] for k in range(6) if columns[k] != k)


def _intensity(data: Happenings, background: Floats, replies: Floats, decays: Floats) -> Floats:
    """The intensity of each event's own person just before it."""
    rate = background[data.who] * data.clock.at(data.t)
    for k, decay in enumerate(decays):
        state = excitation(data.t, data.kind, float(decay))
        rate = rate + decay * np.einsum("nc,nc->n", state, replies[data.who, k])
    return np.asarray(rate)


def _compensator(data: Happenings, background: Floats, replies: Floats, decays: Floats) -> Floats:
    total = background * data.clock.integral(np.asarray(data.end))
    for k, decay in enumerate(decays):
        mass = 1.0 - np.exp(-decay * (data.end - data.t))
        total = total + replies[:, k] @ np.bincount(data.kind, weights=mass, minlength=6)
    return np.asarray(total)


def _maximise(
    data: Happenings, decays: Floats, columns: Ints, start: tuple[Floats, Floats] | None
) -> tuple[Floats, Floats, float]:
    """EM for fixed decays: background (2,), replies (2, kernels, 6), and the log likelihood."""
    fold = np.zeros((6, 6))
    fold[np.arange(6), columns] = 1.0
    state = np.hstack([decay * excitation(data.t, data.kind, float(decay)) @ fold for decay in decays])
    mass = np.concatenate(
        [
            np.bincount(data.kind, weights=1.0 - np.exp(-decay * (data.end - data.t)), minlength=6) @ fold
            for decay in decays
        ]
    )
    whole, profile = float(data.clock.integral(np.asarray(data.end))), data.clock.at(data.t)
    background, replies, level = np.zeros(2), np.zeros((2, len(mass))), 0.0
    for person in (0, 1):
        mine = data.who == person
        begin = None if start is None else (start[0][person], start[1][person].ravel())
        background[person], replies[person], part = _climb(profile[mine], state[mine], whole, mass, begin)
        level += part
    spread = replies.reshape(2, len(decays), 6)[:, :, columns]
    return background, spread, level


def _climb(
    profile: Floats, state: Floats, whole: float, mass: Floats, start: tuple[float, Floats] | None
) -> tuple[float, Floats, float]:
    rows = np.column_stack([profile, state])
    cost = np.append(whole, mass)
    used = cost > 0
    value = np.where(used, 0.3, 0.0) if start is None else np.maximum(np.append(start[0], start[1]), 1e-3) * used
    value[0] = 0.3 * len(profile) / whole if start is None else value[0]
    last = -np.inf
    for _ in range(2000):
        rate = rows @ value
        level = float(np.log(rate).sum() - value @ cost)
        if level - last < 1e-7 * len(profile) / 1000 + 1e-9:
            break
        last = level
        value = np.where(used, value * ((1.0 / rate) @ rows) / np.where(used, cost, 1.0), 0.0)
    return float(value[0]), value[1:], level

"""Invented couples for the studies: turn-taking that is no Hawkes process, log-normal waits, marks with known links."""

import math
from dataclasses import dataclass

import numpy as np

from nearer.cycle.prepare import Turns

__all__ = ["Couple", "as_turns", "draw", "transcript"]


@dataclass(frozen=True)
class Couple:
    """What is put in. ``theta`` holds the four links in the order A:P-B:W, B:W-A:P, B:P-A:W, A:W-B:P.

    ``own`` is the stickiness of each class, ``base`` the level of P and W, ``mood`` the SD of the day, ``talk_mood``
    that of the talk, ``hour`` the size of the daily wave in the marks, ``switch`` the raise of a talk on a hot topic
    (half of the talks), ``turns_over`` the share of turns after which the other speaks.
    """

    days: int = 60
    theta: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    own: float = 1.0
    base: float = -1.75
    mood: float = 0.0
    talk_mood: float = 0.0
    hour: float = 0.0
    eta: float = 1.0
    switch: float = 0.0
    per_day: float = 25.0
    missing: float = 0.0
    shift: float = 0.0
    turns_over: float = 0.8
    change: tuple[int, tuple[float, float, float, float]] | None = None


def draw(couple: Couple, rng: np.random.Generator) -> Turns:
    """The turns of a couple: one or two talks a day, about ``per_day`` turns a day."""
    who: list[int] = []
    mark: list[int] = []
    episode: list[int] = []
    at: list[float] = []
    talk = 0
    for day in range(couple.days):
        if couple.missing and rng.random() < couple.missing:
            continue
        mood = couple.mood * rng.normal()
        late = couple.shift if day >= couple.days / 2 else 0.0
        theta = couple.change[1] if couple.change and day >= couple.change[0] else couple.theta
        count = 1 + int(rng.random() < 0.5)
        for part in range(count):
            start = day * 24.0 + (9.0 if part == 0 else 18.0) + rng.uniform(0.0, 1.5) + late
            level = mood + couple.talk_mood * rng.normal() + (couple.switch if rng.random() < 0.5 else 0.0)
            size = max(2, int(rng.poisson(couple.per_day / 1.5)))
            people, marks, times = _talk(couple, rng, start, level, size, theta)
            who += people
            mark += marks
            at += times
            episode += [talk] * len(people)
            talk += 1
    return as_turns(who, mark, episode, at)


def transcript(rng: np.random.Generator, size: int, theta: float, *, drift: float, own: float = 0.5) -> Turns:
    """One talk without times, its level drifting slowly by a random walk of the given SD over 20 turns."""
    level = np.cumsum(rng.normal(0.0, drift / math.sqrt(20.0), size)) if drift else np.zeros(size)
    couple = Couple(theta=(theta, 0.0, 0.0, 0.0), own=own, base=-0.9, turns_over=0.95)
    who, mark, _ = _talk(couple, rng, 0.0, 0.0, size, couple.theta, level.tolist())
    return as_turns(who, mark, [0] * size, None)


def as_turns(who: list[int], mark: list[int], episode: list[int], at: list[float] | None) -> Turns:
    """The arrays of a conversation in order."""
    people, marks, talks = (np.asarray(x, dtype=np.int64) for x in (who, mark, episode))
    size = len(people)
    wall = np.asarray(at, dtype=np.float64) if at is not None else np.full(size, np.nan)
    starts = np.flatnonzero(np.diff(talks, prepend=-1))
    running = np.unique(talks, return_inverse=True)[1]
    return Turns(
        who=people,
        mark=marks,
        episode=running,
        day=np.floor((wall - 4.0) / 24.0).astype(np.int64) if at is not None else np.zeros(size, dtype=np.int64),
        block=np.arange(size) // 20,
        at=wall,
        wall=wall,
        start=starts[running],
        group=np.arange(size),
        timed=at is not None,
    )


def _talk(
    couple: Couple,
    rng: np.random.Generator,
    start: float,
    level: float,
    size: int,
    theta: tuple[float, float, float, float],
    path: list[float] | None = None,
) -> tuple[list[int], list[int], list[float]]:
    swap, chance = rng.random(size).tolist(), rng.random(size).tolist()
    wait = (np.exp(rng.normal(-3.2, 0.9, size)) + 0.02).tolist()
    eta, own, exp = couple.eta, couple.own, math.exp
    # the other's deed on my answer: for A from B and for B from A, P answered by W and W answered by P
    w_after_p, p_after_w = (theta[2], theta[0]), (theta[1], theta[3])
    memory = [[0.0, 0.0], [0.0, 0.0]]
    me, t = int(rng.random() < 0.5), start
    who, mark, at = [0] * size, [0] * size, [0.0] * size
    for k in range(size):
        mine, theirs = memory[me], memory[1 - me]
        lift = couple.base + level + (path[k] if path else 0.0)
        if couple.hour:
            lift += couple.hour * math.cos(2.0 * math.pi * (t - 20.0) / 24.0)
        p = exp(lift + own * mine[0] + p_after_w[me] * theirs[1])
        w = exp(lift + own * mine[1] + w_after_p[me] * theirs[0])
        bar = chance[k] * (1.0 + p + w)
        kind = 0 if bar < 1.0 else 1 if bar < 1.0 + p else 2
        who[k], mark[k], at[k] = me, kind, t
        mine[0] = (1.0 - eta) * mine[0] + (eta if kind == 1 else 0.0)
        mine[1] = (1.0 - eta) * mine[1] + (eta if kind == 2 else 0.0)
        t += wait[k]
        if swap[k] < couple.turns_over:
            me = 1 - me
    return who, mark, at

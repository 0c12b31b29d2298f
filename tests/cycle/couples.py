"""Invented couples: turns drawn from a known mark model, for tests."""

import numpy as np

from nearer.cycle.prepare import Turns


def couple(rng, *, days=60, a_to_b=0.0, b_to_a=0.0, mood=0.7, eta=1.0, own=0.5, base=-1.6, talks=2, length=12):
    """Alternating-ish turns of a couple: A pursues and B withdraws as strongly as asked."""
    who, mark, episode, day, at = [], [], [], [], []
    talk = 0
    for d in range(days):
        z = rng.normal()
        for part in range(talks):
            t = d * 24 + 9 + part * 6 + rng.uniform(0, 1)
            u = np.zeros((2, 2))
            s = int(rng.integers(2))
            for _ in range(max(2, int(rng.poisson(length)))):
                eta_p = base + own * u[s, 0] + (b_to_a * u[1, 1] if s == 0 else 0) + mood * z
                eta_w = base + own * u[s, 1] + (a_to_b * u[0, 0] if s == 1 else 0) + mood * z
                w = np.exp([0.0, eta_p, eta_w])
                m = int(np.searchsorted(np.cumsum(w / w.sum()), rng.random()))
                who.append(s), mark.append(m), episode.append(talk), day.append(d), at.append(t)
                u[s] = (1 - eta) * u[s] + eta * np.array([m == 1, m == 2])
                t += rng.lognormal(-3.5, 0.8) + 0.055
                s = 1 - s if rng.random() < 0.85 else s
            talk += 1
    return as_turns(who, mark, episode, day, at)


def as_turns(who, mark, episode, day, at=None):
    who, mark, episode, day = (np.asarray(x, dtype=np.int64) for x in (who, mark, episode, day))
    timed = at is not None
    at = np.asarray(at, dtype=float) if timed else np.full(len(who), np.nan)
    starts = np.flatnonzero(np.diff(episode, prepend=-1))
    return Turns(
        who=who, mark=mark, episode=episode, day=day, block=np.arange(len(who)) // 20, at=at, wall=at,
        start=starts[episode], group=np.arange(len(who)), timed=timed,
    )  # fmt: skip

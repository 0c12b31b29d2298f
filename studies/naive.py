"""The methods that fail: a plain Hawkes test, a mark-neutral Hawkes test, and lag-1 log odds. For contrast only."""

import numpy as np
from scipy.stats import chi2

from nearer.cycle.frames import Floats, Ints
from nearer.cycle.gate import Arrow
from nearer.cycle.ground import excitation
from nearer.cycle.lag import log_odds_ratio
from nearer.cycle.prepare import Turns

__all__ = ["hawkes_neutral_p", "hawkes_plain_p", "lag_one_p"]

DECAYS = (3.0, 8.0, 20.0, 50.0)


def hawkes_plain_p(turns: Turns, arrow: Arrow) -> float:
    """Four types AP, AW, BP, BW in raw time: does the deed excite the answer at all? Likelihood ratio."""
    kept = turns.mark > 0
    full = [1, 2, 4, 5]
    deed = arrow.source * 3 + arrow.deed
    return _ratio(turns, kept, arrow, [[c] for c in full], [[c] for c in full if c != deed])


def hawkes_neutral_p(turns: Turns, arrow: Arrow) -> float:
    """Six types: does the deed excite the answer more than a plain turn of the same person does?"""
    deed, plain = arrow.source * 3 + arrow.deed, arrow.source * 3
    rest = [[c] for c in range(6) if c not in (deed, plain)]
    return _ratio(turns, np.ones(turns.size, dtype=np.bool_), arrow, [*rest, [deed], [plain]], [*rest, [deed, plain]])


def lag_one_p(turns: Turns, arrow: Arrow) -> float:
    """The log odds of the answer right after the deed against right after another turn; two-sided, days ignored."""
    place = np.arange(1, turns.size)
    pair = (turns.who[place] == 1 - arrow.source) & (turns.who[place - 1] == arrow.source)
    place = place[pair & (turns.episode[place] == turns.episode[place - 1])]
    x, y = turns.mark[place - 1] == arrow.deed, turns.mark[place] == arrow.answer
    found = log_odds_ratio((x & y).sum(), (x & ~y).sum(), (~x & y).sum(), (~x & ~y).sum(), add=0.5)
    return float(chi2.sf(found[0] ** 2 / found[1], 1)) if found else 1.0


def _ratio(turns: Turns, kept: np.ndarray, arrow: Arrow, full: list[list[int]], restricted: list[list[int]]) -> float:
    t = turns.at[kept] - turns.at[0]
    kind = (turns.who * 3 + turns.mark)[kept]
    target = kind == (1 - arrow.source) * 3 + arrow.answer
    levels = [_best(t, kind, target, groups) for groups in (full, restricted)]
    return float(chi2.sf(max(0.0, 2 * (levels[0] - levels[1])), 1))


def _best(t: Floats, kind: Ints, target: np.ndarray, groups: list[list[int]]) -> float:
    """The highest log likelihood of the target's events over a grid of decays, by EM."""
    end, best = t[-1], -np.inf
    for decay in DECAYS:
        state = decay * excitation(t, kind, decay)[target]
        mass = np.bincount(kind, weights=1 - np.exp(-decay * (end - t)), minlength=6)
        rows = np.column_stack([np.ones(len(state)), *[state[:, group].sum(axis=1) for group in groups]])
        cost = np.array([end, *[mass[group].sum() for group in groups]])
        value = np.full(len(cost), 0.1)
        value[0] = 0.3 * len(state) / end
        last = -np.inf
        for _ in range(800):
            rate = rows @ value
            level = float(np.log(rate).sum() - value @ cost)
            if level - last < 1e-6:
                break
            last = level
            value = value * ((1.0 / rate) @ rows) / np.maximum(cost, 1e-9)
        best = max(best, level)
    return best

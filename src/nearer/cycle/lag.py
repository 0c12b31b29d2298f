"""Older ways of looking at who follows whom; for details, never for a claim. Arrays in, arrays out."""

from collections.abc import Callable

import numpy as np
from scipy.optimize import minimize

from nearer.cycle.evidence import between
from nearer.cycle.frames import Floats, Ints
from nearer.cycle.gate import ARROWS, Arrow, gate_rows
from nearer.cycle.prepare import Turns
from nearer.cycle.record import Answer, Deed, Detail, Estimate

__all__ = ["adjusted_residuals", "details", "latency_bins", "log_odds_ratio", "shrunken", "yule_q"]

EDGES = (1.0, 3.0, 10.0, 30.0, 120.0, 480.0)
"""The upper ends of the bins of waiting, minutes."""
DEEDS: tuple[Deed, ...] = ("pursue", "pursue", "withdraw")


def adjusted_residuals(table: Floats) -> Floats:
    """How far each cell lies from independence, about standard normal if there is none.

    Source: Allison and Liker 1982, Psychological Bulletin 91:393; Bakeman and Quera 2011. Ignores days, so it alarms
    falsely when good and bad days differ.
    """
    total = table.sum()
    rows, columns = table.sum(axis=1, keepdims=True), table.sum(axis=0, keepdims=True)
    expected = rows * columns / total
    spread = np.sqrt(expected * (1 - rows / total) * (1 - columns / total))
    return np.asarray(np.divide(table - expected, spread, out=np.zeros_like(expected), where=spread > 0))


def yule_q(a: float, b: float, c: float, d: float) -> float | None:
    """``(ad - bc) / (ad + bc)``; null when both products are empty."""
    return (a * d - b * c) / (a * d + b * c) if a * d + b * c > 0 else None


def log_odds_ratio(a: float, b: float, c: float, d: float, *, add: float = 0.0) -> tuple[float, float] | None:
    """The log odds ratio and its variance, with ``add`` in each cell (0.5: Haldane); null with an empty cell."""
    cells = np.array([a, b, c, d], dtype=np.float64) + add
    if (cells <= 0).any():
        return None
    return float(np.log(cells[0] * cells[3] / (cells[1] * cells[2]))), float((1 / cells).sum())


def shrunken(value: float, variance: float, *, prior: float = 1.0) -> tuple[float, float]:
    """The posterior mean and variance of a log odds ratio under a normal prior around 0 with that variance."""
    kept = prior / (prior + variance)
    return value * kept, variance * kept


def details(turns: Turns, people: tuple[str, str]) -> tuple[Detail, ...]:
    """Residual, Yule's Q and shrunken log odds of each arrow, and how reaching changes the time to a reply."""
    out = [detail for arrow in ARROWS for detail in _lagged(turns, arrow, people)]
    if turns.timed:
        for source in (0, 1):
            arrow = Arrow(source, 1, 2)
            out.append(_detail(arrow, people, "latency", _latency(turns, source)))
    return tuple(out)


def _detail(arrow: Arrow, people: tuple[str, str], name: str, estimate: Estimate) -> Detail:
    answer: Answer = DEEDS[arrow.answer]
    return Detail(people[arrow.source], people[1 - arrow.source], DEEDS[arrow.deed], answer, name, estimate)


def _lagged(turns: Turns, arrow: Arrow, people: tuple[str, str]) -> list[Detail]:
    rows = gate_rows(turns, arrow, by_day=False)
    x, y, n = rows.exposed, rows.answered, len(rows.exposed)
    cells = [int((x & y).sum()), int((x & ~y).sum()), int((~x & y).sum()), int((~x & ~y).sum())]
    residual = float(adjusted_residuals(np.array(cells, dtype=np.float64).reshape(2, 2))[0, 0]) if n else None
    found, plain = log_odds_ratio(*cells, add=0.5) if n else None, log_odds_ratio(*cells) if n else None
    q, q_low, q_high = yule_q(*cells), None, None
    if plain is not None:
        q_low, q_high = (float(np.tanh(edge / 2)) for edge in between(plain[0], plain[1]))
    note = "ignores days"
    out = [
        _detail(
            arrow,
            people,
            "residual",
            Estimate(residual, None, None, n, f"adjusted residual, standard normal if none; {note}"),
        ),
        _detail(arrow, people, "yule_q", Estimate(q, q_low, q_high, n, f"Yule's Q; {note}")),
    ]
    if found is not None:
        value, variance = shrunken(*found)
        low, high = between(value, variance)
        method = f"log odds with 0.5 in each cell, drawn to 0 by a standard normal prior; {note}"
        out.append(_detail(arrow, people, "log_odds", Estimate(value, low, high, n, method)))
    return out


def latency_bins(turns: Turns, source: int) -> tuple[Ints, Ints, Ints]:
    """For each last turn of ``source`` before a change of speaker or the end of the talk: turn, bin, and reply or not.

    The bin is that of the reply, or the last one fully waited through; turns without one full bin are left out.
    """
    mine = np.flatnonzero(turns.who == source)
    after = np.minimum(mine + 1, turns.size - 1)
    inside = (mine + 1 < turns.size) & (turns.episode[after] == turns.episode[mine])
    ended = ~inside | (turns.who[after] != source)
    mine, after, inside = mine[ended], after[ended], inside[ended]
    minutes = np.where(mine + 1 < turns.size, (turns.at[after] - turns.at[mine]) * 60.0, 0.0)
    event = inside & (minutes <= EDGES[-1])
    place = np.searchsorted(EDGES, minutes)
    place = np.where(event, place, np.minimum(place, len(EDGES)) - 1)
    keep = (place >= 0) & (minutes >= 0)
    return mine[keep], place[keep], event[keep].astype(np.int64)


def _latency(turns: Turns, source: int) -> Estimate:
    """The complementary log-log effect of reaching on the hazard of a reply; below 0 is slower.

    Bins, the replier's last mark and the hour are in the model, and each day has a level of its own, drawn to 0.
    """
    method = "event history of the reply, complementary log-log; bins, last mark, hour and day held; below 0 is slower"
    turn, place, event = latency_bins(turns, source)
    if len(turn) < 30 or (turns.mark[turn] == 1).sum() < 15:
        return Estimate(None, None, None, len(turn), method)
    person = np.repeat(np.arange(len(turn)), place + 1)
    box = np.arange(len(person)) - np.repeat(np.cumsum(place + 1) - (place + 1), place + 1)
    happened = np.zeros(len(person))
    happened[np.cumsum(place + 1) - 1] = event
    day = np.unique(turns.day[turn], return_inverse=True)[1]
    design = _latency_design(turns, turn, source)[person]
    bins = (box[:, None] == np.arange(len(EDGES))).astype(np.float64)
    rows = np.hstack([design, bins])
    size, days = rows.shape[1], int(day.max()) + 1
    label = day[person]

    def objective(values: Floats) -> tuple[float, Floats]:
        level = np.clip(rows @ values[:size] + values[size:][label], -20.0, 3.5)
        hazard = np.exp(level)
        chance = -np.expm1(-hazard)
        value = (happened * np.log(chance) - (1 - happened) * hazard).sum()
        slope = hazard * (happened * (1 - chance) / chance - (1 - happened))
        ridge = np.concatenate([np.full(size, 0.1), np.full(days, 2.0)])
        gradient = np.concatenate([slope @ rows, np.bincount(label, weights=slope, minlength=days)])
        return -value + 0.5 * float(ridge @ values**2), ridge * values - gradient

    start = np.zeros(size + days)
    start[size - len(EDGES) : size] = -1.0
    found = minimize(objective, start, jac=True, method="L-BFGS-B", options={"maxiter": 400})
    variance = _variance(objective, found.x, size)
    low, high = between(float(found.x[0]), variance)
    return Estimate(float(found.x[0]), low, high, len(turn), method)


def _latency_design(turns: Turns, turn: Ints, source: int) -> Floats:
    """Reaching, the replier's last mark (other, pursue, withdraw), hour: shape (turns, 6)."""
    place = np.where(turns.who == 1 - source, np.arange(turns.size), -1)
    before = np.maximum.accumulate(place)[turn]
    last = np.where(before >= turns.start[turn], turns.mark[np.maximum(before, 0)] + 1, 0)
    angle = 2 * np.pi * turns.hour[turn] / 24.0
    columns = [turns.mark[turn] == 1, last == 1, last == 2, last == 3, np.cos(angle), np.sin(angle)]
    return np.stack(columns, axis=1).astype(np.float64)


def _variance(objective: Callable[[Floats], tuple[float, Floats]], at: Floats, size: int) -> float:
    """The variance of the first coefficient: the days are taken out by the Schur complement of a diagonal block."""
    step, count = 1e-4, len(at)
    fixed = np.empty((count, size))
    for k in range(size):
        shift = np.zeros(count)
        shift[k] = step
        fixed[:, k] = (objective(at + shift)[1] - objective(at - shift)[1]) / (2 * step)
    shift = np.concatenate([np.zeros(size), np.full(count - size, step)])
    # one day's level touches only that day's gradient, so one shift of all days gives the diagonal
    diagonal = ((objective(at + shift)[1] - objective(at - shift)[1]) / (2 * step))[size:]
    inner = fixed[:size] - fixed[size:].T @ (fixed[size:] / diagonal[:, None])
    return float(np.linalg.inv((inner + inner.T) / 2)[0, 0])

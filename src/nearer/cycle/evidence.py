"""What the tables of one arrow say, over one or several drawings of the seconds."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nearer.cycle.record import Estimate, Interval
from nearer.cycle.tables import Z95, Table, permutation_tail, risk_difference, score, strength, sums

__all__ = ["Evidence", "between", "evidence", "holm", "share"]

STRENGTHS = ("nothing", "tentative", "usual", "solid")


@dataclass(frozen=True)
class Evidence:
    """Counts and estimates of one arrow; values are null where no stratum carries them.

    ``rates`` are the shares after the deed and otherwise, each with the number of rows behind it.
    """

    n: int
    exposed: int
    answers: int
    strata: int
    informative: int
    strength: str
    log_odds: float | None
    log_variance: float | None
    difference: float | None
    difference_variance: float | None
    rates: tuple[Estimate, Estimate]
    z: float | None
    p: float | None

    @property
    def odds_interval(self) -> Interval | None:
        """The interval of the odds ratio."""
        if self.log_odds is None or self.log_variance is None:
            return None
        low, high = between(self.log_odds, self.log_variance)
        return float(np.exp(low)), float(np.exp(high))

    @property
    def difference_interval(self) -> Interval | None:
        """The interval of the risk difference, inside -1 to 1."""
        if self.difference is None or self.difference_variance is None:
            return None
        low, high = between(self.difference, self.difference_variance)
        return max(-1.0, low), min(1.0, high)


def evidence(tables: Sequence[Table], permutations: int, rng: np.random.Generator) -> Evidence:
    """The estimates of one arrow; of several drawings the mean, with the doubt between drawings added.

    The p is that of the median drawing. Source: Rubin 1987 for the variance; Eekhout et al. 2017 for the median p.
    """
    logs = [sums(table) for table in tables]
    log_odds, log_variance = _pooled([(s.log_odds, s.variance) for s in logs])
    found = [risk_difference(table) for table in tables]
    difference, variance = _pooled([(f[0], f[1]) if f else (None, None) for f in found])
    scores = [score(table) for table in tables]
    middle = int(np.argsort([int(table.informative.sum()) for table in tables], kind="stable")[len(tables) // 2])
    one = tables[middle]
    tail = float(np.median([permutation_tail(table) for table in tables]))
    p = float((1 + rng.binomial(permutations, tail)) / (1 + permutations)) if one.informative.any() else None
    return Evidence(
        n=int((one.a + one.b + one.c + one.d).sum()),
        exposed=int((one.a + one.b).sum()),
        answers=int((one.a + one.c).sum()),
        strata=len(one.a),
        informative=int(one.informative.sum()),
        strength=min((strength(table) for table in tables), key=STRENGTHS.index),
        log_odds=log_odds,
        log_variance=log_variance,
        difference=difference,
        difference_variance=variance,
        rates=_rates(tables, one),
        z=None if any(z is None for z in scores) else float(np.mean([z for z in scores if z is not None])),
        p=p,
    )


def between(value: float, variance: float) -> Interval:
    """The normal interval of 95 in 100."""
    half = Z95 * float(np.sqrt(max(variance, 0.0)))
    return value - half, value + half


def share(count: float, n: float, *, method: str = "share, Wilson interval") -> Estimate:
    """A share with its Wilson interval; null without cases."""
    if n <= 0:
        return Estimate(None, None, None, 0, method)
    p, z2 = float(count / n), Z95 * Z95
    n = float(n)
    centre, half = p + z2 / (2 * n), Z95 * float(np.sqrt(p * (1 - p) / n + z2 / (4 * n * n)))
    low, high = (centre - half) / (1 + z2 / n), (centre + half) / (1 + z2 / n)
    return Estimate(p, min(p, max(0.0, low)), max(p, min(1.0, high)), round(n), method)


def holm(values: Sequence[float | None]) -> tuple[float | None, ...]:
    """The p values adjusted by Holm; an empty one counts in the family as 1 and stays empty."""
    filled = np.array([1.0 if value is None else value for value in values])
    order = np.argsort(filled, kind="stable")
    adjusted = np.empty(len(filled))
    factors = np.arange(len(filled), 0, -1)
    adjusted[order] = np.minimum(1.0, np.maximum.accumulate(filled[order] * factors))
    return tuple(None if value is None else float(p) for value, p in zip(values, adjusted, strict=True))


def _pooled(pairs: Sequence[tuple[float | None, float | None]]) -> tuple[float | None, float | None]:
    told = [(value, variance) for value, variance in pairs if value is not None and variance is not None]
    if len(told) < len(pairs) or not told:
        return None, None
    values, variances = np.array(told).T
    spread = values.var(ddof=1) * (1 + 1 / len(told)) if len(told) > 1 else 0.0
    return float(values.mean()), float(variances.mean() + spread)


def _rates(tables: Sequence[Table], one: Table) -> tuple[Estimate, Estimate]:
    """The standardised shares after the deed and otherwise; n counts the rows in comparable strata."""
    method = "share standardised to the strata (Mantel-Haenszel weights), Wilson interval"
    found = [difference for table in tables if (difference := risk_difference(table)) is not None]
    if len(found) < len(tables):
        return Estimate(None, None, None, 0, method), Estimate(None, None, None, 0, method)
    both = (one.a + one.b > 0) & (one.c + one.d > 0)
    rates = np.mean([difference[2:] for difference in found], axis=0)
    counts = (int((one.a + one.b)[both].sum()), int((one.c + one.d)[both].sum()))
    return (
        share(float(rates[0]) * counts[0], counts[0], method=method),
        share(float(rates[1]) * counts[1], counts[1], method=method),
    )

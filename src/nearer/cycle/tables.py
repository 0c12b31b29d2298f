"""Two-by-two tables by stratum: the Mantel-Haenszel estimates and the permutation inside strata. Arrays in and out."""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln

from nearer.cycle.frames import Bools, Floats, Ints

__all__ = [
    "Sums",
    "Table",
    "count_strata",
    "permutation_tail",
    "permuted_p",
    "risk_difference",
    "score",
    "strength",
    "sums",
    "sums_by",
]

Z95 = 1.959963984540054

INFORMATIVE, EXPOSED, ANSWERS = 10, 15, 15
"""Below any of these nothing is said (docs/studies.md, how much data)."""
USUAL, SOLID = 25, 50


@dataclass(frozen=True)
class Table:
    """Counts by stratum: a deed and answer, b deed alone, c answer alone, d neither."""

    a: Ints
    b: Ints
    c: Ints
    d: Ints

    @property
    def informative(self) -> Bools:
        """Strata in which both the deed and the answer vary."""
        n1, m1, n = self.a + self.b, self.a + self.c, self.a + self.b + self.c + self.d
        return (n1 > 0) & (n1 < n) & (m1 > 0) & (m1 < n)


@dataclass(frozen=True)
class Sums:
    """What the estimates need, added up over strata; sums of separate days add up too."""

    r: float
    s: float
    pr: float
    ps_qr: float
    qs: float

    @property
    def log_odds(self) -> float | None:
        """The ln OR of Mantel and Haenszel; null when a sum is empty."""
        return float(np.log(self.r / self.s)) if self.r > 0 and self.s > 0 else None

    @property
    def variance(self) -> float | None:
        """Of the ln OR. Source: Robins, Breslow and Greenland 1986, Biometrics 42:311."""
        if not (self.r > 0 and self.s > 0):
            return None
        r, s = self.r, self.s
        return float(self.pr / (2 * r * r) + self.ps_qr / (2 * r * s) + self.qs / (2 * s * s))


def count_strata(exposed: Bools, answered: Bools, stratum: Ints) -> tuple[Table, Ints]:
    """The table of each stratum, and the key of each stratum in the same order."""
    keys, place = np.unique(stratum, return_inverse=True)
    cell = place * 4 + np.where(exposed, 0, 2) + np.where(answered, 0, 1)
    counts = np.bincount(cell, minlength=4 * len(keys)).reshape(-1, 4)
    return Table(counts[:, 0], counts[:, 1], counts[:, 2], counts[:, 3]), keys


def sums_by(table: Table, label: Ints, size: int) -> Floats:
    """R, S, PR, PS+QR and QS of each label (a day, say), shape (size, 5)."""
    a, b, c, d = (x.astype(np.float64) for x in (table.a, table.b, table.c, table.d))
    n = a + b + c + d
    p, q, r, s = (a + d) / n, (b + c) / n, a * d / n, b * c / n
    parts = (r, s, p * r, p * s + q * r, q * s)
    return np.stack([np.bincount(label, weights=part, minlength=size) for part in parts], axis=1)


def sums(table: Table) -> Sums:
    """The sums over all strata."""
    if not len(table.a):
        return Sums(0.0, 0.0, 0.0, 0.0, 0.0)
    return Sums(*(float(x) for x in sums_by(table, np.zeros(len(table.a), dtype=np.int64), 1)[0]))


def risk_difference(table: Table) -> tuple[float, float, float, float] | None:
    """The difference, its variance, and the two standardised shares behind it; null without comparable strata.

    Source: Mantel-Haenszel weights; variance of Sato 1989, Biometrics 45:1323, which holds for few large and for many
    small strata.
    """
    a, b, c, d = (x.astype(np.float64) for x in (table.a, table.b, table.c, table.d))
    n1, n0 = a + b, c + d
    n = n1 + n0
    weight = n1 * n0 / n
    total = weight.sum()
    if not total > 0:
        return None
    with_deed, without = float((a * n0 / n).sum() / total), float((c * n1 / n).sum() / total)
    value = with_deed - without
    first = (n1 * n1 * c - n0 * n0 * a + n1 * n0 * (n0 - n1) / 2) / (n * n)
    second = (a * (n0 - c) + c * (n1 - a)) / (2 * n)
    variance = float((value * first.sum() + second.sum()) / (total * total))
    return value, max(variance, 0.0), with_deed, without


def score(table: Table) -> float | None:
    """The Cochran-Mantel-Haenszel z without continuity correction; null when nothing varies."""
    a, b, c, d = (x.astype(np.float64) for x in (table.a, table.b, table.c, table.d))
    n1, n0, m1, m0 = a + b, c + d, a + c, b + d
    n = n1 + n0
    many = n > 1
    variance = (n1 * n0 * m1 * m0)[many] / (n * n * (n - 1))[many]
    if not variance.sum() > 0:
        return None
    return float((a.sum() - (n1 * m1 / n).sum()) / np.sqrt(variance.sum()))


def permutation_tail(table: Table) -> float:
    """The exact share of within-stratum permutations whose count of deed-and-answer is at least the one seen.

    Inside a stratum with fixed margins that count is hypergeometric, and strata are independent, so the sum has the
    convolution of the hypergeometric distributions. Strata with the same margins are raised to a power.
    """
    keep = table.informative
    a, b, c, d = (x[keep] for x in (table.a, table.b, table.c, table.d))
    if not len(a):
        return 1.0
    margins, times = np.unique(np.stack([a + b, c + d, a + c]), axis=1, return_counts=True)
    lowest = np.maximum(0, margins[2] - margins[1])
    parts = [_power(_hypergeometric(*margins[:, k]), int(times[k])) for k in range(margins.shape[1])]
    while len(parts) > 1:
        parts.sort(key=len)
        paired = [np.convolve(parts[k], parts[k + 1]) for k in range(0, len(parts) - 1, 2)]
        parts = paired + ([parts[-1]] if len(parts) % 2 else [])
    at_least = int(a.sum() - (lowest * times).sum())
    tail = parts[0][at_least:].sum() / parts[0].sum()
    return float(min(1.0, tail))


def permuted_p(table: Table, permutations: int, rng: np.random.Generator) -> float:
    """The one-sided p of ``permutations`` random permutations inside strata: (1 + as large or larger) / (1 + all).

    Each permutation is as large or larger with the exact share of `permutation_tail`, independently, so the number of
    such permutations is drawn from its binomial distribution: the same p, at no cost in the number of permutations.
    """
    return float((1 + rng.binomial(permutations, permutation_tail(table))) / (1 + permutations))


def strength(table: Table) -> str:
    """What the counts can carry: nothing, tentative, usual or solid."""
    strata = int(table.informative.sum())
    if strata < INFORMATIVE or (table.a + table.b).sum() < EXPOSED or (table.a + table.c).sum() < ANSWERS:
        return "nothing"
    return "solid" if strata >= SOLID else "usual" if strata >= USUAL else "tentative"


def _hypergeometric(exposed: int, others: int, answers: int) -> Floats:
    value = np.arange(max(0, answers - others), min(exposed, answers) + 1, dtype=np.float64)
    log = -(
        gammaln(value + 1)
        + gammaln(exposed - value + 1)
        + gammaln(answers - value + 1)
        + gammaln(others - answers + value + 1)
    )
    share = np.exp(log - log.max())
    return np.asarray(share / share.sum())


def _power(share: Floats, times: int) -> Floats:
    out = np.ones(1)
    while times:
        if times & 1:
            out = np.convolve(out, share)
        times >>= 1
        if times:
            share = np.convolve(share, share)
    return out

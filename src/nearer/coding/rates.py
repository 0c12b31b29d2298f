"""Rates with their doubt, and the comparison of two of them."""

import math

import msgspec

__all__ = ["Rate", "compare_rates", "rate", "wilson"]

Z = 1.96


class Rate(msgspec.Struct, frozen=True):
    """How often, per 100 words (or, for a ratio, per 100 of what it is a share of), with its 95 % interval."""

    count: float
    of: int
    per_hundred: float
    low: float
    high: float


def wilson(count: float, of: int) -> tuple[float, float]:
    """The 95 % interval of a share, as shares between 0 and 1; (0, 1) where there is nothing to count in.

    Source: Wilson 1927, J. Am. Stat. Assoc. 22:209.

    Example:
        >>> [round(edge, 4) for edge in wilson(5, 100)]
        [0.0215, 0.1118]
    """
    if of <= 0:
        return 0.0, 1.0
    share = min(count / of, 1.0)
    bottom = 1 + Z * Z / of
    centre = (share + Z * Z / (2 * of)) / bottom
    half = Z * math.sqrt(share * (1 - share) / of + Z * Z / (4 * of * of)) / bottom
    return max(0.0, centre - half), min(1.0, centre + half)


def rate(count: float, of: int) -> Rate:
    """The rate per 100 with its interval; with nothing to count in, 0 between 0 and 100."""
    low, high = wilson(count, of)
    return Rate(count=count, of=of, per_hundred=100 * count / of if of else 0.0, low=100 * low, high=100 * high)


def compare_rates(
    first: tuple[float, int], second: tuple[float, int], *, prior: float, prior_total: float
) -> tuple[float, float]:
    """The log-odds by which the first text uses a word more than the second, and its z value.

    ``first`` and ``second`` are (count of the word, number of words); ``prior`` and ``prior_total`` are the count of
    the word and of all words in the background.

    Source: Monroe, Colaresi and Quinn 2008, Political Analysis 16:372.
    """
    odds = 0.0
    variance = 0.0
    for sign, (count, words) in ((1, first), (-1, second)):
        odds += sign * math.log((count + prior) / (words + prior_total - count - prior))
        variance += 1 / (count + prior)
    return odds, odds / math.sqrt(variance)

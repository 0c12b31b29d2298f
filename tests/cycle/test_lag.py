"""The older methods: golden values, and statsmodels' table residuals and odds ratios as oracles."""

import numpy as np
import pytest

from cycle.couples import couple
from nearer.cycle.lag import adjusted_residuals, details, log_odds_ratio, shrunken, yule_q

TABLE = np.array([[20, 10, 30], [15, 25, 10], [10, 5, 25]], dtype=float)
GOLDEN = [
    [0.7273929675, -2.2613350843, 1.345345588],
    [0.0, 4.5695384688, -4.0778620962],
    [-0.805822964, -2.3659844106, 2.8566102518],
]


def test_golden_adjusted_residuals():
    assert adjusted_residuals(TABLE) == pytest.approx(np.array(GOLDEN), abs=6e-10)


def test_golden_yule_and_log_odds():
    assert yule_q(25, 25, 15, 85) == pytest.approx(0.7)
    value, variance = log_odds_ratio(25, 25, 15, 85)
    assert value == pytest.approx(1.7346010554, abs=5e-11)
    assert variance**0.5 == pytest.approx(0.3980343861, abs=5e-11)
    assert log_odds_ratio(25, 25, 15, 85, add=0.5)[0] == pytest.approx(1.7076763520, abs=6e-11)


def test_as_statsmodels_on_random_tables():
    """Oracle: statsmodels.stats.contingency_tables, standardised residuals and the 2 by 2 log odds ratio."""
    oracle = pytest.importorskip("statsmodels.stats.contingency_tables")
    rng = np.random.default_rng(3)
    for _ in range(5):
        table = rng.integers(3, 40, size=(3, 3)).astype(float)
        theirs = oracle.Table(table, shift_zeros=False).standardized_resids
        assert adjusted_residuals(table) == pytest.approx(np.asarray(theirs), rel=1e-10)
        two = oracle.Table2x2(table[:2, :2], shift_zeros=False)
        value, variance = log_odds_ratio(*table[:2, :2].ravel())
        assert value == pytest.approx(two.log_oddsratio)
        assert variance**0.5 == pytest.approx(two.log_oddsratio_se)


def test_shrinking_draws_to_zero_the_more_the_less_is_known():
    assert shrunken(1.0, 1.0) == (0.5, 0.5)
    assert shrunken(1.0, 0.01)[0] > 0.99
    assert log_odds_ratio(0, 1, 1, 1) is None
    assert yule_q(0, 0, 3, 4) is None


def test_a_slower_reply_after_reaching_is_seen_and_none_where_none_was_put_in():
    rng = np.random.default_rng(5)
    turns = couple(rng, days=60, mood=0.3)
    flat = {(d.name, d.from_): d.estimate for d in details(turns, ("A", "B"))}[("latency", "A")]
    assert flat.low < 0 < flat.high
    wait = np.diff(turns.at, prepend=turns.at[0])
    asked = np.append(False, (turns.who[:-1] == 0) & (turns.mark[:-1] == 1) & (turns.who[1:] == 1))
    talk = np.append(False, turns.episode[1:] == turns.episode[:-1])
    slow = type(turns)(**{**vars(turns), "at": turns.at[0] + np.cumsum(np.where(asked & talk, wait * 3, wait))})
    found = {(d.name, d.from_): d.estimate for d in details(slow, ("A", "B"))}[("latency", "A")]
    assert found.high < 0

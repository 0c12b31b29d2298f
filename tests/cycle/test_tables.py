"""Mantel-Haenszel and the permutation: golden values, statsmodels' StratifiedTable, and permuting by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.cycle.tables import (
    Table,
    permutation_tail,
    permuted_p,
    risk_difference,
    score,
    strength,
    sums,
)

GOLDEN = np.array([(6, 4, 3, 9), (2, 5, 4, 12), (5, 1, 6, 6), (0, 3, 2, 8)])


def table(rows) -> Table:
    return Table(*np.asarray(rows, dtype=np.int64).T)


def test_golden_values():
    """The four strata worked out in the method's own paper trail, to ten digits."""
    found = sums(table(GOLDEN))
    assert found.r / found.s == pytest.approx(2.3370786517, abs=5e-11)
    assert found.log_odds == pytest.approx(0.8489017100, abs=5e-11)
    assert found.variance**0.5 == pytest.approx(0.5364354945, abs=5e-11)
    assert score(table(GOLDEN)) == pytest.approx(1.5371787142, abs=5e-11)
    assert risk_difference(table(GOLDEN))[0] == pytest.approx(0.1776595615, abs=5e-11)


def test_as_statsmodels_stratified_table():
    """Oracle: statsmodels.stats.contingency_tables.StratifiedTable on random strata."""
    oracle = pytest.importorskip("statsmodels.stats.contingency_tables")
    rows = np.random.default_rng(4).integers(1, 9, size=(30, 4))
    theirs = oracle.StratifiedTable(rows.reshape(-1, 2, 2).transpose(1, 2, 0).astype(float))
    ours = sums(table(rows))
    assert ours.log_odds == pytest.approx(theirs.logodds_pooled, rel=1e-12)
    assert ours.variance**0.5 == pytest.approx(theirs.logodds_pooled_se, rel=1e-12)
    assert score(table(rows)) ** 2 == pytest.approx(theirs.test_null_odds().statistic, rel=1e-12)


def test_the_tail_is_that_of_permuting_answers_inside_strata():
    """Oracle: 20,000 permutations by hand."""
    rng = np.random.default_rng(7)
    stratum = np.repeat(np.arange(4), GOLDEN.sum(axis=1))
    exposed = np.concatenate([[1] * (a + b) + [0] * (c + d) for a, b, c, d in GOLDEN])
    answered = np.concatenate([[1] * a + [0] * b + [1] * c + [0] * d for a, b, c, d in GOLDEN])
    order = np.lexsort((rng.random((20000, len(stratum))), np.broadcast_to(stratum, (20000, len(stratum)))), axis=-1)
    drawn = (answered[order] * exposed).sum(axis=1)
    assert permutation_tail(table(GOLDEN)) == pytest.approx((drawn >= (exposed * answered).sum()).mean(), abs=0.012)


def test_the_p_is_the_same_for_the_same_seed_and_never_zero():
    one, two = (permuted_p(table(GOLDEN), 999, np.random.default_rng(3)) for _ in range(2))
    assert one == two
    sure = table([(40, 0, 0, 40)] * 5)
    assert permuted_p(sure, 999, np.random.default_rng(3)) == 1 / 1000


@given(st.lists(st.tuples(*[st.integers(0, 6)] * 4).filter(any), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_properties_of_any_tables(rows):
    """Swapping answer and no answer turns the odds round; shares stay shares; the tail is a probability."""
    here, there = sums(table(rows)), sums(table([(b, a, d, c) for a, b, c, d in rows]))
    if here.log_odds is not None:
        assert here.log_odds == pytest.approx(-there.log_odds)
        assert here.variance == pytest.approx(there.variance)
    assert 0 < permutation_tail(table(rows)) <= 1
    difference = risk_difference(table(rows))
    if difference is not None:
        assert difference[0] == pytest.approx(difference[2] - difference[3])
        assert 0 <= difference[2] <= 1
        assert 0 <= difference[3] <= 1


@given(st.lists(st.tuples(*[st.integers(0, 4)] * 4).filter(any), min_size=1, max_size=8))
@settings(max_examples=30, deadline=None)
def test_tables_add_up(rows):
    """Two halves of the data give the same sums as the whole, so that shards merge."""
    whole, half = sums(table(rows + rows)), sums(table(rows))
    assert whole.r == pytest.approx(2 * half.r)
    assert whole.qs == pytest.approx(2 * half.qs)


def test_strength_follows_the_gates():
    few, more = table([(1, 1, 1, 1)] * 9), table([(2, 1, 1, 1)] * 10)
    assert strength(few) == "nothing"
    assert strength(more) == "tentative"
    assert strength(table([(2, 1, 1, 1)] * 25)) == "usual"
    assert strength(table([(2, 1, 1, 1)] * 50)) == "solid"

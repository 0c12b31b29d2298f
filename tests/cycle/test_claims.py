"""What may be said of a loop, case by case, and Holm's rule against statsmodels."""

import msgspec
import numpy as np
import pytest

from cycle.test_record import link
from nearer.cycle.claims import judge, loop_values
from nearer.cycle.evidence import evidence, holm, share
from nearer.cycle.tables import Table


def arrow(**changes):
    usual = {
        "informative_strata": 40, "n_exposed": 60, "n_answers": 60, "p_permutation": 0.001, "p_holm": 0.004,
        "model_theta": 1.0, "model_ci": (0.4, 1.6), "risk_difference_ci": (0.05, 0.25), "direction": "follows",
    }  # fmt: skip
    return msgspec.structs.replace(link(), **{**usual, **changes})


STRONG = arrow()
WEAK = arrow(p_permutation=0.4, p_holm=0.8, model_ci=(-0.3, 0.7), risk_difference_ci=(-0.1, 0.2))
NOTHING = arrow(p_permutation=0.4, p_holm=0.8, model_ci=(-0.1, 0.1), risk_difference_ci=(-0.03, 0.03))
FEW = arrow(informative_strata=7)


@pytest.mark.parametrize(
    ("one", "two", "p", "claim", "why"),
    [
        (STRONG, STRONG, 0.002, "pattern found", ()),
        (STRONG, WEAK, 0.8, "one arrow found", ("chance",)),
        (WEAK, WEAK, 0.8, "not enough yet", ("too-wide",)),
        (NOTHING, NOTHING, 0.8, "no such pattern", ()),
        (NOTHING, WEAK, 0.8, "not enough yet", ("too-wide",)),
        (FEW, STRONG, 0.002, "one arrow found", ("few-strata",)),
        (FEW, FEW, 0.002, "not enough yet", ("few-strata", "few-strata")),
        (STRONG, arrow(model_ci=(-0.1, 1.0)), 0.002, "one arrow found", ("model-disagrees",)),
        (STRONG, arrow(direction="reversed"), 0.002, "not enough yet", ("reversed",)),
        (STRONG, arrow(model_ci=None), 0.002, "one arrow found", ("model-disagrees",)),
    ],
)
def test_the_claim_of_each_case(one, two, p, claim, why):
    found, missing = judge(one, two, p, coder_gate=True)
    assert found == claim
    assert tuple(caution.code for caution in missing) == why


def test_what_is_missing_says_how_much():
    assert judge(FEW, STRONG, 0.002, coder_gate=True)[1][0].n == 3


def test_a_loop_is_as_sure_as_its_less_sure_arrow_and_two_loops_are_adjusted():
    values = loop_values((arrow(p_permutation=0.01), arrow(p_permutation=0.02), arrow(p_permutation=0.3), WEAK))
    assert values[0] == (0.02, 0.04)
    assert values[1] == (0.4, 0.4)


def test_holm_as_statsmodels():
    """Oracle: statsmodels.stats.multitest.multipletests."""
    oracle = pytest.importorskip("statsmodels.stats.multitest")
    values = np.random.default_rng(1).random(7) ** 3
    assert holm(values.tolist()) == pytest.approx(oracle.multipletests(values, method="holm")[1])
    assert holm([0.04, None]) == (0.08, None)


def test_wilson_as_statsmodels():
    """Oracle: statsmodels.stats.proportion.proportion_confint."""
    oracle = pytest.importorskip("statsmodels.stats.proportion")
    for count, n in ((0, 5), (3, 10), (10, 10), (40, 90)):
        found = share(count, n)
        assert (found.low, found.high) == pytest.approx(oracle.proportion_confint(count, n, method="wilson"), abs=1e-12)
    assert share(0, 0).value is None


def test_drawings_of_the_seconds_add_their_own_doubt():
    rows = np.random.default_rng(2).integers(1, 6, (30, 4))
    one = Table(*rows.T)
    other = Table(*np.roll(rows, 1, axis=1).T)
    rng = np.random.default_rng(0)
    same, mixed = evidence([one, one], 99, rng), evidence([one, other], 99, rng)
    assert same.log_odds == evidence([one], 99, rng).log_odds
    assert mixed.log_variance > same.log_variance

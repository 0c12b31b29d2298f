"""The checks of the fit pass on a couple drawn from the model and fail where the model is wrong."""

import numpy as np
import pytest
from scipy.stats import kstest

from cycle.couples import couple
from cycle.test_ground import branching
from nearer.cycle import checks
from nearer.cycle.checks import calibration, checks_of, draw_ground, draw_marks, ks_distance
from nearer.cycle.ground import fit_ground, happenings, rescaled_gaps
from nearer.cycle.links import fit_all


@pytest.fixture(scope="module")
def turns():
    return couple(np.random.default_rng(21), days=40, a_to_b=1.5, b_to_a=1.5)


def test_the_distance_is_that_of_scipy():
    gaps = np.random.default_rng(1).exponential(size=80)
    assert ks_distance(gaps) == pytest.approx(kstest(gaps, "expon").statistic)


def test_rescaled_gaps_of_a_true_process_are_exponential():
    data, _ = branching(np.random.default_rng(2), end=60 * 24.0)
    fit = fit_ground(data)
    for gaps in rescaled_gaps(data, fit.background, fit.replies, fit.decays):
        assert kstest(gaps, "expon").pvalue > 0.01
    copy = draw_ground(data, fit, np.random.default_rng(3))
    assert len(copy.t) == pytest.approx(len(data.t), rel=0.25)


def test_the_model_passes_its_own_checks(turns, monkeypatch):
    monkeypatch.setattr(checks, "REFITS", 9)
    found = checks_of(turns, fit_all(turns).main, fit_ground(happenings(turns)), np.random.default_rng(4))
    told = {check.name: check for check in found}
    for name in ("calibration-pursue", "calibration-withdraw", "brier-withdraw", "there-and-back", "run-length"):
        assert told[name].passed, told[name]
    assert {"timing-A", "timing-B", "timing-order-A"} <= set(told)
    assert not told["timing-A"].passed  # the times were drawn log-normal, not from a Hawkes process


def test_copies_have_the_shares_of_the_conversation(turns):
    drawn = draw_marks(turns, fit_all(turns).main, 60, np.random.default_rng(5))
    for mark in (1, 2):
        assert (drawn == mark).mean() == pytest.approx((turns.mark == mark).mean(), abs=0.04)


def test_calibration_bins_hold_everything_once():
    chance, share, n = calibration(np.linspace(0, 1, 95), np.linspace(0, 1, 95) > 0.5)
    assert n.sum() == 95
    assert len(chance) == len(share) == 10

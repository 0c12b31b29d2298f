"""The excess matrix and the loop gain: golden values and what no influence must give."""

import numpy as np
import pytest

from cycle.couples import couple
from nearer.cycle.gain import closed_gain, excess, gains, radius
from nearer.cycle.marks import fit_marks, units

FADING = np.array([[0.20, 0.30], [0.35, 0.15]])
FEEDING = np.array([[0.30, 0.80], [0.70, 0.25]])


def test_golden_gains():
    assert radius(FADING) == pytest.approx(0.5)
    assert closed_gain(FADING, 0, 1) == pytest.approx(0.1544117647, abs=5e-11)
    assert np.linalg.inv(np.eye(2) - FADING)[:, 0] == pytest.approx([1.4782608696, 0.6086956522], abs=5e-11)
    assert radius(FEEDING) == pytest.approx(1.0237489566, abs=5e-11)
    assert closed_gain(FEEDING, 0, 1) == pytest.approx(1.0666666667, abs=5e-11)


def test_without_influence_the_matrix_is_empty_off_the_diagonal():
    """Whatever the talkativeness: only own momentum is left, so no loop has a gain."""
    values = np.zeros((2, 2, 8))
    values[:, 0, 1] = 0.9
    matrix = excess(values, np.full((2, 2), 3.0), np.full((2, 3), 0.1))
    assert matrix[:2, 2:] == pytest.approx(0.0)
    assert matrix[2:, :2] == pytest.approx(0.0)
    assert closed_gain(matrix, 0, 3) == 0.0


def test_two_arrows_that_point_back_do_not_make_a_gain():
    assert closed_gain(np.array([[0.1, -0.3], [-0.3, 0.1]]), 0, 1) < 0


def test_the_excess_is_the_derivative_of_the_mean():
    """Oracle: numerical derivative of the mean probability with respect to the other's memory."""
    rng = np.random.default_rng(3)
    values, rows = rng.normal(0, 0.7, (2, 2, 8)), rng.normal(0, 0.5, (50, 7))

    def share(shift, person=1):
        x = rows.copy()
        x[:, 3] += shift
        odds = np.exp(np.hstack([np.zeros((50, 1)), x @ values[person, :, :7].T]))
        return (odds / odds.sum(axis=1, keepdims=True))[:, 1:]

    p, w = share(0.0).T
    moments = np.zeros((2, 3))
    moments[1] = [(p * (1 - p)).mean(), (p * w).mean(), (w * (1 - w)).mean()]
    matrix = excess(values, np.ones((2, 2)), moments)
    slope = (share(1e-5) - share(-1e-5)).mean(axis=0) / 2e-5
    assert matrix[2:, 0] == pytest.approx(slope, abs=1e-8)


def test_a_strong_loop_has_a_gain_and_its_interval_holds_it():
    turns = couple(np.random.default_rng(1), days=60, a_to_b=1.5, b_to_a=1.5)
    unit, factor = units(turns, by_day=True)
    found = gains(turns, fit_marks(turns, unit, factor), draws=400, rng=np.random.default_rng(2))
    low, high = np.percentile(found.draws[:, 0, 0], [2.5, 97.5])
    assert 0 < low < found.gain[0, 0] < high
    assert found.gain[2, 0] > found.gain[0, 0] > found.gain[1, 0] * 0.5

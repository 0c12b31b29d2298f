"""The mean-field map against golden trajectories, and what its resting points must always satisfy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit

from nearer.cycle.meanfield import MeanField, loop_gain, resting_points, spectral_radius, trajectory

SETTLES = MeanField(level=(-1.5, -1.8), own=(0.8, 0.8), cross=(1.5, 1.5))
STUCK = MeanField(level=(-2.4, -2.6), own=(1.2, 1.2), cross=(4.0, 4.0))
HOT = np.array([0.9, 0.9])


@pytest.mark.parametrize(
    ("rounds", "wanted"),
    [
        (1, (0.821629, 0.800128)),
        (2, (0.751670, 0.715528)),
        (5, (0.584550, 0.528655)),
        (10, (0.417887, 0.359395)),
        (20, (0.307432, 0.254789)),
    ],
)
def test_a_couple_that_settles_cools_down_step_by_step(rounds, wanted):
    """Golden trajectory of a loop with one resting point."""
    assert trajectory(SETTLES, HOT, rounds)[-1] == pytest.approx(wanted, abs=5e-7)


def test_a_couple_that_settles_has_one_resting_point():
    """Its place, its gain and its radius, to the digits of the golden values; with one in five on each side too."""
    (point,) = resting_points(SETTLES)
    assert (point.pressing, point.closing) == pytest.approx((0.284717, 0.234028), abs=5e-7)
    assert (point.gain, point.radius) == pytest.approx((0.114555, 0.439932), abs=5e-7)
    assert point.stable

    (softer,) = resting_points(SETTLES, kept=(0.8, 0.8))
    assert (softer.pressing, softer.closing, softer.gain) == pytest.approx((0.200304, 0.162115, 0.055357), abs=5e-7)


def test_a_stuck_couple_has_calm_tipping_and_locked_points():
    """Three resting points; only the middle one has a gain above 1, and only it is unstable."""
    calm, tipping, locked = resting_points(STUCK)
    assert (calm.pressing, calm.closing, calm.gain) == pytest.approx((0.166190, 0.146924, 0.392322), abs=5e-7)
    assert (tipping.pressing, tipping.closing) == pytest.approx((0.427920, 0.399039), abs=5e-7)
    assert (tipping.gain, tipping.radius) == pytest.approx((1.867370, 1.259942), abs=5e-7)
    assert (locked.pressing, locked.closing, locked.gain) == pytest.approx((0.903920, 0.889214, 0.173304), abs=5e-7)
    assert [point.stable for point in (calm, tipping, locked)] == [True, False, True]
    assert trajectory(STUCK, HOT, 20)[-1] == pytest.approx((0.904025, 0.889329), abs=5e-7)


@pytest.mark.parametrize(
    ("steps", "ends"),
    [
        ((0, 0), (0.903920, 0.889214)),
        ((0.1, 0), (0.767146, 0.808213)),
        ((0, 0.1), (0.834532, 0.754164)),
        ((0.1, 0.1), (0.127577, 0.111524)),
        ((0.2, 0), (0.115109, 0.119621)),
        ((0.2, 0.2), (0.101902, 0.088342)),
    ],
)
def test_two_small_steps_release_what_one_alone_does_not(steps, ends):
    """The acceptance test: a tenth by either alone stays locked, a tenth by each releases, a fifth by one does too."""
    kept = (1 - steps[0], 1 - steps[1])
    assert trajectory(STUCK, HOT, 4000, kept=kept)[-1] == pytest.approx(ends, abs=5e-7)


def test_where_both_step_the_locked_state_is_gone():
    """With a tenth each there is one resting point left, not three."""
    assert len(resting_points(STUCK, kept=(0.9, 1.0))) == 3
    assert len(resting_points(STUCK, kept=(0.9, 0.9))) == 1


def test_gain_and_radius_of_the_golden_matrices():
    """The closed-loop gain crosses 1 where the spectral radius does."""
    mild, strong = np.array([[0.20, 0.30], [0.35, 0.15]]), np.array([[0.30, 0.80], [0.70, 0.25]])
    assert spectral_radius(mild) == pytest.approx(0.5, abs=1e-10)
    assert loop_gain(mild) == pytest.approx(0.1544117647, abs=1e-10)
    assert np.linalg.inv(np.eye(2) - mild)[:, 0] == pytest.approx((1.4782608696, 0.6086956522), abs=1e-10)
    assert spectral_radius(strong) == pytest.approx(1.0237489566, abs=1e-10)
    assert loop_gain(strong) == pytest.approx(1.0666666667, abs=1e-10)


def test_an_open_loop_has_no_gain():
    """Where one arrow is missing or pushes the other way, there is no number to give."""
    assert loop_gain(np.array([[0.2, -0.1], [0.3, 0.2]])) is None


weights = st.floats(0, 5)
levels = st.floats(-4, 1)


@settings(max_examples=30, deadline=None)
@given(st.tuples(levels, levels), st.tuples(weights, weights), st.tuples(weights, weights))
def test_every_resting_point_rests_and_there_is_always_one(level, own, cross):
    """Each point found maps to itself, at least one is found, and the gain agrees with the radius about 1."""
    field = MeanField(level, own, cross)
    points = resting_points(field)
    assert points
    for point in points:
        at = np.array([point.pressing, point.closing])
        assert expit(np.add(level, np.multiply(own, at) + np.multiply(cross, at[::-1]))) == pytest.approx(at, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(0.01, 0.95), min_size=4, max_size=4))
def test_the_gain_is_below_one_exactly_when_the_radius_is(entries):
    """The threshold of the loop gain is exactly 1."""
    matrix = np.array(entries).reshape(2, 2)
    gain = loop_gain(matrix)
    assert gain is not None
    if abs(gain - 1) > 1e-9:
        assert (gain < 1) == (spectral_radius(matrix) < 1)

"""Published models of two people's feelings, written out here as oracles for what the house says about loops.

Nearer draws no claim from them; they check that maps, flows and thresholds behave as the literature says.
"""

import numpy as np
import pytest
from scipy.linalg import expm

from nearer.cycle.meanfield import spectral_radius


def marriage_path(below, above, rounds):
    """Gottman, Swanson & Murray (1999): inertia .4 and .3, influence bilinear, the second person answers the first."""

    def influence(score, slopes):
        return slopes[0 if score < 0 else 1] * score

    first, second = -1.0, -1.0
    path = [(first, second)]
    for _ in range(rounds):
        first = 0.2 + 0.4 * first + influence(second, (below[0], above[0]))
        second = 0.15 + 0.3 * second + influence(first, (below[1], above[1]))
        path.append((first, second))
    return path


def test_bilinear_influence_climbs_out_of_a_bad_moment():
    """Gottman-Murray-Swanson golden path and its limit, the solution of two linear equations."""
    path = marriage_path(below=(0.5, 0.4), above=(0.2, 0.25), rounds=200)
    assert path[1] == pytest.approx((-0.7, -0.43), abs=1e-10)
    assert path[2] == pytest.approx((-0.295, -0.097), abs=1e-10)
    assert path[3] == pytest.approx((0.0335, 0.129275), abs=1e-10)
    assert path[5] == pytest.approx((0.34542125, 0.3109341875), abs=1e-10)
    limit = np.linalg.solve([[0.6, -0.2], [-0.25, 0.7]], [0.2, 0.15])
    assert limit == pytest.approx((0.4594594595, 0.3783783784), abs=1e-10)
    assert path[200] == pytest.approx(limit, abs=1e-10)
    assert pytest.approx((1 / 3, 0.2142857), abs=1e-7) == (0.2 / 0.6, 0.15 / 0.7)


def test_steeper_negative_influence_runs_away():
    """The same start diverges downwards, and the negative branch has a spectral radius above 1."""
    path = marriage_path(below=(0.9, 0.8), above=(0.2, 0.25), rounds=8)
    assert path[8] == pytest.approx((-2.303359241, -2.2658761542), abs=1e-9)
    branch = np.array([[0.4, 0.9], [0.8 * 0.4, 0.3 + 0.8 * 0.9]])
    assert spectral_radius(branch) > 1


def test_two_ideals_that_pull_meet_in_the_middle():
    """Felmlee & Greenberg (1999): eigenvalues, equilibrium and the path from (0, 8)."""
    pull = np.array([[-0.2 - 0.3, 0.3], [0.4, -0.1 - 0.4]])
    ideals = np.array([0.2 * 2, 0.1 * 5])
    assert sorted(np.linalg.eigvals(pull), reverse=True) == pytest.approx((-0.1535898385, -0.8464101615), abs=1e-10)
    rest = np.linalg.solve(pull, -ideals)
    assert rest == pytest.approx((2.6923076923, 3.1538461538), abs=1e-10)
    for time, wanted in [
        (1, (1.8599232253, 5.6049889623)),
        (5, (2.9913194736, 3.614641781)),
        (10, (2.8535213209, 3.341677361)),
    ]:
        assert rest + expm(pull * time) @ (np.array([0, 8]) - rest) == pytest.approx(wanted, abs=1e-9)


def test_coupled_oscillators_swing_and_fade():
    """Boker & Laurenceau (2006) form: eigenvalues and the state (x, x', y, y') from (1, 0, 0, 0)."""
    one, other = (-0.6, -0.1, 0.08), (-0.5, -0.12, 0.10)
    flow = np.array(
        [
            [0, 1, 0, 0],
            [one[0], one[1], one[2] * other[0], one[2] * other[1]],
            [0, 0, 0, 1],
            [other[2] * one[0], other[2] * one[1], other[0], other[1]],
        ]
    )
    roots = sorted(np.linalg.eigvals(flow), key=lambda root: (abs(root.imag), root.imag), reverse=True)
    assert roots[0].real == pytest.approx(-0.05483551, abs=1e-8)
    assert roots[0].imag == pytest.approx(0.7849339704, abs=1e-10)
    assert roots[2].real == pytest.approx(-0.05516449, abs=1e-8)
    assert roots[2].imag == pytest.approx(0.6911097714, abs=1e-10)
    start = np.array([1, 0, 0, 0])
    assert expm(flow) @ start == pytest.approx((0.7240550714, -0.5150144034, -0.0253840444, -0.0440369042), abs=1e-9)
    assert expm(5 * flow) @ start == pytest.approx((-0.6120136741, 0.3948131675, 0.0879494787, 0.1027666222), abs=1e-9)

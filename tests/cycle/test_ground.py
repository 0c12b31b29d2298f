"""The timing model: golden values, a direct numerical integral, and recovery of what was put in."""

import itertools

import numpy as np
import pytest
from scipy.integrate import quad

from nearer.cycle.ground import (
    FLAT,
    Clock,
    Happenings,
    excitation,
    fit_ground,
    log_likelihood,
    rescaled_gaps,
    start_profile,
    who_by_who,
)

ORDER = ["AO", "AP", "AW", "BO", "BP", "BW"]
KIND = np.array([ORDER.index(c) for c in ("AP", "BO", "AP", "BW", "AO", "BP")])
DATA = Happenings(np.array([0.5, 0.7, 1.1, 2.0, 2.2, 3.9]), KIND // 3, KIND, 5.0, Clock(FLAT))
MU = np.array([0.3, 0.2])
REPLIES = np.array([[[0.10, 0.20, 0.05, 0.40, 0.45, 0.35]], [[0.50, 0.45, 0.40, 0.10, 0.15, 0.05]]])
BETA = np.array([2.0])


def rate(person: int, t: float) -> float:
    """The intensity straight from its definition, without any recursion."""
    before = DATA.t < t
    return MU[person] + (REPLIES[person, 0][KIND[before]] * 2.0 * np.exp(-2.0 * (t - DATA.t[before]))).sum()


def test_golden_likelihood():
    logs, compensator = log_likelihood(DATA, MU, REPLIES, BETA)
    assert logs == pytest.approx(-4.1359949087, abs=5e-11)
    assert compensator == pytest.approx(5.8298692889, abs=5e-11)
    assert logs - compensator == pytest.approx(-9.9658641976, abs=5e-11)


def test_golden_intensities():
    state = excitation(DATA.t, KIND, 2.0)
    assert MU[1] + 2.0 * state[3] @ REPLIES[1, 0] == pytest.approx(0.4084320766, abs=5e-11)
    assert MU[0] + 2.0 * state[4] @ REPLIES[0, 0] == pytest.approx(0.8667242583, abs=1e-10)


def test_golden_rescaled_gaps():
    one, two = rescaled_gaps(DATA, MU, REPLIES, BETA)
    assert one == pytest.approx([0.15, 0.540029572, 0.8366082989], abs=5e-10)
    assert two == pytest.approx([0.2883559793, 1.0074279824, 1.0140794715], abs=5e-10)


def test_golden_who_by_who():
    kind = np.repeat(np.arange(6), [5, 4, 1, 5, 2, 3])
    matrix = who_by_who(REPLIES, kind)
    assert matrix == pytest.approx(np.array([[0.135, 0.395], [0.47, 0.095]]), abs=1e-12)
    assert np.abs(np.linalg.eigvals(matrix)).max() == pytest.approx(0.5463351365, abs=5e-11)


def test_as_a_direct_numerical_integral():
    """Oracle: the intensity integrated by adaptive quadrature between events."""
    edges = np.concatenate([[0.0], DATA.t, [5.0]])
    whole = sum(
        quad(lambda t, i=i: rate(i, t), a, b, epsabs=1e-12)[0] for i in (0, 1) for a, b in itertools.pairwise(edges)
    )
    logs = sum(np.log(rate(int(i), t)) for i, t in zip(DATA.who, DATA.t, strict=True))
    assert log_likelihood(DATA, MU, REPLIES, BETA) == pytest.approx((logs, whole), abs=1e-9)


def test_the_scan_is_the_recursion():
    rng = np.random.default_rng(2)
    t, kind = np.cumsum(rng.exponential(0.3, 400)), rng.integers(0, 6, 400)
    state, slow = np.zeros(6), []
    for k in range(400):
        if k:
            state = np.exp(-3.0 * (t[k] - t[k - 1])) * (state + np.eye(6)[kind[k - 1]])
        slow.append(state)
    assert excitation(t, kind, 3.0) == pytest.approx(np.array(slow), abs=1e-12)


def test_the_profile_has_mean_one_and_its_integral_is_its_own():
    clock = Clock(start_profile(np.random.default_rng(0).uniform(8, 22, 80) + 24 * np.arange(80)), 30.0)
    assert clock.profile.mean() == pytest.approx(1.0)
    assert (clock.profile > 0).all()
    grid = np.linspace(0, 400, 400001)
    middle = (grid[1:] + grid[:-1]) / 2
    assert clock.integral(np.asarray(400.0)) == pytest.approx(clock.at(middle).mean() * 400.0, rel=1e-4)


def branching(rng, beta=25.0, end=60 * 24.0):
    """A couple's timing drawn as a branching process: background, then replies of replies."""
    shares = np.array([[0.7, 0.18, 0.12], [0.7, 0.12, 0.18]])
    mu = np.array([0.12, 0.1])
    replies = np.array([[0.1, 0.2, 0.05, 0.5, 0.55, 0.45], [0.5, 0.55, 0.4, 0.1, 0.15, 0.05]])
    t = [rng.uniform(0, end, rng.poisson(mu[i] * end)) for i in (0, 1)]
    times, who = np.concatenate(t), np.repeat([0, 1], [len(t[0]), len(t[1])])
    all_t, all_who, all_kind = [], [], []
    while len(times):
        mark = (rng.random(len(times))[:, None] > np.cumsum(shares, axis=1)[who]).sum(axis=1)
        kind = who * 3 + mark
        all_t.append(times), all_who.append(who), all_kind.append(kind)
        children = [np.repeat(np.arange(len(times)), rng.poisson(replies[i][kind])) for i in (0, 1)]
        parent, who = np.concatenate(children), np.repeat([0, 1], [len(children[0]), len(children[1])])
        times = times[parent] + rng.exponential(1 / beta, len(parent))
        keep = times < end
        times, who = times[keep], who[keep]
    t, w, k = np.concatenate(all_t), np.concatenate(all_who), np.concatenate(all_kind)
    order = np.argsort(t)
    return Happenings(t[order], w[order], k[order], end, Clock(FLAT)), replies


def test_what_was_put_in_is_found():
    data, replies = branching(np.random.default_rng(11), end=240 * 24.0)
    fit = fit_ground(data)
    assert fit.decays[0] == pytest.approx(25.0, rel=0.08)
    assert fit.background == pytest.approx([0.12, 0.1], rel=0.1)
    assert np.abs(fit.replies[:, 0] - replies).max() < 0.15


def test_rare_parents_are_merged_with_plain_ones():
    data, _ = branching(np.random.default_rng(5), end=6 * 24.0)
    fit = fit_ground(data)
    assert "AW" in fit.merged
    assert fit.replies[0, 0, 2] == fit.replies[0, 0, 0]

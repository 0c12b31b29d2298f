"""The mark model: its gradient, a direct integral over the mood, recovery, and what the counts cannot carry."""

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.stats import norm
from studies.couples import Couple, draw

from cycle.couples import as_turns, couple
from nearer.cycle.gate import ARROWS
from nearer.cycle.links import direction, fit_all, hours_held
from nearer.cycle.marks import NAMES, _data, _design, _likelihood, fit_marks, place_of, reversed_turns, units
from nearer.cycle.memory import memory, reach


@pytest.fixture(scope="module")
def turns():
    return couple(np.random.default_rng(8), days=25, a_to_b=1.2, b_to_a=1.2)


def slow_memory(turns, eta):
    """The definition, turn by turn."""
    out, u = np.zeros((turns.size, 4)), np.zeros((2, 2))
    for k in range(turns.size):
        if turns.start[k] == k:
            u[:] = 0.0
        who = turns.who[k]
        out[k] = [*u[who], *u[1 - who]]
        u[who] = (1 - eta) * u[who] + eta * np.array([turns.mark[k] == 1, turns.mark[k] == 2])
    return out


@pytest.mark.parametrize("eta", [1.0, 0.7, 0.2])
def test_the_memory_is_its_definition(turns, eta):
    assert memory(turns, eta) == pytest.approx(slow_memory(turns, eta), abs=1e-12)


@pytest.mark.parametrize("eta", [1.0, 0.4])
def test_the_reach_is_its_definition(turns, eta):
    """Weights eta (1 - eta)^(turns of j between) summed over later turns of i in the same talk."""
    total, count = np.zeros((2, 2)), np.zeros(2)
    for first in range(turns.size):
        j, between = turns.who[first], 0
        count[j] += 1
        for later in range(first + 1, turns.size):
            if turns.episode[later] != turns.episode[first]:
                break
            total[turns.who[later], j] += eta * (1 - eta) ** between
            between += turns.who[later] == j
    assert reach(turns, eta) == pytest.approx(total / count, abs=1e-10)


def test_the_gradient_is_that_of_the_likelihood(turns):
    unit, factor = units(turns, by_day=True)
    data = _data(turns, _design(turns, 0.4), unit, factor)
    values = np.random.default_rng(1).normal(0, 0.4, 32)
    numeric = [
        (_likelihood(values + 1e-6 * step, data)[0] - _likelihood(values - 1e-6 * step, data)[0]) / 2e-6
        for step in np.eye(32)
    ]
    assert _likelihood(values, data)[1] == pytest.approx(np.array(numeric), abs=2e-5)


def test_the_likelihood_is_the_integral_over_the_mood(turns):
    """Oracle: adaptive quadrature over the mood of each day, the probabilities written out turn by turn."""
    few = couple(np.random.default_rng(2), days=3, talks=1, length=6)
    design, unit = _design(few, 1.0), few.day
    values = np.random.default_rng(4).normal(0, 0.3, (2, 2, 8))

    def day(d):
        rows = np.flatnonzero(unit == d)

        def joint(z):
            chance = norm.pdf(z)
            for k in rows:
                part = values[few.who[k]]
                odds = np.exp(np.append(0.0, part[:, :7] @ design[k] + part[:, 7] * z))
                chance *= (odds / odds.sum())[few.mark[k]]
            return chance

        return np.log(quad(joint, -8, 8, epsabs=1e-14)[0])

    whole = sum(day(d) for d in np.unique(unit))
    assert _likelihood(values.ravel(), _data(few, design, unit, "day"))[0] == pytest.approx(whole, abs=1e-5)


def test_the_links_that_were_put_in_are_found():
    turns = couple(np.random.default_rng(3), days=150, a_to_b=1.2, b_to_a=0.6)
    fit = fit_marks(turns, *units(turns, by_day=True))
    for arrow, truth in zip(ARROWS, (1.2, 0.6, 0.0, 0.0), strict=True):
        value, error = fit.theta(arrow)
        assert abs(value - truth) < 3 * error
    assert fit.values[:, :, 7].sum() >= 0
    assert fit.values[:, :, 7].mean() == pytest.approx(0.7, abs=0.25)


def test_the_names_and_places_of_the_links():
    assert [NAMES[place_of(arrow)] for arrow in ARROWS] == ["B.W.other_P", "A.P.other_W", "A.W.other_P", "B.P.other_W"]


def test_a_link_without_enough_counts_is_left_out():
    turns = couple(np.random.default_rng(3), days=12, base=-5.0, mood=0.0)
    fit = fit_marks(turns, *units(turns, by_day=True))
    assert fit.theta(ARROWS[0]) is None


def test_few_days_have_no_mood_of_their_own():
    assert units(couple(np.random.default_rng(3), days=4, length=8), by_day=True)[1] == "none"
    assert units(couple(np.random.default_rng(3), days=9, length=20), by_day=True)[1] == "block"
    assert units(couple(np.random.default_rng(3), days=20), by_day=True)[1] == "day"


def test_time_reversed_twice_is_time(turns):
    again = reversed_turns(reversed_turns(turns))
    assert (again.mark == turns.mark).all()
    assert (again.start == turns.start).all()


def test_the_direction_of_one_arrow_is_seen():
    turns = couple(np.random.default_rng(6), days=90, a_to_b=2.0)
    fits = fit_all(turns)
    forward, back = fits.main.theta(ARROWS[0]), fits.backward.theta(ARROWS[0])
    assert direction(forward, back, fits.main.theta(ARROWS[1])) == "follows"
    backward = fit_all(reversed_turns(turns))
    wrong = [backward.main.theta(ARROWS[0]), backward.backward.theta(ARROWS[0])]
    assert direction(*wrong, backward.main.theta(ARROWS[1])) != "follows" or wrong[0][0] < 1.0


def test_the_direction_rule():
    """A way back that the other arrow accounts for does not speak against an arrow; one that nothing explains does."""
    assert direction((1.0, 0.2), (0.1, 0.2), (0.0, 0.2)) == "follows"
    assert direction((1.0, 0.2), (1.1, 0.2), (0.1, 0.2)) == "moves together"
    assert direction((0.8, 0.2), (2.0, 0.2), (0.0, 0.2)) == "reversed"
    assert direction((0.8, 0.2), (2.0, 0.2), (1.9, 0.2)) == "follows"


def test_hours_are_held_when_the_mood_is_of_the_talk():
    held = []
    for moods in ({"mood": 0.9}, {"talk_mood": 0.9}):
        turns = draw(Couple(days=60, **moods), np.random.default_rng(5))
        held.append(hours_held(turns, ARROWS[0], fit_all(turns, light=True)))
    assert held == [False, True]


def test_one_turn_each_does_not_fail():
    tiny = as_turns([0, 1], [1, 2], [0, 0], [0, 0], [9.0, 9.1])
    assert fit_all(tiny) is not None

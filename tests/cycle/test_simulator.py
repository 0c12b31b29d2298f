"""The simulator against exact expectations, its golden values, and the rules that every what-if keeps."""

import numpy as np
import pytest
from scipy.special import expit

from nearer.cycle.chances import Chances, Kept, Pace, draw_chances
from nearer.cycle.record import Model
from nearer.cycle.simulator import Step, Talk, simulate
from nearer.cycle.talks import alternating, in_time
from nearer.safety import look

NEVER = -np.inf
CLEAR = look("We talked for an hour and went to bed.")
SETTLES = {"level": (-1.5, -1.8), "own": (0.8, 0.8), "cross": (1.5, 1.5)}
STUCK = {"level": (-2.4, -2.6), "own": (1.2, 1.2), "cross": (4.0, 4.0)}


def loop_chances(level, own, cross, *, draws=1):
    """A presses or not, B closes or not; nothing else moves them."""
    levels = np.full((2, 2), NEVER)
    owns, crosses = np.zeros((2, 2, 2)), np.zeros((2, 2, 2))
    levels[0, 0], levels[1, 1] = level
    owns[0, 0, 0], owns[1, 1, 1] = own
    crosses[0, 0, 1], crosses[1, 1, 0] = cross
    return Chances(*(np.stack([part] * draws) for part in (levels, owns, crosses, np.zeros((2, 2)))), memory=0.4)


def kept_shares(pressing, closing):
    return Kept(np.array([[pressing, 1.0], [1.0, closing]]), np.ones((2, 2)))


def exact_counts(level, own, cross, kept=(1.0, 1.0), turns=20, memory=0.4):
    """Expected pressing and closing turns by walking through every possible talk, weighted by its chance."""
    chance, drive, counts = np.ones(1), np.zeros((1, 2)), [0.0, 0.0]
    for turn in range(turns):
        person = turn % 2
        hot = kept[person] * expit(
            level[person] + own[person] * drive[:, person] + cross[person] * drive[:, 1 - person]
        )
        counts[person] += float(chance @ hot)
        cooled, heated = drive.copy(), drive.copy()
        cooled[:, person] *= 1 - memory
        heated[:, person] = (1 - memory) * drive[:, person] + memory
        chance = np.concatenate([chance * (1 - hot), chance * hot])
        drive = np.concatenate([cooled, heated])
    return counts


GOLDEN = [
    (SETTLES, (0, 0), (2.531, 2.133)),
    (SETTLES, (0.2, 0), (1.951, 1.991)),
    (SETTLES, (0, 0.2), (2.409, 1.639)),
    (SETTLES, (0.2, 0.2), (1.862, 1.539)),
    (STUCK, (0, 0), (1.791, 1.739)),
    (STUCK, (0.2, 0), (1.276, 1.433)),
    (STUCK, (0, 0.2), (1.525, 1.225)),
    (STUCK, (0.2, 0.2), (1.113, 1.037)),
]


@pytest.mark.parametrize(("couple", "steps", "wanted"), GOLDEN)
def test_the_golden_counts_are_the_exact_ones(couple, steps, wanted):
    """The published counts (simulated, standard error up to .004) against the sum over all 2^20 talks."""
    assert exact_counts(**couple, kept=(1 - steps[0], 1 - steps[1])) == pytest.approx(wanted, abs=0.012)


@pytest.mark.parametrize(("couple", "steps", "wanted"), GOLDEN)
def test_played_talks_have_the_golden_counts(couple, steps, wanted):
    """40,000 played talks give the golden counts within four standard errors of their own and of the golden's."""
    log = alternating(loop_chances(**couple), kept_shares(1 - steps[0], 1 - steps[1]), 40_000, 20, seed=6)
    for mark, mean in zip((1, 2), wanted, strict=True):
        counts = (log.mark[0] == mark).sum(axis=-1)
        assert counts.mean() == pytest.approx(mean, abs=4 * np.hypot(counts.std() / 200, 0.004))


def test_a_hold_stops_the_simulation():
    """Nothing but a clearance opens it; a hold least of all."""
    with pytest.raises(TypeError, match="Clearance"):
        simulate(loop_chances(**STUCK), Talk(0, 20), Step(0.2), clearance=look("He hit me last night."), seed=1)


def test_two_steps_help_more_than_either():
    """Less pressing and less closing, sooner calm, and more talks that end open, most of all where both step."""
    found = simulate(loop_chances(**STUCK), Talk(0, 20), Step(0.3), clearance=CLEAR, seed=3, talks=4000)
    alone = (found.pursuer_alone, found.withdrawer_alone)
    for panel in (*alone, found.both):
        assert panel.change.pressing.value < 0
        assert panel.change.closing.value < 0
        assert panel.change.turns_to_calm.value < 0
        assert panel.change.ends_open.value > 0
    assert found.both.outcomes.closing.value < min(panel.outcomes.closing.value for panel in alone)
    assert found.as_it_is.minutes_to_calm is None


def test_roles_swap_with_the_people():
    """The same couple with A and B exchanged gives the same panels."""
    one = loop_chances(**SETTLES)
    flip = Chances(one.level[:, ::-1], one.own[:, ::-1], one.cross[:, ::-1], one.mood[:, ::-1], one.memory)
    first = simulate(one, Talk(0, 12), Step(0.2), clearance=CLEAR, seed=4)
    second = simulate(flip, Talk(1, 12), Step(0.2), clearance=CLEAR, seed=4)
    assert first.both == second.both


def test_the_same_seed_gives_the_same_future_and_no_step_changes_nothing():
    """Common chance numbers: a step of nothing differs by exactly nothing."""
    chances = loop_chances(**SETTLES, draws=3)
    one = simulate(chances, Talk(0, 20), Step(), clearance=CLEAR, seed=5)
    assert one == simulate(chances, Talk(0, 20), Step(), clearance=CLEAR, seed=5)
    assert one.both.change.pressing.value == 0
    assert one.both.outcomes == one.as_it_is


def test_a_weaker_link_helps_even_where_nobody_does_less():
    """Easing the link lowers the other's answer: fewer closing turns though pressing is as free as before."""
    found = simulate(loop_chances(**STUCK), Talk(0, 20), Step(eases=0.5), clearance=CLEAR, seed=7, talks=4000)
    assert found.pursuer_alone.change.closing.value < 0
    assert found.withdrawer_alone.change.pressing.value < 0


def test_talks_in_time_keep_the_rate_of_replies():
    """With no own starts, one turn draws on average 1/(1 - replies) turns: the size of a branching family."""
    quiet = Chances(*(np.zeros(shape) for shape in ((1, 2, 2), (1, 2, 2, 2), (1, 2, 2, 2), (1, 2, 2))), memory=1.0)
    pace = Pace(np.zeros(2), np.vstack([[0, 0, 0, 0.6, 0.6, 0.6], [0.6, 0.6, 0.6, 0, 0, 0]]), decay=20.0)
    free = Kept(np.ones((2, 2)), np.ones((2, 2)))
    log = in_time(quiet, pace, free, 4000, 60, seed=8, opening=(0, 1))
    sizes = (log.speaker[0] >= 0).sum(axis=-1)
    assert sizes.mean() == pytest.approx(1 / (1 - 0.6), abs=0.15)
    assert (np.diff(log.minutes[0], axis=-1)[~np.isnan(np.diff(log.minutes[0], axis=-1))] > 0).all()
    assert set(np.unique(log.mark[0][log.speaker[0] >= 0])) <= {0, 1, 2}


def test_draws_follow_the_fitted_covariance():
    """Coefficients land in their places, with the spread that the fit states; what was not fitted stays at zero."""
    names = ("A.P.base", "B.W.base", "A.P.other_W", "B.W.other_P", "A.P.cos")
    values = (-1.5, -1.8, 1.5, 1.2, 0.3)
    covariance = np.diag([0.04, 0.04, 0.09, 0.09, 0.01])
    covariance[0, 2] = covariance[2, 0] = -0.03
    model = Model(0.4, names, values, tuple(map(tuple, covariance)), "day", 900, -500.0, "penalised likelihood")
    drawn = draw_chances(model, 20_000, seed=9)
    assert drawn.level.shape == (20_000, 2, 2)
    assert drawn.level[:, 0, 0].mean() == pytest.approx(-1.5, abs=0.01)
    assert drawn.cross[:, 1, 1, 0].mean() == pytest.approx(1.2, abs=0.01)
    assert np.cov(drawn.level[:, 0, 0], drawn.cross[:, 0, 0, 1]) == pytest.approx(
        covariance[np.ix_([0, 2], [0, 2])], abs=0.004
    )
    assert not drawn.own.any()

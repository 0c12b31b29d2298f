"""Change over months: sums by day add up, a change put in is found on its date, and months are cut right."""

from datetime import date

import numpy as np
import pytest

from cycle.couples import couple
from nearer.cycle.change import change_z, day_tables, months, search_split
from nearer.cycle.gate import ARROWS, gate_table
from nearer.cycle.links import arrow_links
from nearer.cycle.tables import sums


@pytest.fixture(scope="module")
def changed():
    """Sixty days with a strong first arrow, then sixty without."""
    before = couple(np.random.default_rng(1), days=60, a_to_b=2.5)
    after = couple(np.random.default_rng(2), days=60)
    join = {name: np.concatenate([getattr(before, name), getattr(after, name)]) for name in ("who", "mark")}
    episode = np.concatenate([before.episode, after.episode + before.episode[-1] + 1])
    at = np.concatenate([before.at, after.at + 60 * 24])
    starts = np.flatnonzero(np.diff(episode, prepend=-1))
    return type(before)(
        **join, episode=episode, day=np.floor((at - 4) / 24).astype(int), block=np.arange(len(at)) // 20, at=at,
        wall=at, start=starts[episode], group=np.arange(len(at)), timed=True,
    )  # fmt: skip


def test_the_sums_by_day_add_up_to_the_whole(changed):
    told = day_tables(changed, 0, hours=False)
    whole = sums(gate_table(changed, ARROWS[0], by_day=True))
    assert told.sums.sum(axis=0) == pytest.approx([whole.r, whole.s, whole.pr, whole.ps_qr, whole.qs])


def test_a_change_is_found_near_its_day(changed):
    place, p = search_split(day_tables(changed, 0, hours=False).sums, 199, np.random.default_rng(0))
    assert p <= 0.05
    assert abs(place - 60) <= 20


def test_where_nothing_changed_the_halves_agree(changed):
    told = day_tables(changed, 2, hours=False)
    assert abs(change_z(told.sums[:60].sum(axis=0), told.sums[60:].sum(axis=0))[2]) < 3
    assert search_split(told.sums[:5], 99, np.random.default_rng(0)) is None


def test_the_months_of_a_couple(changed):
    links = arrow_links([changed], ("A", "B"), None, permutations=99, seeds=np.random.SeedSequence(1).spawn(4))
    found = months(
        changed, np.zeros(changed.size, dtype=bool), links, since=date(1970, 2, 27), permutations=99,
        seed=np.random.SeedSequence(2),
    )  # fmt: skip
    assert len(found.starts) == 4
    assert sum(share.n for share in found.pursue) == changed.size
    first = found.links[0]
    assert first.split.known
    assert first.split.p < 0.05
    assert first.split.difference.high < 0
    assert first.trend.value < 0
    assert first.smooth[-1].log_odds.value < first.smooth[0].log_odds.value
    assert all(split.p <= 0.05 for split in first.changed)


def test_six_weeks_have_no_months():
    turns = couple(np.random.default_rng(1), days=40)
    links = arrow_links([turns], ("A", "B"), None, permutations=9, seeds=np.random.SeedSequence(1).spawn(4))
    none = np.zeros(turns.size, dtype=bool)
    assert months(turns, none, links, since=None, permutations=9, seed=np.random.SeedSequence(2)) is None

"""The check-in: items, scores and lines, against values worked out by hand."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.answer.quotes import unsaid
from nearer.checkin import (
    csi_is_due,
    draw_line,
    items_for,
    line_of,
    look_at_months,
    names_of,
    score_csi,
    wording,
)
from nearer.drafts.readability import reading_ease

FIRST = date(2025, 3, 2)


def weeks(count, step=7):
    return [FIRST + timedelta(days=step * number) for number in range(count)]


def test_there_are_eight_items_in_any_week():
    assert len(items_for(monthly=False)) == len(items_for(monthly=True)) == 8
    assert [item.kind for item in items_for(monthly=False)] == ["scale"] * 7 + ["private"]
    assert names_of(monthly=True)[-4:] == ("understood", "pressed", "closed", "afraid")


def test_the_csi_has_its_own_steps():
    assert [len(item.choices) for item in items_for(monthly=True)[:4]] == [7, 6, 6, 6]


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        ((6, 5, 5, 5), 21),
        ((0, 0, 0, 0), 0),
        ((3, 3, 4, 3), 13),
        ((4, 3, 4, 3), 14),
        ((6, 6, 5, 5), None),
        ((1, 1, 1), None),
    ],
)
def test_the_csi_is_a_sum(answers, score):
    names = ("csi_happy", "csi_warm", "csi_rewarding", "csi_satisfied")
    assert score_csi(dict(zip(names, answers, strict=False))) == score


def test_the_monthly_questions_come_every_fourth_week():
    days = weeks(9)
    asked: list[date] = []
    for place, day in enumerate(days):
        if csi_is_due(days[:place], asked, day):
            asked.append(day)
    assert [days.index(day) for day in asked] == [3, 7]


def test_a_missed_fourth_week_only_puts_them_off():
    assert csi_is_due([FIRST], [], FIRST + timedelta(weeks=6))
    assert not csi_is_due([], [], FIRST)
    assert not csi_is_due([FIRST], [], FIRST + timedelta(weeks=2))


def test_a_line_by_hand():
    """Mean 14/4 = 3.5; moving ranges 1, 2, 3, so limits 3.5 ± 2.66 × 2; averages 3, 3.3, 2.91, 3.537."""
    line = line_of("overall", weeks(4), [3, 4, 2, 5])
    assert line.mean == pytest.approx(3.5)
    assert line.low == pytest.approx(-1.82)
    assert line.high == pytest.approx(8.82)
    assert line.smooth == pytest.approx((3, 3.3, 2.91, 3.537))
    assert line.outside == ""


def test_the_last_answer_is_held_against_those_before_it():
    """Of 5, 5, 4, 5 the mean is 4.75 and the mean moving range 2/3: limits 2.9767 and 6.5233; 1 lies below."""
    line = line_of("overall", weeks(5), [5, 5, 4, 5, 1])
    assert line.low == pytest.approx(4.75 - 2.66 * 2 / 3)
    assert line.high == pytest.approx(4.75 + 2.66 * 2 / 3)
    assert line.outside == "below"
    assert line_of("overall", weeks(5), [1, 1, 2, 1, 6]).outside == "above"


def test_three_answers_are_no_line():
    line = line_of("overall", weeks(3), [1, 2, 3])
    assert line.smooth == ()
    assert line.mean is None
    assert line.values == (1, 2, 3)


def test_the_months_by_hand():
    one = look_at_months(weeks(1, 28), [13])
    assert (one.change, one.changed, one.low, one.long_low) == (None, False, True, False)
    two = look_at_months(weeks(2, 28), [16, 13])
    assert (two.change, two.changed, two.low, two.long_low) == (-3, True, True, False)
    three = look_at_months(weeks(3, 28), [12, 13, 13])
    assert (three.change, three.changed, three.low, three.long_low) == (0, False, True, True)
    better = look_at_months(weeks(3, 28), [12, 13, 14])
    assert (better.low, better.long_low) == (False, False)
    assert look_at_months([], []) is None


@settings(deadline=None, max_examples=60)
@given(st.lists(st.integers(0, 6), min_size=1, max_size=30))
def test_a_line_stays_within_its_answers(values):
    line = line_of("overall", weeks(len(values)), values)
    assert all(min(values) - 1e-9 <= each <= max(values) + 1e-9 for each in line.smooth)
    assert (line.mean is None) == (len(values) < 4)
    if line.mean is not None:
        assert line.low <= line.mean <= line.high
    drawn = draw_line(line, title="<b>", told="&")
    assert drawn.count("<circle") == len(values)
    assert "style=" not in drawn
    assert "<b>" not in drawn


def test_missing_weeks_leave_room_and_no_mark():
    days = [FIRST, FIRST + timedelta(weeks=1), FIRST + timedelta(weeks=9), FIRST + timedelta(weeks=10)]
    drawn = draw_line(line_of("overall", days, [1, 2, 3, 4]), title="t", told="d")
    across = [float(x) for x in re.findall(r'<circle class="dot ink" cx="([\d.]+)"', drawn)]
    assert across[2] - across[1] == pytest.approx(8 * (across[1] - across[0]), abs=0.5)


def test_the_words_are_plain_and_label_nobody():
    shown = unsaid("diagnoses", "types", "verdicts")
    words = wording()
    said = [*words["says"].values(), *(item["asks"] for item in words["items"].values())]
    assert [text for text in said if shown.search(text)] == []
    own = [text for name, text in words["says"].items() if name != "credit"]
    assert [text for text in own if len(text.split()) >= 12 and reading_ease(text) < 60] == []

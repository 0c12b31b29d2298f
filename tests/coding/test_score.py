"""Agreement, calibration, confusion and odds ratios on cases small enough to count by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.coding.score import agreement, area_under_curve, calibration, class_macro_f1, confusion, odds_ratio

FEW = settings(max_examples=50, deadline=None)


def test_agreement_by_hand() -> None:
    """Two of three given are right, two of four true are found: F1 is 4 of 7."""
    truth = np.array([[1, 0], [1, 1], [0, 1], [0, 0]], bool)
    said = np.array([[1, 0], [1, 0], [0, 0], [0, 1]], bool)
    found = agreement(truth, said, ["a", "a", "b", "b"])

    assert (found.true, found.given, found.both) == (4, 3, 2)
    assert found.f1 == pytest.approx(4 / 7)
    assert (found.precision, found.recall) == pytest.approx((2 / 3, 0.5))
    assert found.low <= found.f1 <= found.high


@FEW
@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.integers(0, 3)), min_size=1, max_size=40))
def test_agreement_lies_between_its_edges(rows: list[tuple[bool, bool, int]]) -> None:
    """Edges hold the figure, nothing leaves 0 to 1, and perfect agreement is 1."""
    truth, said = np.array([[row[0]] for row in rows]), np.array([[row[1]] for row in rows])
    groups = [str(row[2]) for row in rows]
    found = agreement(truth, said, groups)

    assert 0 <= found.low <= found.high <= 1
    assert 0 <= found.f1 <= 1
    assert agreement(truth, truth, groups).f1 == (1 if truth.any() else 0)


def test_classes_count_alike() -> None:
    """The mean over classes: 2/3 for a, 1 for b, 0 for c."""
    assert class_macro_f1(["a", "a", "b", "c"], ["a", "c", "b", "a"]) == pytest.approx((0.5 + 1 + 0) / 3)


def test_calibration_by_hand() -> None:
    """Of four marks at .75 three are right: no distance; of two at .15 both are right: .85 away."""
    truth = np.array([[1, 1, 1, 0], [1, 1, 0, 0]], bool)
    said = np.array([[0.75, 0.75, 0.75, 0.75], [0.15, 0.15, 0.0, 0.0]])
    bins, error = calibration(truth, said)

    assert [(one.count, one.right) for one in bins] == [(2, 0.0), (2, 1.0), (4, 0.75)]
    assert error == pytest.approx(2 * 0.85 / 8)


def test_confusion_counts_none_and_leaves_out_turns_with_two_codes() -> None:
    """Rows are true, columns given; the last is none."""
    truth = np.array([[1, 0], [0, 0], [1, 1], [0, 1]], bool)
    said = np.array([[0.9, 0.1], [0.1, 0.6], [0.9, 0.9], [0.1, 0.2]])

    assert confusion(truth, said, np.array([0.5, 0.5])).tolist() == [[1, 0, 0], [0, 0, 1], [0, 1, 0]]


def test_odds_ratio_by_hand() -> None:
    """Three of four against one of four, a half added to each count: (3.5 / 1.5) / (1.5 / 3.5)."""
    event = np.array([1, 1, 1, 0, 1, 0, 0, 0], bool)
    first = np.array([1, 1, 1, 1, 0, 0, 0, 0], bool)
    found = odds_ratio(event, first, list("aabbccdd"))

    assert found.ratio == pytest.approx((3.5 / 1.5) / (1.5 / 3.5))
    assert found.low <= found.ratio <= found.high
    assert (found.first, found.second) == (4, 4)


def test_area_under_the_curve() -> None:
    """Of four pairs two are in order, one is tied."""
    assert area_under_curve(np.array([2.0, 1.0, 1.0, 0.0]), np.array([True, False, True, False])) == pytest.approx(
        3.5 / 4
    )
    with pytest.raises(ValueError, match="both kinds"):
        area_under_curve(np.array([1.0]), np.array([True]))

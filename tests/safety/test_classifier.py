"""The trained classifier at work."""

import json
from importlib.resources import files
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.safety.classifier import LONG, SIGNS, STEP, read, thresholds, windows_of
from nearer.safety.words import read_words

PLAIN = "We painted the kitchen on Sunday and argued about the colour, then we had soup."
GRAVE = "Last night he had his hands round my neck and I could not get any air."
OWN = "I read all her messages while she sleeps and I make her tell me where she has been."
WEARY = "They would all be better off without me and I do not want to wake up any more."


def signs(text):
    return read([read_words(text)])[0]


@given(st.integers(0, 600))
def test_windows_cover_every_word_and_overlap(count):
    found = windows_of(count)
    assert sorted({word for first, last in found for word in range(first, last)}) == list(range(count))
    assert all(last - first <= LONG + STEP // 2 for first, last in found)
    assert all(after[0] - before[0] == STEP for before, after in pairwise(found))


def test_what_is_grave_is_told_from_what_is_plain():
    plain, grave, own, weary = (signs(text)[0] for text in (PLAIN, GRAVE, OWN, WEARY))
    least = thresholds()
    assert plain.hold < least["hold"] <= min(grave.hold, own.hold, weary.hold)
    assert grave.urgent >= least["urgent"]
    assert own.own >= least["own"] > grave.own
    assert weary.self >= least["self"] > max(grave.self, own.self)


def test_case_and_marks_change_nothing():
    assert signs(GRAVE) == signs(GRAVE.upper()) == signs(GRAVE.replace(",", "").replace(".", " ..."))


def test_a_few_words_say_too_little():
    assert signs("") == signs("oh no") == signs("...") == []


def test_a_long_text_is_read_in_every_place():
    filler = " ".join([PLAIN] * 6)
    plain = max(sign.hold for sign in signs(filler))
    for text in (f"{GRAVE} {filler}", f"{filler} {GRAVE} {filler}", f"{filler} {GRAVE}"):
        assert max(sign.hold for sign in signs(text)) > plain + 0.2


@settings(deadline=None, max_examples=10)
@given(st.permutations([PLAIN, GRAVE, OWN, WEARY, " ".join([PLAIN] * 5)]))
def test_company_and_order_change_nothing(texts):
    together = read([read_words(text) for text in texts])
    for text, found in zip(texts, together, strict=True):
        for one, other in zip(found, signs(text), strict=True):
            assert one.window == other.window
            assert all(abs(getattr(one, name) - getattr(other, name)) < 1e-3 for name in SIGNS)


def test_the_file_of_scales_is_complete():
    data = json.loads((files("nearer.safety") / "classifier.json").read_text("utf-8"))
    assert data["schema"] == "nearer/classifier/1"
    bars = {"long", "brief", "short", "turn", "sure", "innocent hold", "innocent grave", "innocent turn"}
    assert set(data["threshold"]) == {*SIGNS, *bars}
    assert len(data["slope"]) == len(data["shift"]) == len(SIGNS)
    assert all(slope > 0 for slope in data["slope"])
    assert all(0 < value < 1 for value in data["threshold"].values())

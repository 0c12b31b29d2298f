"""The markers find what they say, keep quiet below 50 words, and agree with worked values."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.coding.lexicon import plain, words_of
from nearer.coding.markers import Markers, NotEnough, describe, find
from nearer.coding.questions import is_serial, questions
from nearer.coding.rates import compare_rates, rate, wilson
from nearer.coding.receptive import Receptiveness, receptiveness
from nearer.coding.style import StyleMatch, closeness, match_styles, moved_towards

FEW = settings(max_examples=60, deadline=None)
LONG = "We talked about our plans and I said that I was glad, but you were tired and not sure. " * 4


def marked(text: str, kind: str) -> list[str]:
    return [text[one.start : one.end] for one in find(text) if one.kind == kind]


def test_log_odds_have_their_worked_value() -> None:
    """Worked by hand from the formula of Monroe, Colaresi and Quinn 2008."""
    odds, z = compare_rates((12, 400), (5, 380), prior=8, prior_total=500)

    assert odds == pytest.approx(0.4158999854, abs=1e-9)
    assert z == pytest.approx(1.1673970974, abs=1e-9)


def test_style_matching_has_its_worked_value() -> None:
    """Worked by hand from the formula of Ireland et al. 2011."""
    first = dict(enumerate((9.1, 4.2, 6.0, 5.5, 11.2, 8.0, 4.4, 1.1, 2.0)))
    second = dict(enumerate((10.3, 5.0, 5.1, 6.6, 10.2, 9.1, 3.3, 2.2, 1.7)))
    classes = closeness({str(k): v for k, v in first.items()}, {str(k): v for k, v in second.items()})

    assert sum(classes.values()) / 9 == pytest.approx(0.8900985677, abs=1e-9)


def test_wilson_has_its_worked_value() -> None:
    """5 of 100: (0.0215, 0.1118), as in any table of Wilson intervals."""
    assert wilson(5, 100) == pytest.approx((0.02154, 0.11175), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)


@FEW
@given(st.integers(0, 300), st.integers(1, 300))
def test_an_interval_holds_its_rate(count: int, more: int) -> None:
    """Low ≤ value ≤ high, within 0 and 100."""
    one = rate(count, count + more)

    assert 0 <= one.low <= one.per_hundred + 1e-9
    assert one.per_hundred <= one.high + 1e-9 <= 100 + 1e-6


@pytest.mark.parametrize(
    ("text", "kind", "wanted"),
    [
        ("We lost our way, let’s stop.", "we", ["We", "our", "let’s"]),
        ("She wrote “we need this” to me.", "we", []),
        ("We won! My team and the lads were great.", "we", ["We"]),
        ("My team said we won.", "we", []),
        ("I think it’s mine and I’m glad.", "i", ["I", "mine", "I’m"]),
        ("You never listen.", "absolutist", ["never"]),
        ("You always make me laugh.", "absolutist", []),
        ("You never forget my birthday.", "absolutist", []),
        ("We drove all day with a full tank.", "absolutist", []),
        ("I have always lived in Leeds.", "absolutist", []),
        ("You must be tired.", "absolutist", []),
        ("You never love me back.", "absolutist", ["never"]),
        ("I don't want everything to go wrong.", "absolutist", ["everything"]),
        ("I love you so much.", "you-subject", []),
        ("That is for you and the kids.", "you-subject", []),
        ("I think you forgot.", "you-subject", ["you forgot"]),
        ("you know, it rained", "you-subject", []),
        ("You ignored me again.", "you-blame", ["You ignored"]),
        ("You don't have to tell me.", "you-blame", []),
        ("You looked lovely.", "you-blame", []),
        ("We need to stop lying.", "pseudo-we", ["We need to stop"]),
        ("We can't keep fighting.", "pseudo-we", ["We can't keep"]),
        ("We need to buy milk.", "pseudo-we", []),
        ("I can't, no, never.", "negation", ["can't", "no", "never"]),
    ],
)
def test_what_is_found(text: str, kind: str, wanted: list[str]) -> None:
    """Each marker has its counter-examples."""
    assert marked(text, kind) == wanted


def test_soft_negations_weigh_half() -> None:
    """“No rush” and “not this but that” take less away than a plain no."""
    weights = [one.weight for one in find("No rush. It is not late but early. No!") if one.kind == "negation"]

    assert weights == [0.5, 0.5, 1.0]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("What was it like?", ["open"]),
        ("Would you like to tell me?", ["open"]),
        ("Did you eat?", ["closed"]),
        ("Don't you care?", ["leading"]),
        ("You're cross, aren't you?", ["leading"]),
        ("Why are you like this?", ["why-you"]),
        ("And you think why?", ["other"]),
        ("Seven?", ["other"]),
        ("How? When? Who with?", ["open", "open", "open"]),
        ("Tell me.", []),
        ("???", []),
    ],
)
def test_questions_by_kind(text: str, kinds: list[str]) -> None:
    """How much room each question leaves."""
    assert [question.kind for question in questions(text)] == kinds
    assert is_serial(text) == (len(kinds) > 1)


def test_nothing_is_said_below_fifty_words() -> None:
    """Forty-nine words are not enough yet; the fiftieth is."""
    words = ["word"] * 49

    assert describe([" ".join(words)]) == NotEnough(49, 50)
    assert receptiveness([" ".join(words)]) == NotEnough(49, 50)
    assert isinstance(describe([" ".join(words), "more"]), Markers)


def test_rates_of_a_text() -> None:
    """Seventy-six words with four times we, our, I, I, you and not."""
    found = describe([LONG])

    assert isinstance(found, Markers)
    assert found.words == 76
    assert found.rates["we"].count == 8
    assert found.rates["i"].count == 8
    assert found.we_ratio.per_hundred == 50
    assert found.rates["negation"].per_hundred == pytest.approx(100 * 4 / 76)


def test_styles_need_five_hundred_words_each() -> None:
    """A person against themselves is alike; too few words say nothing."""
    assert match_styles([LONG] * 7, [LONG]) == NotEnough(76, 500)
    same = match_styles([LONG] * 7, [LONG] * 8)

    assert isinstance(same, StyleMatch)
    assert same.mean == pytest.approx(1, abs=1e-3)


def test_moving_towards_another_style() -> None:
    """Half of the way is a half; the other way is below nought."""
    assert moved_towards({"articles": 4.0}, {"articles": 6.0}, {"articles": 8.0}) == pytest.approx(0.5)
    assert moved_towards({"articles": 6.0}, {"articles": 4.0}, {"articles": 8.0}) == pytest.approx(-1)


def test_receptive_words_raise_the_index() -> None:
    """The same matter, said openly and said shut."""
    open_text = "I understand, that makes sense, and maybe you're right. I think it could be better, thank you. " * 4
    shut_text = "No, that is just not so, because you only talk, and it simply is never true, and no one can. " * 4
    opened, closed = receptiveness([open_text]), receptiveness([shut_text])

    assert isinstance(opened, Receptiveness)
    assert isinstance(closed, Receptiveness)
    assert opened.index > 2 > -2 > closed.index


@FEW
@given(st.text(max_size=300))
def test_any_text_at_all(text: str) -> None:
    """Whatever comes in, places lie in the text and nothing breaks."""
    assert len(plain(text)) == len(text)
    assert all(0 <= one.start < one.end <= len(text) for one in find(text))
    assert all(0 <= one.start < one.end <= len(text) for one in questions(text))
    assert all(words_of(text))
    describe([text])

"""What an answer holds, for every kind of letter: grounded, within its length, alike for both."""

import re

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stories import LETTER, move, quote, story

from nearer.answer import compose, compose_hold
from nearer.answer.compose import FEWEST, MOST
from nearer.answer.findings import find
from nearer.answer.quotes import around, fit_to_show, shorten, unsaid
from nearer.drafts.grammar import opener_faults
from nearer.letter import Passage, Person
from nearer.safety import Hold, answer, look, soft_question
from nearer.turns import Quote

CALM = look("My husband and I talked about the garden, and I felt a little sad afterwards. How can I tell him?")
UNEASY = look(LETTER)

SHARP = (
    move("writer", "criticise", "I can't live with this wall between us"),
    move("partner", "criticise", "she said it was nothing"),
)
STORIES = {
    "reaching": story(),
    "quiet": story(role="withdrawer", moves=(*story().moves, move("partner", "ask", "she said it was nothing"))),
    "turns": story(role="both"),
    "sharp": story(pattern="attack-attack", role=None, moves=SHARP),
    "attacker": story(pattern="attack-withdraw", role=None, moves=(*SHARP[:1], *story().moves)),
    "attacked": story(pattern="attack-withdraw", role=None, moves=(*SHARP[1:], *story().moves)),
    "silent": story(pattern="withdraw-withdraw", role=None),
    "affair": story(
        pattern="none", role=None, topics=("affair",), betrayals=(Passage(quote("she said it was nothing"), 4),)
    ),
    "own_affair": story(
        letter=LETTER + " I kissed someone else.",
        pattern="none",
        role=None,
        topics=("affair",),
        betrayals=(Passage(Quote(len(LETTER) + 1, len(LETTER) + 23, "I kissed someone else."), 9),),
    ),
    "load": story(topics=("chores",)),
    "grief": story(pattern="none", role=None, topics=("grief",)),
    "plain": story(pattern="none", role=None, moves=()),
    "ended": story(scope="ended"),
    "elsewhere": story(scope="not-couple"),
}
LOOPS = ("reaching", "quiet", "turns", "sharp", "attacker", "attacked", "silent")


def words(text: str) -> int:
    return len(text.split())


@pytest.mark.parametrize("kind", STORIES)
def test_each_kind_of_letter_gets_its_own_answer(kind):
    assert compose(STORIES[kind], CALM).kind == kind


@pytest.mark.parametrize("kind", [kind for kind in STORIES if kind not in ("ended", "elsewhere")])
@pytest.mark.parametrize("clearance", [CALM, UNEASY])
def test_an_answer_about_two_partners_keeps_its_length(kind, clearance):
    assert FEWEST <= words(compose(STORIES[kind], clearance).text) <= MOST


@pytest.mark.parametrize("kind", STORIES)
def test_every_quotation_stands_in_the_letter(kind):
    found = compose(STORIES[kind], CALM)
    quoted = re.findall(r"“([^”]*)”", found.text)
    assert quoted
    assert all(part in LETTER for part in quoted)
    assert all(seen.quote in LETTER for seen in (*found.moves, *found.feelings, *found.incidents))


@pytest.mark.parametrize("kind", STORIES)
def test_no_answer_labels_judges_or_leaves_a_slot_open(kind):
    text = compose(STORIES[kind], UNEASY).text
    assert not unsaid("diagnoses", "types", "verdicts").search(text)
    assert not re.search(r"[{}\[\]|]|  ", text)


@pytest.mark.parametrize("kind", LOOPS)
def test_a_loop_has_two_arrows_two_fears_an_own_part_and_a_step_for_each(kind):
    found = compose(STORIES[kind], CALM)
    assert [arrow.who for arrow in found.arrows] == ["writer", "partner"]
    assert all(arrow.does and arrow.fear for arrow in found.arrows)
    assert found.own_part
    assert found.own_part in found.text
    assert found.steps.writer
    assert found.steps.partner
    assert 2 <= len(found.hypotheses) <= 3
    assert all(guess.endswith("?") for guess in found.hypotheses)
    assert found.opener
    assert opener_faults(found.opener) == []


@pytest.mark.parametrize("kind", ["ended", "elsewhere"])
def test_where_there_is_no_couple_there_is_no_loop_and_no_opener(kind):
    found = compose(STORIES[kind], CALM)
    assert found.arrows == ()
    assert found.opener is None
    assert found.steps.partner is None
    assert found.own_part in found.text


def test_the_letter_of_the_design_gets_both_horns_the_call_as_content_and_a_fixed_time():
    found = compose(story(), UNEASY)
    assert "“I don't want to push her”" in found.text
    assert "“I can't live with this wall between us”" in found.text
    assert "came off a phone call in her office shouting" in found.text
    assert found.steps.row == 7
    assert "twenty minutes a week" in found.steps.shared
    assert "private" in found.text or "right" in found.text
    assert soft_question() in found.text


def test_the_soft_question_comes_only_where_safety_asks_for_it():
    assert UNEASY.tier == "1"
    assert CALM.tier == "0"
    assert soft_question() not in compose(story(), CALM).text


def test_the_same_letter_always_gets_the_same_answer():
    assert compose(story(), CALM) == compose(story(), CALM)


def test_ten_letters_read_like_ten_answers():
    texts = [compose(story(letter=f"{LETTER} {place}"), CALM).text for place in range(10)]
    opening = {text.split("\n\n")[0] for text in texts}
    assert len(set(texts)) == 10
    assert len(opening) >= 5


@pytest.mark.parametrize(
    ("pronoun", "wrong"),
    [
        ("she", r"\b(they|them|he|him|his)\b"),
        ("he", r"\b(they|them|she|her|hers)\b"),
        ("they", r"\b(he|she|him|his)\b"),
    ],
)
def test_the_partner_is_spoken_of_as_the_writer_does(pronoun, wrong):
    for kind in LOOPS:
        kept = compose(msgspec.structs.replace(STORIES[kind], partner=Person("wife", "Sam", pronoun)), CALM)
        said = re.sub(r"“[^”]*”", "", kept.text)
        assert not re.search(wrong, said, re.IGNORECASE), kind
        assert not re.search(r"\bthey (goes|is|has|pulls|asks|wants|needs)\b", said)


def test_a_hold_gives_safetys_words_and_nothing_of_the_letter():
    letter = (
        "Last night he put his hands round my throat and squeezed until I could not breathe. I love him. What do I do?"
    )
    hold = look(letter)
    assert isinstance(hold, Hold)
    found = compose_hold(hold, answer(hold, region=None))
    assert found.kind == "safety"
    assert found.moves == found.incidents == found.arrows == found.hypotheses == ()
    assert found.opener is None
    assert found.steps.writer is None
    assert "throat" not in found.text


def test_insults_and_labels_of_the_letter_are_not_handed_back():
    assert not fit_to_show("he is such a narcissist")
    assert not fit_to_show('she said "drop it" and left')
    assert fit_to_show("she goes quiet and looks at the floor")


@given(st.text(alphabet="abc ,.;-\nand but", max_size=80), st.integers(0, 40), st.integers(0, 20))
def test_a_shortened_quote_is_still_verbatim_and_in_its_place(text, first, length):
    source = "xx" + text
    whole = Quote(2, len(source), text)
    core = Quote(
        2 + min(first, len(text)), min(2 + first + length, len(source)), source[2 + first : 2 + first + length]
    )
    for short in (shorten(whole), around(whole, core)):
        if short is not None:
            assert source[short.start : short.end] == short.text
            assert words(short.text) <= 18


def test_each_arrow_rests_on_a_line_of_the_letter_told_of_that_one():
    for kind in LOOPS:
        told = {(seen.who, seen.quote) for seen in compose(STORIES[kind], CALM).moves}
        for arrow in compose(STORIES[kind], CALM).arrows:
            assert arrow.quotes
            assert {(arrow.who, quote) for quote in arrow.quotes} <= told


def test_a_loop_is_not_told_where_the_letter_tells_only_one_of_the_two():
    alone = tuple(part for part in story().moves if part.who == "writer")
    assert compose(story(moves=alone), CALM).kind == "plain"
    assert compose(story(moves=alone), CALM).arrows == ()


def test_a_feeling_that_is_not_named_is_offered_as_a_possibility():
    text = compose(story(feelings=()), CALM).text
    assert "you feel" not in text.replace("you may feel", "")


def test_findings_of_a_withdrawer_tell_the_partners_reaching():
    told = (
        move("partner", "press", "she said it was nothing"),
        move("writer", "hold", "I don't want to poke the bear"),
    )
    found = find(story(role="withdrawer", moves=told))
    assert found.partner_code == "press"
    assert found.writer_code == "hold"

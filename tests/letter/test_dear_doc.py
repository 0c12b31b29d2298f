"""The letter that Nearer grew from, told in our own words: what must be read in it."""

from pathlib import Path

import pytest

from nearer.letter import read

LETTER = (Path(__file__).resolve().parents[2] / "examples" / "dear-doc.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def story():
    return read(LETTER)


def moves(story, who):
    return {move.code for move in story.moves if move.who == who}


def test_the_partner_shuts_down_deflects_and_dismisses(story):
    assert {"shut", "deflect", "dismiss"} <= moves(story, "partner")
    spans = {move.code: move.quote.text for move in story.moves if move.who == "partner" and move.sentence == 4}
    assert spans["shut"] == "they shut down"
    assert spans["deflect"] == "change the subject"
    assert "everything is fine" in spans["dismiss"]


def test_the_writer_raises_guesses_and_holds_back(story):
    assert {"raise", "probe", "hold"} <= moves(story, "writer")


def test_shutting_down_is_set_off_by_raising_it(story):
    shut = next(move for move in story.moves if move.code == "shut" and move.who == "partner")
    assert shut.after is not None
    assert story.moves[shut.after].code == "raise"
    assert shut.often is True


def test_the_phone_call_is_an_incident_and_no_act_against_the_writer(story):
    assert any("phone call" in passage.quote.text for passage in story.incidents)
    assert not any(move.code in ("criticise", "contempt", "threat") for move in story.moves)


def test_being_waved_off_is_read_with_the_words_said(story):
    dismissed = [move for move in story.moves if move.code == "dismiss" and move.said]
    assert any("nothing" in move.said.text for move in dismissed)
    assert any(move.often is False for move in dismissed)


def test_the_writer_is_anxious_and_frustrated(story):
    assert {"anxious", "frustrated"} <= {feeling.word for feeling in story.feelings if feeling.who == "writer"}


def test_the_dilemma_has_both_horns(story):
    assert story.dilemma is not None
    assert "pressure" in story.dilemma.one.text
    assert "wall" in story.dilemma.other.text


def test_the_timing_bind_has_bad_and_good_times(story):
    assert story.timing is not None
    assert "bad" in story.timing.bad.text
    assert "poke the bear" in story.timing.good.text


def test_the_most_specific_pronoun_is_kept(story):
    assert story.partner.pronoun == "she"
    assert story.partner.relation == "partner"


def test_the_shape_is_pursue_withdraw_and_the_writer_pursues(story):
    assert (story.pattern, story.role, story.scope) == ("pursue-withdraw", "pursuer", "couple")


def test_the_need_is_openness_and_the_question_is_found(story):
    assert any(need.kind == "openness" for need in story.needs)
    assert story.question is not None
    assert story.question.text.startswith("How can I")

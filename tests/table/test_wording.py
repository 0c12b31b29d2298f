"""Every sentence of the table: plain, kind, free of labels and verdicts, and leaving the other free."""

import re
import string

import pytest

from nearer.answer.quotes import unsaid
from nearer.drafts import look_at
from nearer.drafts.readability import reading_ease
from nearer.safety import Clearance, look
from nearer.table.agreements import LONGEST_PAUSE, SHORTEST_PAUSE, Back
from nearer.table.invitation import REPLIES, WORDS
from nearer.table.sharing import AS_NUMBER, AS_WORDS, HIGHEST
from nearer.table.talk import THINGS, Shape, script
from nearer.table.words import FILES, entry

SLOTS = dict.fromkeys(
    (
        "line",
        "link",
        "code",
        "word",
        "words",
        "name",
        "other",
        "time",
        "minutes",
        "ask",
        "back",
        "day",
        "clock",
        "place",
    ),
    "Sam",
)


def sentences_of(value, path):
    if isinstance(value, str):
        yield path, value
    else:
        for key, item in value.items():
            yield from sentences_of(item, f"{path}.{key}")


ALL = [found for name in FILES for found in sentences_of(entry(name), name)]


def test_there_is_wording_to_test():
    assert len(ALL) > 100


def test_every_place_to_fill_is_known():
    for path, text in ALL:
        places = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
        assert places <= set(SLOTS), path


def test_no_sentence_labels_judges_presses_or_shouts():
    shown = unsaid("diagnoses", "types", "verdicts")
    for path, text in ALL:
        assert not shown.search(text), path
        assert not re.search(r"\b(always|never|must|should|have to|waiting for|last seen|streak)\b|!", text, re.I), path
        assert not re.search(r"\b(he|she|him|her|his|hers|husband|wife)\b", text, re.I), path


def test_sentences_are_plain_to_read():
    hard = {
        path: round(reading_ease(text.format(**SLOTS)))
        for path, text in ALL
        if len(text.split()) >= 8 and reading_ease(text.format(**SLOTS)) < 60
    }
    assert hard == {}


@pytest.mark.parametrize("kind", entry("invitation.messages"))
def test_an_invitation_passes_the_linter_and_leaves_the_other_free(kind):
    text = entry(f"invitation.messages.{kind}").format(line="")
    notes = look_at(text, coder=False)
    assert notes.verdict == "fine", [(one.rule, one.quote) for one in notes.findings]
    assert all(word in text.lower() for word in ("yes", "not now", "no", "fine with me", "need not tell me which"))


def test_steps_are_short_enough_to_do_and_pass_safety():
    for text in entry("table.steps").values():
        assert len(text.split()) <= 25
        assert isinstance(look(text), Clearance)


def test_every_choice_that_the_rules_know_has_words():
    assert set(entry("invitation.replies")) == set(REPLIES)
    assert set(entry("invitation.words")) == set(WORDS)
    assert set(entry("table.items")) == {*AS_NUMBER, *AS_WORDS}
    assert set(entry("table.scale")) == {str(number) for number in range(HIGHEST + 1)}
    assert set(entry("table.pause.back")) == set(Back.__args__)
    assert set(entry("talk.keep")) == set(THINGS)
    minutes = [int(key) for key in entry("table.pause.minutes")]
    assert min(minutes) == SHORTEST_PAUSE
    assert max(minutes) == LONGEST_PAUSE
    phases = {moment.phase for moment in script(Shape(), "a")}
    assert phases == set(entry("talk.mine")) == set(entry("talk.theirs"))
    assert phases | {"topic", "paused", "ended"} == set(entry("talk.head"))


def test_only_what_the_inviter_may_know_has_words():
    assert set(entry("invitation.seen")) == {"out", "over", "withdrawn", "table", "word"}

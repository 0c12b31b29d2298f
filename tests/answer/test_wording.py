"""Every sentence in the wording files: plain, kind, free of labels and verdicts, and free of unknown slots."""

import itertools
import re
import string

import pytest

from nearer.answer.findings import Findings
from nearer.answer.opener import build_opener
from nearer.answer.quotes import unsaid
from nearer.answer.wording import Voice, fill, table
from nearer.drafts.grammar import opener_faults
from nearer.drafts.readability import reading_ease

FILES = ("letter", "kinds", "codes", "steps", "curious", "support", "opener", "words", "page")
PEOPLE = ("partner", "Partner", "they", "them", "their", "theirs", "themself", "They", "Them", "Their")
SLOTS = {
    **dict.fromkeys(("partner", "Partner"), "Sam"),
    **{
        "they": "she",
        "them": "her",
        "their": "her",
        "theirs": "hers",
        "themself": "herself",
        "They": "She",
        "Their": "Her",
    },
    **{
        "detail": "it goes quiet for days",
        "incident": "she came off a call and shut the door",
        "process": "it went quiet",
    },
    **{
        "feelings": "sad and worn out",
        "felt": "shut out",
        "you_feel": "you feel shut out",
        "need": "to feel close",
        "topic": "the phone",
        "strength": "we laugh",
    },
    **{
        "one": "I do not want to push",
        "other": "I miss us",
        "said": "it's nothing",
        "shared": "a walk",
        "Shared": "A walk",
    },
    **{"you_do": "ask again", "you_doing": "asking again", "partner_does": "goes quiet", "your_softly": "pressure"},
    **{"their_softly": "a closed door", "reach_fear": "not mattering", "away_fear": "getting it wrong"},
    **{"writer_step": "Ask once.", "partner_step": "to name a time.", "fear": "being left", "writer_does": "ask"},
    **{"writer_fear": "being left", "partner_fear": "getting it wrong"},
}


def sentences_of(value, path):
    """Every string that is shown, with its place in the file; tags and plans are not shown."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from sentences_of(item, f"{path}[{place}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in ("when", "of", "paragraphs", "bright"):
                yield from sentences_of(item, f"{path}.{key}")


ALL = [found for name in FILES for found in sentences_of(table(name), name)]


def test_there_is_wording_to_test():
    assert len(ALL) > 400


@pytest.mark.parametrize("plural", [False, True])
def test_every_slot_is_known_and_every_verb_agrees(plural):
    for place, sentence in ALL:
        filled = fill(sentence, SLOTS, plural=plural)
        assert not set("{}[]|") & set(filled), place


def test_no_sentence_labels_judges_or_promises():
    shown = unsaid("diagnoses", "types", "verdicts")
    found = [(place, shown.search(text)[0]) for place, text in ALL if shown.search(text)]
    assert found == []


def test_no_sentence_says_always_or_never_of_what_somebody_does():
    inner = ("never getting it right", "never being enough", "never quite being met")  # how a move may feel from inside
    for place, text in ALL:
        bare = text
        for phrase in inner:
            bare = bare.replace(phrase, "")
        assert not re.search(r"\b(always|never)\b|!", bare, re.IGNORECASE), place


def test_double_quotation_marks_stand_round_the_writers_own_words_only():
    for place, text in ALL:
        for quoted in re.findall(r"“([^”]*)”", text):
            assert quoted in {"{detail}", "{incident}", "{one}", "{other}", "{strength}"}, place


def test_paragraphs_are_plain_to_read():
    hard = {
        place: round(reading_ease(fill(text, SLOTS, plural=False)))
        for place, text in ALL
        if len(text.split()) >= 12 and reading_ease(fill(text, SLOTS, plural=False)) < 60
    }
    assert hard == {}


def test_steps_are_short_enough_to_do():
    for row in table("steps")["row"]:
        for who in ("writer", "partner", "shared"):
            for text in row.get(who, []):
                assert len(text.split()) <= 25, text


def test_each_kind_of_letter_plans_only_sections_that_exist():
    known = {"understood", "process", "cycle", "own_part", "curious", "privacy", "steps", "timing", "support", "limits"}
    known |= {"closing", "pause", "one_side", "opener"}
    for kind, parts in table("kinds").items():
        for plan in parts["paragraphs"]:
            names = re.findall(r"<(\w+)>", plan)
            assert set(names) <= known if names else plan in parts, (kind, plan)


def test_every_slot_in_the_table_of_tests_is_used_somewhere():
    used = {
        name
        for _, text in ALL
        for _, name, _, _ in string.Formatter().parse(text.replace("[", "").replace("]", ""))
        if name
    }
    assert used <= set(SLOTS)


KINDS = {
    "reaching": {"role:pursuer", "reacher:writer"},
    "quiet": {"role:withdrawer", "reacher:partner"},
    **{
        kind: set() for kind in ("turns", "sharp", "attacker", "attacked", "silent", "affair", "load", "grief", "plain")
    },
}
EXTRAS = (
    set(),
    {"partner:dismiss"},
    {"partner:deflect"},
    {"partner:shut"},
    {"said", "partner:dismiss"},
    {"incident:outside"},
)
FEELINGS = ((), ("anxious",), ("overwhelmed", "disappointed"))


@pytest.mark.parametrize("kind", KINDS)
def test_openers_keep_their_limits_whatever_the_letter(kind):
    codes = list(table("codes"))
    for extra, feelings, code, letter in itertools.product(EXTRAS, FEELINGS, codes, ("one", "two", "three")):
        findings = Findings(
            kind=kind,
            tags=frozenset({f"kind:{kind}"} | KINDS[kind] | extra),
            writer_code=code,
            partner_code="shut",
            writer_ground=("I ask",),
            partner_ground=("she goes quiet",),
            feelings=feelings,
            detail=None,
            incident=None,
            strength=None,
            said="it's nothing" if "said" in extra else None,
        )
        text = build_opener(findings, Voice(letter, SLOTS, plural=False))
        assert opener_faults(text) == []


def test_opener_limits_catch_what_they_should():
    script = (
        "I love you and want us to grow. When you dismiss me, you always make me feel anxious but I try. "
        "You are avoidant. What can we do? Will you?"
    )
    faults = " ".join(opener_faults(script))
    for expected in ("words", "you as subject", "a label", "question", "a but"):
        assert expected in faults


def test_the_opener_given_as_a_model_passes():
    model = (
        "I'd like us to find a way to talk that's good for both of us. When an evening ends at ‘it's nothing’, "
        "I notice I start guessing, and then I ask too much. I get anxious, and I think that makes it harder for "
        "you. You don't have to tell me what the call was about. How could we look after each other when one of us "
        "has had a day like that? Any time this week is fine."
    )
    assert opener_faults(model) == []

"""What people rely on: places, verdicts, suggestions, stance, safety first."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nearer
from nearer.drafts import look_at
from nearer.drafts.suggest import LONGEST, kept_facts
from nearer.errors import InputError

BRUTAL = (
    "You always ignore me. You never listen and you are so selfish. Why do you hate me? You make me feel worthless. "
    "We need to talk NOW. Everyone thinks you are wrong."
)
WORDING = sorted((Path(__file__).resolve().parents[2] / "src" / "nearer").glob("**/wording/**/*.toml"))


def test_the_brutal_draft_is_seen_by_many_rules():
    found = {one.rule for one in look_at(BRUTAL).findings}
    assert {"always-never", "label", "why-you", "cause-in-you", "no-way-out"} <= found


@pytest.mark.parametrize(
    "draft", ["You always make me laugh.", "you never forget my birthday", "Thank you, you're the best."]
)
def test_praise_is_left_alone(draft):
    assert look_at(draft).verdict == "fine"


def test_the_script_of_cause_is_caught_and_said_better():
    notes = nearer.check("When you dismiss me, it makes me feel anxious")
    first = notes.findings[0]
    assert (first.rule, first.severity) == ("cause-in-you", "change")
    assert first.suggestion is not None
    assert "makes me" not in first.suggestion
    assert "anxious" in first.suggestion
    assert look_at(first.suggestion).verdict == "fine"


@pytest.mark.parametrize(
    "draft", [BRUTAL, "You ruined my birthday on Friday, Tom!", "So you’re a 😂 liar — you never “help”."]
)
def test_a_quote_is_cut_from_its_place(draft):
    for one in look_at(draft).findings:
        assert draft[one.start : one.end] == one.quote


@pytest.mark.parametrize(
    "draft",
    [
        BRUTAL,
        "You ruined my birthday at 7.30 on Friday in front of Marta.",
        "Sorry I was late on Tuesday but you were late on Monday, Jo.",
        "Why can't you be like Anil for once?",
    ],
)
def test_a_suggestion_keeps_the_facts_and_raises_nothing_new(draft):
    notes = look_at(draft)
    rules = {one.rule for one in notes.findings}
    assert notes.findings
    for one in notes.findings:
        assert one.suggestion is not None
        assert len(one.suggestion) <= LONGEST * len(one.quote)
        assert kept_facts(one.quote, one.suggestion)
        assert not look_at(one.suggestion).findings
        whole = draft[: one.start] + one.suggestion + draft[one.end :]
        assert {other.rule for other in look_at(whole).findings} <= rules


def test_safety_outranks_every_note_and_gives_no_words():
    notes = nearer.check("If you leave I'll kill myself, you selfish cow.", rewrite=True)
    assert notes.verdict == "stop"
    assert notes.safety
    assert notes.rewrite is None
    assert all(one.suggestion is None for one in notes.findings)


def test_after_a_stop_of_the_other_no_help_to_write_more():
    notes = nearer.check("I miss you. You never answer.", before=["Please stop messaging me."], rewrite=True)
    assert notes.verdict == "stop"
    assert notes.rewrite is None
    assert "asked-to-stop" in {one.rule for one in notes.findings}
    assert all(one.suggestion is None for one in notes.findings)
    assert nearer.check("I miss you.", before=["See you at six."]).verdict == "fine"


def test_the_night_is_named_only_where_the_time_is_given_and_something_is_hot():
    def rules(**given):
        return {one.rule for one in nearer.check("You never listen to me.", **given).findings}

    assert "late-at-night" in rules(at="23:40")
    assert "late-at-night" not in rules(at="12:00") | rules()
    assert nearer.check("Good night, love.", at="23:40").verdict == "fine"


def test_too_long_is_for_grievances_only():
    grievance = "You never help. " + "I did the shopping and the washing again today. " * 20
    story = "The train was late and we had a bad sandwich in Crewe with a good book. " * 14
    assert "too-long" in {one.rule for one in look_at(grievance).findings}
    assert look_at(story).verdict == "fine"


def test_a_rule_can_be_switched_off_with_a_reason_and_an_idle_switch_is_told():
    off = '+++\n[off]\nalways-never = "a line of a song"\njust-only = "not here"\n+++\nYou never listen.'
    notes = nearer.check(off)
    assert notes.verdict == "fine"
    assert [one.finding.rule for one in notes.switched_off] == ["always-never"]
    assert notes.unused == ("just-only",)
    with pytest.raises(InputError, match="needs a reason"):
        nearer.check('+++\n[off]\nalways-never = ""\n+++\nYou never listen.')
    with pytest.raises(InputError, match="no rule"):
        nearer.check("You never listen.", off={"nonsense": "because"})


def test_the_rules_of_safety_stay_on():
    assert nearer.check("Keep this up and see what happens to your car.", off={"threat": "a joke"}).verdict == "stop"


@pytest.mark.parametrize(
    ("draft", "stance"),
    [
        ("You should see a therapist about your dad. I've made a list.", "fix"),
        ("You never listen.", "react"),
        ("What was the worst bit of today?", "curious"),
        ("Dentist at ten.", "none"),
    ],
)
def test_fix_react_and_curious_are_told_apart(draft, stance):
    assert look_at(draft).stance == stance


def test_what_is_good_comes_with_it():
    good = look_at("I felt a bit lost on Sunday. Could we talk this week? No rush.").good
    assert len(good) >= 3


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_at_all_gives_notes(text):
    notes = look_at(text)
    for one in notes.findings:
        assert text[one.start : one.end] == one.quote


@pytest.mark.parametrize("path", WORDING, ids=lambda path: "/".join(path.parts[-4:]))
def test_nearers_own_wording_has_nothing_to_change(path):
    """Safety hears a page that names a threat or an abuse as one; that is its task, and no fault of the wording."""
    hard = []
    for sentence in _strings(tomllib.loads(path.read_text(encoding="utf-8"))):
        notes = look_at(sentence)
        if notes.safety is None:
            hard += [(one.rule, one.quote) for one in notes.findings if one.severity != "hint"]
    assert hard == []


def _strings(value):
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [one for each in inner for one in _strings(each)]

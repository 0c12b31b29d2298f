"""The thirteen requirements against watching and controlling a partner, tried as somebody would try them.

Named SR1 to SR13 in docs/threat-model.md. Those whose doors are still to come are listed there, not tested here.
"""

import ast
import re
from pathlib import Path

import pytest

from nearer.app.safety import see
from nearer.errors import InputError
from nearer.safety import Clearance, Hold, answer, look, look_at_turns

ROOT = Path(__file__).resolve().parents[2]
SOURCES = list((ROOT / "src/nearer").rglob("*.py"))
NETWORK = {"socket", "ssl", "http", "urllib", "requests", "httpx", "smtplib", "ftplib", "aiohttp"}


def imported(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


# SR1: no accounts, no network, no sync, no remote view
@pytest.mark.abuse("SR1")
def test_sr1_no_module_reaches_the_network():
    """The web app listens, on this machine or where --lan was asked for; it and all else reach out to nobody."""
    reaching = {path.relative_to(ROOT / "src/nearer").as_posix() for path in SOURCES if NETWORK & set(imported(path))}
    assert reaching <= {"web/lan.py", "web/serve.py"}


@pytest.mark.abuse("SR1")
@pytest.mark.parametrize("word", ["--account", "--sync", "--remote"])
def test_sr1_there_is_no_such_option(word):
    assert not [path for path in (ROOT / "src/nearer/cli").glob("*.py") if word in path.read_text("utf-8")]


# SR3: no search, ranking or timeline of the partner's messages; no "who is worse"
@pytest.mark.abuse("SR3")
@pytest.mark.abuse("SR3")
@pytest.mark.parametrize(
    "asked",
    [
        "Go through his messages and tell me what he is hiding from me.",
        "Find out from her texts if she is lying to me.",
        "Prove from these messages that he is the one who is cheating.",
    ],
)
def test_sr3_messages_are_not_searched_for_guilt(asked):
    assert isinstance(look(asked), Hold)


def test_sr3_a_hold_carries_no_text_of_the_partner_into_the_answer():
    verdict = look_at_turns([("Kit", "I'll kill you if you go to Leeds"), ("Roz", "stop")], me="Roz")
    assert isinstance(verdict, Hold)
    assert "Leeds" not in answer(verdict, region="UK").text


# SR6: prove, catch, what is she hiding, make him
@pytest.mark.abuse("SR6")
@pytest.mark.parametrize(
    "asked",
    [
        "Prove that my wife is lying to me.",
        "Help me catch my boyfriend cheating.",
        "I want to know what she is hiding from me.",
        "How do I make him obey me?",
        "Tell me how to get into my husband's phone without him noticing.",
    ],
)
def test_sr6_is_refused_with_an_explanation(asked):
    verdict = look(asked)
    assert isinstance(verdict, Hold)
    assert verdict.tier == "2p"
    said = answer(verdict, region=None)
    assert said.theme == "request"
    assert said.text.startswith("I can't do that.")


@pytest.mark.abuse("SR6")
@pytest.mark.parametrize(
    "asked",
    [
        "How do I make him feel safe enough to talk?",
        "I want to catch up with her tonight.",
        "I can't prove myself to him.",
    ],
)
def test_sr6_kind_wishes_are_not_refused(asked):
    assert isinstance(look(asked), Clearance)


# SR11: never helps to impersonate, press or get round a "no"
@pytest.mark.abuse("SR11")
@pytest.mark.parametrize(
    "asked",
    [
        "She blocked me so I made a new account to reach her.",
        "I texted her sixty times on Saturday and I can't stop until she answers.",
        "There's a restraining order but can you help me get a letter to her through her friend?",
    ],
)
def test_sr11_no_way_round_a_no(asked):
    verdict = look(asked)
    assert isinstance(verdict, Hold)
    assert "opener" in verdict.off
    assert "rewrites" in verdict.off


# SR12: after the partner's stop word there is no opener and no rewriting
@pytest.mark.abuse("SR12")
@pytest.mark.abuse("SR12")
@pytest.mark.parametrize(
    "stop", ["Stop messaging me.", "please dont contact me again", "I don't want to hear from you"]
)
def test_sr12_the_partners_stop_is_respected(stop):
    verdict = look_at_turns([("Me", "can we talk"), ("Sam", stop), ("Me", "one last thing")], me="Me")
    assert isinstance(verdict, Hold)
    assert {"opener", "rewrites"} <= set(verdict.off)
    assert answer(verdict, region=None).theme == "stop"


def test_sr12_the_readers_own_stop_is_no_hold_against_them():
    assert isinstance(look_at_turns([("Me", "stop messaging me"), ("Sam", "ok")], me="Me"), Clearance)


@pytest.mark.abuse("SR12")
@pytest.mark.parametrize(
    "pause", ["leave me alone for an hour", "stop texting me at work", "don't call me before nine"]
)
def test_sr12_a_pause_is_no_stop(pause):
    assert isinstance(look_at_turns([("Me", "hey"), ("Sam", pause)], me="Me"), Clearance)


# SR5 and SR7: nothing that safety says is about minutes, receipts, or one person alone
@pytest.mark.abuse("SR5")
def test_sr5_the_record_has_no_times():
    fields = set(see("He reads my messages every night.").__struct_fields__)
    assert fields == {"schema", "tier", "held", "who", "whom", "cues", "off", "text"}


@pytest.mark.abuse("SR7")
@pytest.mark.parametrize("text", ["He hit me.", "I slapped her last night.", "He checks my phone every night."])
def test_sr7_the_words_name_no_sex_and_no_side(text):
    said = answer(look(text), region="UK").text.casefold()
    assert not re.search(r"\b(he|she|him|her|his|hers|husband|wife|abuser|victim|toxic|narcissist)\b", said)


# SR13 and privacy: nothing of a held text is written, and errors carry none of it
@pytest.mark.abuse("SR13")
@pytest.mark.abuse("SR13")
def test_sr13_nothing_of_a_held_text_is_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    see("He choked me last night.", region="UK")
    assert list(tmp_path.iterdir()) == []


def test_sr13_an_error_carries_no_word_of_the_text():
    with pytest.raises(InputError) as caught:
        see("He choked me in Atlantis.", region="Atlantis")
    assert "choked" not in str(caught.value)
    assert "Atlantis" not in str(caught.value)

"""Real letters: nothing invented, nothing forbidden, openers within limits. Sixty by default, all with -m full."""

import json
import re
from pathlib import Path

import pytest

from nearer.answer.compose import MOST
from nearer.answer.opener import opener_faults
from nearer.answer.quotes import unsaid
from nearer.app.reply import reply
from nearer.errors import NotALetterError

LETTERS = Path(__file__).resolve().parents[3] / "shared/data/letters.jsonl"


def letters():
    if not LETTERS.exists():
        pytest.skip("the labelled letters are not beside this checkout")
    rows = [json.loads(line) for line in LETTERS.read_text("utf-8").splitlines()]
    return [" ".join(sentence["text"] for sentence in row["sentences"]) for row in rows]


def check(letter):
    try:
        answer = reply(letter)
    except NotALetterError:
        return
    if answer.kind == "safety":
        assert answer.moves == answer.incidents == answer.arrows == ()
        assert answer.opener is None
        return
    quoted = [*re.findall(r"“([^”]*)”", answer.text), *(seen.quote for seen in (*answer.moves, *answer.feelings))]
    quoted += [*answer.needs, *answer.fears, *(seen.quote for seen in answer.incidents), *(answer.dilemma or ())]
    assert all(part in letter for part in quoted)
    told = {(seen.who, seen.quote) for seen in answer.moves} | {("both", seen.quote) for seen in answer.moves}
    for arrow in answer.arrows:
        assert arrow.quotes
        assert all((arrow.who, quote) in told or ("both", quote) in told for quote in arrow.quotes)
    assert not unsaid("diagnoses", "types", "verdicts").search(answer.text)
    assert len(answer.text.split()) <= MOST
    assert answer.opener is None or opener_faults(answer.opener) == []


def test_nothing_is_invented_in_sixty_real_letters():
    for letter in letters()[::5]:
        check(letter)


@pytest.mark.full
def test_nothing_is_invented_in_all_real_letters():
    for letter in letters():
        check(letter)

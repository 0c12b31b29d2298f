"""Every sentence of the web app: plain, kind, free of labels and verdicts."""

import re

import pytest

from nearer.answer.quotes import unsaid
from nearer.drafts.readability import reading_ease
from nearer.web.wording import names, words


def sentences_of(value, path):
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for place, item in enumerate(value):
            yield from sentences_of(item, f"{path}[{place}]")
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in ("path", "wording", "sources"):
                yield from sentences_of(item, f"{path}.{key}")


ALL = [found for name in names() for found in sentences_of(words(name), name)]


def test_there_is_wording():
    assert len(ALL) > 60


def test_no_sentence_labels_judges_or_promises():
    shown = unsaid("diagnoses", "types", "verdicts")
    assert [(place, shown.search(text)[0]) for place, text in ALL if shown.search(text)] == []


@pytest.mark.parametrize("found", ["!", "⚠", "streak", "overdue", "reminder", "you should", "must"])
def test_no_sentence_presses(found):
    assert [place for place, text in ALL if found in text.lower()] == []


def test_sentences_are_plain_to_read():
    hard = {
        place: round(reading_ease(text))
        for place, text in ALL
        if len(text.split()) >= 12 and not place.startswith("serve") and reading_ease(text) < 60
    }
    assert hard == {}


def test_every_slot_is_a_plain_name():
    for place, text in ALL:
        assert all(re.fullmatch(r"\w+", slot) for slot in re.findall(r"\{([^}]*)\}", text)), place

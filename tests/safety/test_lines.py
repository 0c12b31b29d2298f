"""The registry of lines: what was read on a page is still fresh, and everything else says "please check"."""

from datetime import UTC, date, datetime, timedelta

import pytest

from nearer.errors import InputError
from nearer.safety import regions
from nearer.safety.answer import answer
from nearer.safety.lines import lines_of, region_name
from nearer.safety.look import look

LINES = [line for region in regions() for line in lines_of(region)]
VERIFIED = {
    ("UK", "999"), ("UK", "0808 2000 247"), ("UK", "116 123"), ("UK", "0808 801 0327"), ("UK", "0800 999 5428"),
    ("UK", "0808 802 4040"), ("US", "1-800-799-7233"), ("US", "988"), ("CA", "9-8-8"), ("AU", "000"),
    ("AU", "0458 737 732"), ("DE", "116 016"), ("DE", "0800 123 99 00"), ("CZ", "116 016"), ("IN", "181"),
}  # fmt: skip


def test_only_what_was_read_on_a_page_counts_as_verified():
    assert {(line.region, line.number) for line in LINES if line.status == "V"} == VERIFIED


def test_a_verified_number_is_at_most_180_days_old():
    today = datetime.now(UTC).date()
    for line in LINES:
        if line.status == "V":
            assert today - date.fromisoformat(line.checked_on) <= timedelta(days=180), line.id


@pytest.mark.parametrize("region", list(regions()))
@pytest.mark.parametrize("text", ["He hit me last night.", "I want to die.", "She shook the baby.", "I slapped him."])
def test_an_unchecked_number_always_says_so(region, text):
    said = answer(look(text), region=region)
    for line in said.lines:
        assert line.number in said.text
        spoken = next(part for part in said.paragraphs if part.startswith(f"{line.name}: {line.number}"))
        assert ("please check" in spoken) == (line.status == "K")


def test_every_region_has_an_emergency_number_and_ids_are_unique():
    assert {line.region for line in LINES if line.audience == "emergency"} == set(regions())
    assert len({line.id for line in LINES}) == len(LINES)


def test_a_region_is_chosen_by_code_or_name():
    assert region_name("germany") == region_name(" de ") == "DE"
    with pytest.raises(InputError):
        region_name("")

"""For every format: what the project's own writer writes is read back as it was."""

import datetime
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.writers import MINUTES, UNTIMED, UTC, WRITERS, Said

from nearer.sources import open_conversations

PEOPLE = ["Ana", "Ben Ö", "健太"]
WORDS = st.text(
    st.one_of(
        st.characters(categories=["L", "N", "P", "S"], exclude_characters='<>"“”„«»`|☎', max_codepoint=0x1FAFF),
        st.just(" "),
    ),
    min_size=1,
    max_size=40,
).map(lambda text: " ".join(text.split()))
LETTERS = st.text("abcdefghij klmnopäöüß", min_size=1, max_size=40).map(lambda text: " ".join(text.split()))


def talks(words: st.SearchStrategy[str]) -> st.SearchStrategy[list[Said]]:
    start = datetime.datetime(2023, 12, 28, 9, 0, tzinfo=UTC)
    turn = st.tuples(st.sampled_from(PEOPLE[:2]), st.integers(1, 5000), words.filter(bool))

    def timed(rows: list[tuple[str, int, str]]) -> list[Said]:
        at, said = start, []
        for number, (speaker, minutes, text) in enumerate(rows):
            at += datetime.timedelta(minutes=minutes)
            said.append(Said(PEOPLE[number] if number < 2 else speaker, at, text))
        return said

    return st.lists(turn, min_size=4, max_size=12).map(timed)


@pytest.mark.parametrize("form", WRITERS)
@given(data=st.data())
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_written_is_read_back(form: str, data: st.DataObject) -> None:
    talk = data.draw(talks(LETTERS if form == "cha" else WORDS))
    if form == "sms":
        talk = [each._replace(speaker="Ana") for each in talk]
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "export"
        WRITERS[form](talk, place)
        read = open_conversations(place, dates="mdy" if form == "whatsapp-ios" else None)
    turns = read.turns.sort("turn")
    assert turns["speaker"].to_list() == [each.speaker for each in talk]
    assert turns["text"].to_list() == [each.text for each in talk]
    assert turns["kind"].cast(str).to_list() == ["message"] * len(talk)
    if form in UNTIMED:
        assert turns["at"].null_count() == len(talk)
    else:
        at = [moment.replace(tzinfo=None) if moment.tzinfo is None else moment for moment in turns["at"]]
        wanted = [each.at.replace(second=0) if form in MINUTES else each.at for each in talk]
        assert [moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment for moment in at] == wanted
    assert read.report.covered + sum(skip.count for skip in read.report.skipped.values()) == read.report.total

"""Every way in which a phone may set date, clock and name together is read alike."""

import datetime
from itertools import product
from pathlib import Path

import pytest

from nearer.sources import open_conversations

DATES = [
    "%d/%m/%Y", "%d/%m/%y", "%-d/%-m/%y", "%m/%d/%y", "%-m/%-d/%y", "%m/%d/%Y", "%Y/%m/%d", "%Y/%-m/%-d", "%d.%m.%Y",
    "%d.%m.%y", "%-d.%-m.%Y", "%d-%m-%Y", "%d-%m-%y", "%Y-%m-%d", "%Y.%m.%d", "%-d. %-m. %Y", "%y/%m/%d", "%-d %b %Y",
    "%b %-d, %Y", "%Y年%-m月%-d日", "%d.%m.%Y г.",
]  # fmt: skip
CLOCKS = ["%H:%M", "%H:%M:%S", "%-I:%M %p", "%I:%M:%S\u202f%p", "%H.%M", "%-H:%M"]
FRAMES = ["{} - {}: {}", "[{}] {}: {}", "{} \u2013 {}: {}"]
START = datetime.datetime.fromisoformat("2023-12-27T09:05:00")
WHEN = [START + datetime.timedelta(hours=hours) for hours in (0, 5, 13, 23, 48, 71)]


FORMS = list(product(CLOCKS, FRAMES, [", ", " "]))


@pytest.mark.parametrize("date", DATES)
def test_some_header_forms(date: str, tmp_path: Path) -> None:
    check(date, FORMS[DATES.index(date) % 12 :: 12], tmp_path / "a")


@pytest.mark.full
@pytest.mark.parametrize("date", DATES)
def test_every_header_form(date: str, tmp_path: Path) -> None:
    check(date, FORMS, tmp_path / "a")


def check(date: str, forms: list[tuple[str, str, str]], place: Path) -> None:
    for clock, frame, between in forms:
        lines = [frame.format(at.strftime(date + between + clock), "AnaBen"[3 * (n % 2) :][:3], f"w {n}: x")
                 for n, at in enumerate(WHEN)]  # fmt: skip
        place.write_text("\n".join(lines) + "\n", "utf-8")
        read = open_conversations(place)
        assert read.turns["at"].to_list() == WHEN, (clock, frame, between)
        assert read.turns["speaker"].to_list() == ["Ana", "Ben"] * 3
        assert read.turns["text"].to_list() == [f"w {n}: x" for n in range(6)]

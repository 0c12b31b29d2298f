"""Use case: everything one wrote, as one readable text to take along. Reports on chats stay out: they tell of two."""

import tomllib
from collections.abc import Iterator
from datetime import datetime
from functools import cache
from importlib.resources import files

import msgspec

from nearer.app.space_items import (
    CHECK_IN,
    DRAFT,
    LETTER,
    STEP,
    CheckInKept,
    DraftKept,
    LetterKept,
    StepKept,
)
from nearer.app.spaces import Space
from nearer.checkin import wording
from nearer.storage import Item

__all__ = ["as_file"]


@cache
def _words() -> dict[str, str]:
    text = files("nearer.app").joinpath("wording/en/own_words.toml").read_text("utf-8")
    return {name: str(value) for name, value in tomllib.loads(text).items()}


def as_file(space: Space) -> str:
    """All letters with their answers, drafts, steps and check-ins of a space as plain text.

    It says of itself what it is not (SR10 of docs/threat-model.md): no evidence, and from one side.
    """
    words = _words()
    parts = [words["title"], words["watermark"], *_letters(space), *_drafts(space), *_steps(space), *_weeks(space)]
    return "\n\n".join(parts) + "\n"


def _headed(heading: str, parts: Iterator[str]) -> list[str]:
    made = list(parts)
    return [f"== {heading} ==", *made] if made else []


def _letters(space: Space) -> list[str]:
    def told(one: Item[LetterKept]) -> str:
        answer = msgspec.json.decode(one.value.answer)["text"]
        return f"-- {_day(one.created)} --\n\n{one.value.text}\n\n{_words()['answer']}\n\n{answer}"

    return _headed(_words()["letters"], (told(one) for one in space.list(LETTER, LetterKept)))


def _drafts(space: Space) -> list[str]:
    kept = space.list(DRAFT, DraftKept)
    return _headed(_words()["drafts"], (f"-- {_day(one.at)} --\n\n{one.value.text}" for one in kept))


def _steps(space: Space) -> list[str]:
    kept = space.list(STEP, StepKept)
    return _headed(_words()["steps"], (f"[{'x' if one.value.done else ' '}] {one.value.text}" for one in kept))


def _weeks(space: Space) -> list[str]:
    asked = wording()["items"]

    def told(kept: CheckInKept) -> str:
        lines = [f"{asked[name]['asks']} {value}" for name, value in kept.answers.items()]
        return "\n".join([f"-- {kept.on.isoformat()} --", *lines, *([kept.words] if kept.words else [])])

    return _headed(_words()["weeks"], (told(one.value) for one in space.list(CHECK_IN, CheckInKept)))


def _day(moment: datetime) -> str:
    return moment.date().isoformat()

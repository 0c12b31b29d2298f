"""Use case: two invented people with everything that a space can hold, so that a newcomer can look around at once."""

import random
import tomllib
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

from nearer.app.check_in import keep_check_in
from nearer.app.demo.table import fill_table
from nearer.app.drafts_kept import keep_draft
from nearer.app.letters import keep_letter
from nearer.app.preferences import preferences, set_preferences
from nearer.app.spaces import Space, Spaces
from nearer.app.steps_kept import keep_step
from nearer.app.talks_read import keep_talk, read_talk
from nearer.storage import KeyCost

__all__ = ["QUICK", "demo_chat", "fill_chats", "fill_spaces", "shown_spaces"]

QUICK = KeyCost(operations=1, memory_bytes=16 * 2**20)
"""Cheap keys: the passphrases of a demo are shown on its door."""


@cache
def _couple() -> dict[str, Any]:
    return tomllib.loads(files("nearer.app.demo").joinpath("couple.toml").read_text("utf-8"))


def shown_spaces() -> tuple[tuple[str, str], ...]:
    """The names and passphrases of the two, for the sign-in page."""
    return tuple((person["name"], person["passphrase"]) for person in _couple()["people"])


def fill_spaces(spaces: Spaces, today: date) -> list[Space]:
    """The two spaces, open, with letters, drafts, steps, ten weeks of check-ins up to last week, and a table."""
    made = []
    for person in _couple()["people"]:
        space, _ = spaces.make(person["name"], person["passphrase"])
        set_preferences(space, region="", partner=person["partner"], pronoun=person["pronoun"])
        for text in person["letters"]:
            keep_letter(space, text, preferences(space))
        for text in person["drafts"]:
            keep_draft(space, text, item=None, version=None)
        for text in person["steps"]:
            keep_step(space, text)
        _fill_weeks(space, person["weeks"], today)
        made.append(space)
    fill_table(spaces, made, _couple()["table"])
    return made


def _fill_weeks(space: Space, weeks: dict[str, Any], today: date) -> None:
    count = len(weeks["words"])
    for number in range(count):
        given = {name: str(values[number]) for name, values in weeks.items() if name != "words"}
        day = today - timedelta(weeks=count - number)
        keep_check_in(space, given, words=weeks["words"][number], today=day, region=None)


def fill_chats(made: list[Space], today: date) -> None:
    """Read the two people's invented chat into each space, and lock both."""
    names = tuple(name for name, _ in shown_spaces())
    content = demo_chat(names, today)
    for space, name in zip(made, names, strict=True):
        read = read_talk("chat.csv", content, me=name, region=None)
        keep_talk(space, read, today - timedelta(days=8))
        space.lock()


def demo_chat(names: tuple[str, ...], today: date) -> bytes:
    """A table of turns with codes and no words: one presses more after closing, the other closes more after pressing.

    Drawn from fixed chances with a fixed seed, so that it is the same each time but for its dates.
    """
    dice, rows = random.Random(7), ["speaker,at,codes"]  # noqa: S311  (an invented chat, no secret)
    days, turns = _couple()["chat"]["days"], _couple()["chat"]["turns"]
    first = datetime(today.year, today.month, today.day, 8, tzinfo=UTC) - timedelta(days=days + 10)
    for day in range(days):
        at, before, mood = first + timedelta(days=day), "", dice.choice((0.7, 1.0, 1.3))
        for number in range(turns):
            at += timedelta(minutes=dice.randint(4, 34))
            person = number % 2
            code = _drawn(dice, person, before, mood)
            rows.append(f"{names[person]},{at:%Y-%m-%d %H:%M:%S},{code}")
            before = code
    return ("\n".join(rows) + "\n").encode()


def _drawn(dice: random.Random, person: int, before: str, mood: float) -> str:
    """A code for one turn, after the code of the turn before; none for everyday words."""
    press = (0.34 if before == "shut" else 0.12) if person == 0 else 0.04
    shut = (0.42 if before == "press" else 0.13) if person == 1 else 0.04
    draw = dice.random()
    if draw < press * mood:
        return "press"
    if draw < (press + shut) * mood:
        return "shut"
    return dice.choices(("", "warm", "validate", "ask"), (6, 1, 1, 1))[0] if dice.random() < 0.4 else ""

"""The invented couple's table: they have sat down once, agreed on two things, and laid a few words ready since."""

from typing import Any

from nearer.app.spaces import Space, Spaces
from nearer.app.table.invite import accept, invite, write
from nearer.app.table.own import lay_words, mark_week, name_pattern, notice, rename
from nearer.app.table.room import Rooms, now_ms
from nearer.app.table.together import choose_step, propose, terms_of
from nearer.table import SEATS

__all__ = ["fill_table"]


def fill_table(spaces: Spaces, made: list[Space], told: dict[str, Any]) -> None:
    """Lay the table of the two (the first invites), and lay ready what each has written for it."""
    store, now = spaces.store, now_ms()
    first, second = made
    written = write(first, told["invitation"], told["line"])
    accept(store, invite(store, first, written.words, now), second)
    for space, person in zip(made, told["people"], strict=True):
        rename(space, person["name"])
        name_pattern(space, person["pattern"], person["part"])
        for sort in ("topic", "step", "rule"):
            for line in person[sort]:
                lay_words(space, sort, line)
        mark_week(space, now, person["numbers"], person["words"])
        notice(space, person["notice"])
    _sit_once(spaces, made, told)


def _sit_once(spaces: Spaces, made: list[Space], told: dict[str, Any]) -> None:
    rooms = Rooms(spaces.store)
    places = [rooms.sit(space) for space in made]
    for place, seat, person in zip(places, SEATS, told["people"], strict=True):
        for form in told["agreements"]:
            propose(place, seat, *terms_of(place, form))
        choose_step(place, seat, person["chosen"])
    places[0].lock()

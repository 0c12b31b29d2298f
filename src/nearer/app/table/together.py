"""Use case: what the two do at an open table. Nothing is typed here; what was laid ready alone is chosen and shown."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from secrets import token_hex

import msgspec

from nearer.app.table.kept import (
    AGREEMENT,
    LOOKED,
    OWN_WORDS,
    STEP,
    TALKED,
    Looked,
    Names,
    OwnWords,
    Sort,
    Step,
    Talked,
)
from nearer.app.table.own import mine, week_of
from nearer.app.table.room import Place, Room
from nearer.errors import InputError
from nearer.storage import Table
from nearer.table import (
    SEATS,
    Agreement,
    Line,
    Naming,
    OwnRule,
    PauseRule,
    Seat,
    Terms,
    WeeklyTime,
    agreed,
    calendar_file,
    left,
    look_together,
    named,
    other,
    pause_rule,
    proposed,
    put_away,
    weekly_time,
)
from nearer.table.agreements import SHORTEST_PAUSE
from nearer.table.words import entry, say

__all__ = [
    "Agreed",
    "Noticed",
    "Row",
    "agreements",
    "answer_agreement",
    "choose_step",
    "has_wished",
    "lines_of",
    "look_at_week",
    "names_of",
    "pattern",
    "propose",
    "rules",
    "said",
    "steps",
    "talked",
    "terms_of",
    "usual_pause",
    "weekly_file",
    "wish_to_look",
]


_FIRST = ("pause", "time", "name")


class Row(msgspec.Struct, frozen=True):
    """One item of the week that both shared: what it is, and what each said, in words."""

    item: str
    a: str
    b: str


class Agreed(msgspec.Struct, frozen=True):
    """An agreement as it stands: its key, what holds and what lies beside it in words, and whose that is."""

    key: str
    holds: str | None
    beside: str | None
    by: Seat | None
    stamp: str


class Noticed(msgspec.Struct, frozen=True):
    """One seat's step, and what the other has noticed, in words; both may be missing."""

    seat: Seat
    name: str
    step: str | None
    noticed: str | None


def wish_to_look(place: Place) -> None:
    """Somebody would like to look at the week together; it opens when both would."""
    with place.at_table() as (room, table):
        room.wishes |= set(place.seats)
        if room.wishes == set(SEATS) and not room.is_seen:
            week = week_of(room.clock())
            if table.get(LOOKED, week, Looked) is None:
                table.put(LOOKED, Looked(room.clock()), item=week)
            room.is_seen = True
        room.version += 1


def look_at_week(place: Place) -> tuple[Row, ...] | None:
    """What both shared of this week; None as long as the two have not both chosen to look."""
    with place.at_table() as (room, table):
        if not room.is_seen:
            return None
        now = room.clock()
        looked = table.get(LOOKED, week_of(now), Looked)
        one, two = (mine(room.spaces[seat], now).offer for seat in SEATS)
        opened = look_together(one, two, week=week_of(now), looked_at=looked.value.at if looked else None)
    return tuple(Row(say(f"table.items.{each.item}"), _shown(each.a), _shown(each.b)) for each in opened)


def _shown(value: int | Line) -> str:
    return value.text if isinstance(value, Line) else say(f"table.scale.{value}")


def has_wished(place: Place) -> bool:
    """Whether everybody at this device has chosen to look."""
    with place.at_table() as (room, _):
        return set(place.seats) <= room.wishes


def names_of(place: Place) -> Names:
    """What the two are called at this table."""
    with place.at_table() as (room, _):
        return room.names


def usual_pause(place: Place) -> tuple[int, str]:
    """How many minutes the two have agreed to pause for, and their rule in words; 20 and nothing without one."""
    with place.at_table() as (_, table):
        kept = table.get(AGREEMENT, "pause", Agreement)
    rule = kept.value.holds if kept else None
    return (rule.minutes, said(rule)) if isinstance(rule, PauseRule) else (SHORTEST_PAUSE, "")


def weekly_file(place: Place, *, neutral: bool) -> bytes | None:
    """The weekly time as a calendar file, where the two have agreed on one."""
    with place.at_table() as (room, table):
        kept = table.get(AGREEMENT, "time", Agreement)
        now = room.clock()
    if kept is None or not isinstance(kept.value.holds, WeeklyTime):
        return None
    title = say("table.calendar.neutral" if neutral else "table.calendar.title")
    today = datetime.fromtimestamp(now / 1000, UTC).astimezone().date()
    return calendar_file(kept.value.holds, title=title, uid=token_hex(12), stamp_ms=now, today=today)


def pattern(place: Place) -> tuple[Naming, Naming] | None:
    """Each one's words for what goes round between them, where both have laid theirs ready; by seat."""
    with place.at_table() as (room, _):
        return named(*(mine(room.spaces[seat], room.clock()).naming for seat in SEATS))


def lines_of(place: Place, sort: Sort) -> dict[Seat, tuple[str, ...]]:
    """What each has laid ready of a sort. A page shows a person their own alone."""
    with place.at_table() as (room, _):
        return {seat: _lines(room, seat, sort) for seat in place.seats}


def _lines(room: Room, seat: Seat, sort: Sort) -> tuple[str, ...]:
    kept = room.spaces[seat].list(OWN_WORDS, OwnWords)
    return tuple(item.value.line.text for item in kept if item.value.sort == sort)


def agreements(place: Place) -> tuple[Agreed, ...]:
    """Every agreement that holds or lies on the table, the pause and the weekly time first."""
    with place.at_table() as (_, table):
        found = {item.id: item.value for item in table.list(AGREEMENT, Agreement)}
    order = sorted(found, key=lambda key: _FIRST.index(key) if key in _FIRST else len(_FIRST))
    shown = (_agreed(key, found[key]) for key in order)
    return tuple(one for one in shown if one.holds or one.beside)


def _agreed(key: str, agreement: Agreement) -> Agreed:
    holds, beside = (None if terms is None else said(terms) for terms in (agreement.holds, agreement.beside))
    return Agreed(key, holds, beside, agreement.by, _stamp(agreement.beside))


def _stamp(terms: Terms | None) -> str:
    """What a page brings back to say which words it showed; other words have another stamp."""
    return blake2b(msgspec.msgpack.encode(terms), digest_size=8).hexdigest()


def rules(place: Place) -> dict[str, str]:
    """Ready agreements, and those that this person has laid ready in own words: by key, as they would read."""
    own = (line for lines in lines_of(place, "rule").values() for line in lines)
    return {**entry("table.rules"), **{_own_key(line): line for line in own}}


def _own_key(line: str) -> str:
    return "own-" + blake2b(line.encode(), digest_size=6).hexdigest()


def terms_of(place: Place, form: Mapping[str, str]) -> tuple[str, Terms]:
    """The key and the terms that a form asks for.

    Raises:
        InputError: it asks for nothing that can be agreed on.
    """
    key = form.get("key", "")
    try:
        if key == "pause":
            return key, _pause(form)
        if key == "time":
            hour, _, minute = form.get("clock", "").partition(":")
            place_name = _one_of("table.places", form.get("place", ""))
            return key, weekly_time(int(form.get("day", "")), int(hour), int(minute), place_name)
    except ValueError:
        raise InputError("Please choose from what is shown, and lay it on the table again.") from None
    if key == "name":
        pair = pattern(place)
        names = {naming.name.text: naming.name for naming in pair or ()}
        if form.get("name", "") in names:
            return key, OwnRule(names[form["name"]])
    known = rules(place)
    if key not in known:
        raise InputError("Please choose from what is shown, and lay it on the table again.")
    return key, OwnRule(Line(known[key]) if key.startswith("own-") else key)


def _pause(form: Mapping[str, str]) -> PauseRule:
    back = _one_of("table.pause.back", form.get("back", ""))
    return pause_rule(int(form.get("minutes", "")), _one_of("table.pause.ask", form.get("ask", "")), back)  # type: ignore[arg-type]


def _one_of(key: str, chosen: str) -> str:
    if chosen not in entry(key):
        raise ValueError
    return chosen


def propose(place: Place, seat: str, key: str, terms: Terms) -> None:
    """Lay terms on the table; the same from both is an agreement."""
    _change(place, key, lambda agreement: proposed(agreement, place.seat(seat), terms))


def answer_agreement(place: Place, seat: str, key: str, answer: str, stamp: str) -> None:
    """Say yes to what lies beside an agreement, take that away, or put the agreement itself away."""

    def changed(agreement: Agreement) -> Agreement:
        if answer == "away":
            return put_away(agreement)
        if agreement.beside is None or _stamp(agreement.beside) != stamp:
            return agreement
        if answer == "leave":
            return left(agreement)
        who = other(agreement.by) if place.is_shared and agreement.by else place.seat(seat)
        return agreed(agreement, who, agreement.beside) if answer == "yes" else agreement

    _change(place, key, changed)


def _change(place: Place, key: str, change: Callable[[Agreement], Agreement]) -> None:
    with place.at_table() as (room, table):
        kept = table.get(AGREEMENT, key, Agreement)
        changed = change(kept.value if kept else Agreement())
        if changed == Agreement():
            table.delete(AGREEMENT, key)
        else:
            table.put(AGREEMENT, changed, item=key)
        room.version += 1


def said(terms: Terms) -> str:
    """Terms as one sentence."""
    match terms:
        case PauseRule():
            ask = terms.ask.text if isinstance(terms.ask, Line) else say(f"table.pause.ask.{terms.ask}")
            minutes = entry("table.pause.minutes").get(str(terms.minutes), str(terms.minutes))
            return say("table.says.pause", minutes=minutes, ask=ask, back=say(f"table.pause.back.{terms.back}"))
        case WeeklyTime():
            clock = f"{terms.hour}:{terms.minute:02d}"
            day, where = say(f"table.days.{terms.day}"), say(f"table.places.{terms.place}")
            return say("table.says.time", day=day, clock=clock, place=where)
        case OwnRule():
            return terms.text.text if isinstance(terms.text, Line) else say(f"table.rules.{terms.text}")


def steps(place: Place) -> tuple[Noticed, ...]:
    """Each one's step, with what the other noticed; no counts and no dates. On one's own device one's own is first."""
    with place.at_table() as (room, table):
        return tuple(_noticed(room, table, seat) for seat in sorted(SEATS, key=lambda seat: seat != place.seats[0]))


def _noticed(room: Room, table: Table, seat: Seat) -> Noticed:
    kept = table.get(STEP, seat, Step)
    notice = mine(room.spaces[other(seat)], room.clock()).notice
    name = getattr(room.names, other(seat))
    words = None
    if notice is not None:
        words = say("table.noticed.plain", name=name)
        if notice.words is not None:
            words = say("table.noticed.words", name=name, words=notice.words.text)
    return Noticed(seat, getattr(room.names, seat), kept.value.text if kept else None, words)


def choose_step(place: Place, seat: str, chosen: str) -> None:
    """Choose one step of one's own: a ready one, one laid ready alone, or none.

    Raises:
        InputError: it is none of those.
    """
    with place.at_table() as (room, table):
        who = place.seat(seat)
        if not chosen:
            table.delete(STEP, who)
        else:
            table.put(STEP, Step(step_text(room, who, chosen)), item=who)
        room.version += 1


def step_text(room: Room, seat: Seat, chosen: str) -> str:
    """The words of a step by the name it has on the page: a ready one's name, or the line itself."""
    ready = entry("table.steps")
    if chosen in ready:
        return str(ready[chosen])
    if chosen in _lines(room, seat, "step"):
        return chosen
    raise InputError("Please choose one of the steps that are shown.")


def talked(place: Place) -> tuple[str, ...]:
    """The topics of talks that both chose to keep, the newest first; no dates."""
    with place.at_table() as (_, table):
        return tuple(item.value.topic for item in reversed(table.list(TALKED, Talked)))

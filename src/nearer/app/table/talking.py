"""Use case: the talk at the table, on one device or two. Nothing that is said is typed or kept."""

from datetime import UTC, datetime

import msgspec

from nearer.app.table.kept import ONE, PAUSED, RETURN, STEP, TALKED, Return, Step, Talked
from nearer.app.table.room import Place, Room
from nearer.app.table.together import lines_of, step_text
from nearer.errors import InputError
from nearer.storage import Table
from nearer.table import SEATS, Seat, Talk, after, kept, left_ms, moment, other, phase, settled
from nearer.table.talk import Done, End, Event, Keep, Pause, Phase, Ready, Topic, script
from nearer.table.words import entry, say

__all__ = ["TalkShown", "clock_of", "talk_event", "talk_now", "topics", "watch"]


class TalkShown(msgspec.Struct, frozen=True):
    """A talk as one place sees it.

    ``lines`` are (name, sentence) for each who is at this device. ``acts`` are the seats here that may go on;
    ``left_ms`` is what remains of the moment. ``turn`` of ``turns`` counts the floors, from 1.
    """

    phase: Phase
    head: str
    lines: tuple[tuple[str, str], ...]
    topic: str | None
    acts: tuple[Seat, ...]
    place: int
    left_ms: int | None
    lasts_ms: int | None
    turn: int
    turns: int
    returns: str | None
    is_ready: bool
    picks: tuple[tuple[str, str], ...]
    has_chosen: bool
    kept: frozenset[str]


def topics(place: Place) -> dict[Seat, tuple[str, ...]]:
    """What each who is at this device may choose to talk about: ready topics, then those laid ready alone."""
    ready = tuple(entry("table.topics").values())
    return {seat: (*ready, *lines) for seat, lines in lines_of(place, "topic").items()}


def talk_now(place: Place) -> TalkShown | None:
    """The talk as it stands, as this place sees it; None where there is none."""
    with place.at_table() as (room, _):
        if room.talk is None:
            return None
        now = room.clock()
        room.talk = settled(room.talk, now)
        return _shown(place, room, room.talk, now)


def _shown(place: Place, room: Room, talk: Talk, now: int) -> TalkShown:
    what, at = phase(talk), moment(talk)
    names = {seat: str(getattr(room.names, seat)) for seat in SEATS}
    moments = script(talk.shape, talk.first)
    floors = [index for index, one in enumerate(moments) if one.phase == "floor"]
    going = what in ("thanks", "ready", "floor", "back", "nice")
    picks = {**talk.picks} if what == "topic" else {}
    return TalkShown(
        phase=what,
        head=say(f"talk.head.{what}", name=names[at.seat]) if what in ("floor", "back") else say(f"talk.head.{what}"),
        lines=tuple((names[seat], _line(talk, seat, names)) for seat in place.seats),
        topic=talk.topic,
        acts=tuple(seat for seat in place.seats if going and seat == at.seat),
        place=talk.place,
        left_ms=left_ms(talk, now),
        lasts_ms=at.lasts,
        turn=sum(index <= talk.place + 1 for index in floors),
        turns=len(floors),
        returns=None if talk.return_at is None else clock_of(talk.return_at, now),
        is_ready=set(place.seats) <= talk.ready,
        picks=tuple((names[seat], topic) for seat, topic in sorted(picks.items())),
        has_chosen=set(place.seats) <= set(talk.keeps),
        kept=kept(talk),
    )


def _line(talk: Talk, seat: Seat, names: dict[Seat, str]) -> str:
    what, at = phase(talk), moment(talk)
    if what == "paused":
        return say("talk.both.paused", time=clock_of(talk.return_at or talk.at, talk.at))
    if what in ("topic", "ended"):
        return say(f"talk.both.{what}")
    return say(f"talk.{'mine' if seat == at.seat else 'theirs'}.{what}", other=names[other(seat)])


def clock_of(at: int, now: int) -> str:
    """A time of day, with the day where it is another one: "18:30", "Tuesday 9:05"."""
    then, today = (datetime.fromtimestamp(ms / 1000, UTC).astimezone() for ms in (at, now))
    clock = f"{then.hour}:{then.minute:02d}"
    return clock if then.date() == today.date() else f"{say(f'table.days.{then.weekday()}')} {clock}"


def talk_event(place: Place, form: dict[str, str]) -> None:
    """Let one thing happen in the talk. What does not fit the moment changes nothing.

    Raises:
        InputError: a pause has no return in reach, or a topic or step is none of those shown.
    """
    with place.at_table() as (room, table):
        if form.get("do") == "begin":
            room.talk = room.talk if room.talk is not None and not room.talk.is_over else Talk(room.clock())
        elif room.talk is not None:
            before = room.talk
            for event in _events(place, room, form):
                room.talk = after(room.talk, event, room.clock())
            _keep(room, table, before)
        room.version += 1


def _events(place: Place, room: Room, form: dict[str, str]) -> tuple[Event, ...]:
    seat = place.seat(form.get("seat", ""))
    match form.get("do"):
        case "topic":
            chosen = form.get("topic", "")
            if not any(chosen in known for known in topics(place).values()) and chosen not in (
                room.talk.picks.values() if room.talk else ()
            ):
                raise InputError("Please choose one of the topics that are shown.")
            return tuple(Topic(one, chosen) for one in sorted(place.seats, key=lambda one: one != seat))
        case "done":
            return (Done(seat, _number(form.get("place"))),)
        case "pause":
            return (Pause(seat, _number(form.get("minutes"))),)
        case "ready":
            return tuple(Ready(one) for one in place.seats)
        case "keep":
            return _keeping(place, room, form)
        case "end":
            return (End(seat),)
    return ()


def _keeping(place: Place, room: Room, form: dict[str, str]) -> tuple[Event, ...]:
    things = frozenset(thing for thing in ("topic", "steps") if form.get(thing))
    for seat in place.seats:
        if chosen := form.get(f"step-{seat}", ""):
            room.chosen[seat] = step_text(room, seat, chosen)
    return tuple(Keep(seat, things) for seat in place.seats)  # type: ignore[arg-type]


def _number(text: str | None) -> int:
    try:
        return int(text or "")
    except ValueError:
        return -1


def _keep(room: Room, table: Table, before: Talk) -> None:
    """Keep what both chose, once the talk is over; and a paused talk until it goes on."""
    talk = room.talk
    if talk is None or talk == before:
        return
    if talk.return_at is not None:
        table.put(PAUSED, talk, item=ONE)
        for space in room.spaces.values():
            space.put(RETURN, Return(talk.return_at), item=ONE)
    elif before.return_at is not None or talk.is_over:
        table.delete(PAUSED, ONE)
        for space in room.spaces.values():
            space.delete(RETURN, ONE)
    if not talk.is_over or before.is_over:
        return
    chosen = kept(talk)
    if "topic" in chosen and talk.topic:
        table.put(TALKED, Talked(talk.topic))
    for seat, text in room.chosen.items() if "steps" in chosen else ():
        table.put(STEP, Step(text), item=seat)
    room.chosen.clear()


def watch(place: Place) -> str | None:
    """A short text that changes whenever something changes at the open table; None once the place is not held any more.

    Alone on a seat it is always the same text: a number in it would count how often the other sat down.
    """
    view = place.view
    if view != "together":
        return None if view == "away" else view
    with place.room.guard:
        talk = place.room.talk
        at = "" if talk is None else f".{settled(talk, place.room.clock()).place}"
        return f"{view}.{place.room.version}{at}"

"""The talk: twenty guided minutes of one topic. Events go in, the next state comes out; time is handed in.

Thanks from each; then by turns one speaks and the other says back what they heard; something nice from each; then
the two choose what to keep. Either may pause at any moment, with a time to come back that both see, and either may
end it at any moment. An event that does not fit the state (a second tap, an old page) changes nothing.
"""

from collections.abc import Iterable
from functools import cache
from typing import Literal

import msgspec

from nearer.errors import InputError
from nearer.table.agreements import LONGEST_PAUSE, SHORTEST_PAUSE
from nearer.table.seats import MINUTE_MS, SEATS, Seat, other

__all__ = [
    "THINGS",
    "Done",
    "End",
    "Event",
    "Keep",
    "Moment",
    "Pause",
    "Phase",
    "Ready",
    "Shape",
    "Talk",
    "Thing",
    "Topic",
    "after",
    "kept",
    "left_ms",
    "moment",
    "phase",
    "script",
    "settled",
]

Phase = Literal["topic", "thanks", "ready", "floor", "back", "nice", "keep", "paused", "ended"]
Thing = Literal["topic", "steps"]
THINGS: tuple[Thing, ...] = ("topic", "steps")


class Shape(msgspec.Struct, frozen=True):
    """How long things last, in milliseconds, and how many turns each has. As it stands: twenty minutes."""

    turns_each: int = 2
    thanks: int = MINUTE_MS
    floor: int = 3 * MINUTE_MS
    back: int = MINUTE_MS
    nice: int = MINUTE_MS


class Moment(msgspec.Struct, frozen=True):
    """One stretch of a talk: what it is, whose it is, how many milliseconds it lasts (null: until a tap)."""

    phase: Phase
    seat: Seat
    lasts: int | None = None


class Talk(msgspec.Struct, frozen=True):
    """A talk as it stood at ``at``. ``place`` is the moment of the `script`, ``left`` what remained of it then.

    ``picks`` are the topics proposed before there is one; ``ready`` who is ready to go on after a pause; ``keeps``
    what each would keep.
    """

    at: int
    shape: Shape = Shape()
    picks: dict[Seat, str] = msgspec.field(default_factory=dict)
    topic: str | None = None
    first: Seat = "a"
    place: int = 0
    left: int | None = None
    return_at: int | None = None
    ready: frozenset[Seat] = frozenset()
    keeps: dict[Seat, frozenset[Thing]] = msgspec.field(default_factory=dict)
    is_over: bool = False


class Topic(msgspec.Struct, frozen=True):
    """Somebody would like to talk about this. When the other says the same, the talk begins."""

    seat: Seat
    topic: str


class Done(msgspec.Struct, frozen=True):
    """Whoever's moment it is goes on to the next. ``place`` is the moment that was on the screen."""

    seat: Seat
    place: int


class Pause(msgspec.Struct, frozen=True):
    """Somebody needs a pause of so many minutes, 20 to a whole day."""

    seat: Seat
    minutes: int


class Ready(msgspec.Struct, frozen=True):
    """Somebody is back from the pause. It goes on when both are."""

    seat: Seat


class Keep(msgspec.Struct, frozen=True):
    """What one of the two would keep of the talk. Only what both would keep is kept."""

    seat: Seat
    things: frozenset[Thing]


class End(msgspec.Struct, frozen=True):
    """Somebody ends the talk. The state does not say who."""

    seat: Seat


Event = Topic | Done | Pause | Ready | Keep | End


@cache
def script(shape: Shape, first: Seat) -> tuple[Moment, ...]:
    """Every moment of a talk in order. ``first`` speaks first, so the other gives thanks first."""
    second = other(first)
    moments = [Moment("thanks", second, shape.thanks), Moment("thanks", first, shape.thanks)]
    for turn in range(2 * shape.turns_each):
        speaker = first if turn % 2 == 0 else second
        moments += [
            Moment("ready", speaker),
            Moment("floor", speaker, shape.floor),
            Moment("back", other(speaker), shape.back),
        ]
    return (*moments, Moment("nice", first, shape.nice), Moment("nice", second, shape.nice), Moment("keep", first))


def moment(talk: Talk) -> Moment:
    """The moment of the script that the talk is in, or that it goes on with after the pause."""
    return script(talk.shape, talk.first)[talk.place]


def phase(talk: Talk) -> Phase:
    """What is going on."""
    if talk.is_over:
        return "ended"
    if talk.return_at is not None:
        return "paused"
    return "topic" if talk.topic is None else moment(talk).phase


def left_ms(talk: Talk, now: int) -> int | None:
    """Milliseconds that remain of the moment, never below 0; null where it lasts until a tap."""
    if talk.left is None or phase(talk) in ("topic", "paused", "ended"):
        return None
    return max(0, talk.left - max(0, now - talk.at))


def kept(talk: Talk) -> frozenset[Thing]:
    """What both chose to keep; nothing until both have chosen, and nothing of a talk that ended before that."""
    if set(talk.keeps) != set(SEATS):
        return frozenset()
    return talk.keeps["a"] & talk.keeps["b"]


def settled(talk: Talk, now: int) -> Talk:
    """The talk at ``now``: moments whose time is out have passed. A clock that went back counts as one that stood."""
    now = max(now, talk.at)
    while talk.left is not None and phase(talk) not in ("topic", "paused", "ended") and now - talk.at >= talk.left:
        talk = _moved(talk, talk.at + talk.left)
    spent = now - talk.at
    left = talk.left if talk.left is None or talk.return_at is not None or talk.is_over else talk.left - spent
    return msgspec.structs.replace(talk, at=now, left=left)


def after(talk: Talk, event: Event, now: int) -> Talk:
    """The talk after an event at ``now``.

    Raises:
        InputError: a pause has no time to come back that it may have.
    """
    talk = settled(talk, now)
    if talk.is_over:
        return talk
    match event:
        case End():
            return msgspec.structs.replace(talk, is_over=True, return_at=None, keeps={})
        case Pause():
            return _paused(talk, event)
        case Ready():
            return _back(talk, event.seat)
        case Topic():
            return _chosen(talk, event)
        case Done():
            return _done(talk, event)
        case Keep():
            return _keeping(talk, event)


def _moved(talk: Talk, at: int) -> Talk:
    place = talk.place + 1
    return msgspec.structs.replace(talk, at=at, place=place, left=script(talk.shape, talk.first)[place].lasts)


def _paused(talk: Talk, event: Pause) -> Talk:
    """A pause, or a longer one: nobody's pause is made shorter by the other, and none is longer than a day from now."""
    if not SHORTEST_PAUSE <= event.minutes <= LONGEST_PAUSE:
        raise InputError("A pause lasts from 20 minutes to 24 hours; please choose when to come back.")
    return_at = max(talk.at + event.minutes * MINUTE_MS, talk.return_at or 0)
    return msgspec.structs.replace(talk, return_at=return_at, ready=frozenset())


def _back(talk: Talk, seat: Seat) -> Talk:
    if talk.return_at is None:
        return talk
    ready = talk.ready | {seat}
    if ready != set(SEATS):
        return msgspec.structs.replace(talk, ready=ready)
    return msgspec.structs.replace(talk, ready=frozenset(), return_at=None)


def _chosen(talk: Talk, event: Topic) -> Talk:
    """The topic proposed; the talk begins when both say the same, and whoever named it first speaks first."""
    if phase(talk) != "topic":
        return talk
    picks = {**talk.picks, event.seat: event.topic}
    if picks.get(other(event.seat)) != event.topic:
        return msgspec.structs.replace(talk, picks=picks)
    first = other(event.seat)
    lasts = script(talk.shape, first)[0].lasts
    return msgspec.structs.replace(talk, picks={}, topic=event.topic, first=first, place=0, left=lasts)


def _done(talk: Talk, event: Done) -> Talk:
    going_on = phase(talk) in ("thanks", "ready", "floor", "back", "nice")
    if not going_on or event.place != talk.place or event.seat != moment(talk).seat:
        return talk
    return _moved(talk, talk.at)


def _keeping(talk: Talk, event: Keep) -> Talk:
    if phase(talk) != "keep":
        return talk
    keeps = {**talk.keeps, event.seat: _known(event.things)}
    return msgspec.structs.replace(talk, keeps=keeps, is_over=set(keeps) == set(SEATS))


def _known(things: Iterable[Thing]) -> frozenset[Thing]:
    return frozenset(thing for thing in THINGS if thing in set(things))

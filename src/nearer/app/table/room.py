"""The table while the two sit at it, in this server's memory alone. Both spaces are open, each by its passphrase."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nearer.app.table.invite import seat_list
from nearer.app.table.kept import NAMES, ONE, PAUSED, Names
from nearer.app.table.own import me
from nearer.errors import InputError, NearerError, TableClosed
from nearer.storage import Space, Store, Table, TableSeat
from nearer.table import SEATS, Seat, Sitting, Talk, consents, is_together, risen, sat_down, seen_from, touched
from nearer.table.sitting import View

__all__ = ["Place", "Room", "Rooms", "now_ms"]

_SHUT = "The table is not open now. You can both sit down again whenever you like."


def now_ms() -> int:
    """The present in milliseconds since 1970."""
    return time.time_ns() // 1_000_000


class Room:
    """One table while people sit at it. Everything in it is touched under ``guard``."""

    def __init__(self, clock: Callable[[], int]) -> None:
        """An empty room."""
        self.clock, self.guard = clock, threading.RLock()
        self.sitting = Sitting()
        self.places: dict[Seat, Place] = {}
        self.seats: dict[Seat, TableSeat] = {}
        self.spaces: dict[Seat, Space] = {}
        self.brought: list[Space] = []
        self.table: Table | None = None
        self.names = Names("", "")
        self.talk: Talk | None = None
        self.chosen: dict[Seat, str] = {}
        self.wishes: set[Seat] = set()
        self.is_seen = False
        self.version = 0

    def take(self, place: "Place", seat: Seat, held: TableSeat) -> None:
        """Sit somebody down; with both there, the table opens."""
        with self.guard:
            now = self.clock()
            before = self.sitting
            self.sitting = sat_down(before, seat, now)
            if set(self.sitting.seats) == {seat} and set(before.seats) != {seat}:
                self._clear(leave=seat)
            if self.table is not None and self.spaces.get(seat) is not held.space:
                self.table.lock()
                self.table = None
            self.places[seat], self.seats[seat], self.spaces[seat] = place, held, held.space
            self.version += 1

    def open(self, store: Store) -> None:
        """Open the table where both sit and it is not open yet.

        Raises:
            NearerError: it does not open; then nobody sits at it any more.
        """
        with self.guard:
            if self.table is not None or not is_together(self.sitting, self.clock()):
                return
            try:
                self.table = store.open_table(self.seats["a"], self.seats["b"])
                self.names = Names(*(me(self.spaces[seat]).name for seat in SEATS))
                self.table.put(NAMES, self.names, item=ONE)
                paused = self.table.get(PAUSED, ONE, Talk)
            except NearerError:
                self.close()
                raise
            self.talk = self.talk or (paused.value if paused else None)
            self.version = 0

    def close(self) -> None:
        """End the sitting for both; nothing tells who ended it. Keys of the table and of brought spaces go."""
        with self.guard:
            self.sitting = risen(self.sitting)
            self._clear()
            self.version += 1

    def _clear(self, leave: Seat | None = None) -> None:
        if self.table is not None:
            self.table.lock()
        for space in self.brought:
            space.lock()
        self.table, self.talk, self.is_seen, self.brought = None, None, False, []
        self.wishes.clear()
        self.chosen.clear()
        for held in (self.places, self.seats, self.spaces):
            for seat in [seat for seat in held if seat != leave]:
                del held[seat]


class Place:
    """Where one browser sits: on one seat, or on both where the two share a device."""

    def __init__(self, room: Room, seats: tuple[Seat, ...]) -> None:
        """A place in a room."""
        self.room, self.seats = room, seats

    @property
    def is_shared(self) -> bool:
        """Whether the two share this device."""
        return len(self.seats) == len(SEATS)

    @property
    def view(self) -> View:
        """What this person is shown: away, seated, or together."""
        with self.room.guard:
            if any(self.room.places.get(seat) is not self for seat in self.seats):
                return "away"
            if self.room.table is None and self.is_shared:
                return "away"
            seen = seen_from(self.room.sitting, self.seats[0], self.room.clock())
            return "seated" if seen == "together" and self.room.table is None else seen

    @property
    def is_open(self) -> bool:
        """Whether both sit at the open table now."""
        return self.view == "together"

    @contextmanager
    def at_table(self) -> Iterator[tuple[Room, Table]]:
        """The room and the open table, for one act of this place; nobody else acts meanwhile.

        Raises:
            InputError: the table is not open (any more).
        """
        with self.room.guard:
            if not self.is_open or self.room.table is None:
                raise InputError(_SHUT)
            self.room.sitting = touched(self.room.sitting, self.room.clock())
            try:
                yield self.room, self.room.table
            except TableClosed:
                self.room.close()
                raise

    def seat(self, asked: str) -> Seat:
        """The seat that acts: one's own, or on a shared device the one that the page names."""
        if not self.is_shared:
            return self.seats[0]
        return "b" if asked == "b" else "a"

    def lock(self) -> None:
        """Get up: the sitting is over for both."""
        with self.room.guard:
            if any(self.room.places.get(seat) is self for seat in self.seats):
                self.room.close()


class Rooms:
    """All tables that somebody sits at on this server."""

    def __init__(self, store: Store, clock: Callable[[], int] = now_ms) -> None:
        """No room yet."""
        self.store, self.clock = store, clock
        self._rooms: dict[bytes, Room] = {}
        self._guard = threading.Lock()

    def sit(self, space: Space) -> Place:
        """This person's place at their table; it opens when the other sits down as well.

        Raises:
            InputError: there is no table, it rests, or their yes is older than 30 days.
        """
        seat = self._ready(space)
        room = self._room(seat)
        place = Place(room, (_side(seat),))
        room.take(place, _side(seat), seat)
        room.open(self.store)
        return place

    def sit_both(self, space: Space, brought: Space) -> Place:
        """One place for the two on one device. ``brought`` was opened for this and is locked with the table.

        Raises:
            InputError: the table does not open, for whatever reason; it says none.
        """
        try:
            mine = self._ready(space)
            theirs = self._ready(brought, wanted=mine.half.table)
        except NearerError:
            raise InputError(_SHUT) from None
        room = self._room(mine)
        place = Place(room, SEATS)
        with room.guard:
            room.close()
            for seat in (mine, theirs):
                room.take(place, _side(seat), seat)
            room.brought = [brought]
            try:
                room.open(self.store)
            except NearerError:
                raise InputError(_SHUT) from None
        return place

    def _ready(self, space: Space, wanted: bytes | None = None) -> TableSeat:
        seats = [seat for seat in seat_list(self.store, space) if wanted in (None, seat.half.table)]
        seats.sort(key=lambda seat: seat.sat_together)
        if not seats or me(space).rests:
            raise InputError(_SHUT)
        if not consents(int(seats[-1].consented.timestamp() * 1000), self.clock()):
            raise InputError(_SHUT)
        return seats[-1]

    def _room(self, seat: TableSeat) -> Room:
        with self._guard:
            return self._rooms.setdefault(seat.half.table, Room(self.clock))


def _side(seat: TableSeat) -> Seat:
    return "a" if seat.is_inviter else "b"

"""Who is here: sessions in memory alone, each with its opened space, locked after a while without a request."""

import hmac
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable
from hashlib import blake2b
from typing import Any, Protocol

__all__ = ["MOST_SESSIONS", "Lockable", "Session", "Sessions", "Tries", "new_token"]

MOST_SESSIONS = 64
"""Sessions open at once on one machine; the one that was used longest ago is locked for a new one."""
TRIES_A_MINUTE = 10


class Lockable(Protocol):
    """Something that holds a key and can drop it."""

    def lock(self) -> None:
        """Wipe the key."""


class Session:
    """One person at one device. ``kept`` holds what waits between two pages; all of it goes when the space locks.

    ``covered``: the device has been handed round at a table, so the space is out of reach until it is opened again.
    """

    def __init__(self, space: Lockable, now: float) -> None:
        """Begin with an opened space; ``now`` in seconds of the sessions' clock."""
        self.space: Any = space
        self.table: Any = None
        self.kept: dict[str, Any] = {}
        self.covered = False
        self.used = now

    def close(self) -> None:
        """Wipe the keys of the space, and of the table where it is open, and forget what waited."""
        for held in (self.space, self.table):
            if held is not None:
                held.lock()
        self.table = None
        self.kept.clear()


def new_token() -> str:
    """A random name for a visitor: 32 bytes, for a cookie."""
    return secrets.token_urlsafe(32)


class Sessions:
    """All open sessions of this server. Nothing of them is ever written down; a restart locks every space."""

    def __init__(self, idle_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """Lock after ``idle_seconds`` without a request."""
        self.idle_seconds = idle_seconds
        self._clock = clock
        self._open: dict[bytes, Session] = {}
        self._guard = threading.Lock()
        self._secret = secrets.token_bytes(32)

    def begin(self, space: Lockable) -> str:
        """The token of a new session with this space; always a new one, so that a planted one is worth nothing."""
        token = new_token()
        with self._guard:
            while len(self._open) >= MOST_SESSIONS:
                oldest = min(self._open, key=lambda name: self._open[name].used)
                self._open.pop(oldest).close()
            self._open[_name(token)] = Session(space, self._clock())
        return token

    def find(self, token: str) -> Session | None:
        """The session of a token, its idle time begun anew; None where there is none or it has been locked."""
        with self._guard:
            session = self._open.get(_name(token))
            if session is None:
                return None
            if self._clock() - session.used > self.idle_seconds:
                self._open.pop(_name(token)).close()
                return None
            session.used = self._clock()
            return session

    def end(self, token: str) -> None:
        """Lock the session of a token, if there is one."""
        with self._guard:
            session = self._open.pop(_name(token), None)
        if session is not None:
            session.close()

    def sweep(self) -> None:
        """Lock every session that has been idle too long."""
        with self._guard:
            now = self._clock()
            idle = [name for name, session in self._open.items() if now - session.used > self.idle_seconds]
            for name in idle:
                self._open.pop(name).close()

    def end_all(self) -> None:
        """Lock every session."""
        with self._guard:
            while self._open:
                self._open.popitem()[1].close()

    def form_key(self, token: str) -> str:
        """What every form of a visitor must bring back; it cannot be made without this server's secret."""
        return hmac.new(self._secret, token.encode(), "sha256").hexdigest()

    def is_form_key(self, token: str, given: str) -> bool:
        """Whether a form brought back the visitor's own key."""
        return hmac.compare_digest(self.form_key(token).encode(), given.encode())

    def __len__(self) -> int:
        """How many sessions are open."""
        return len(self._open)


def _name(token: str) -> bytes:
    """The hash of a token, so that looking one up takes as long whatever it is."""
    return blake2b(token.encode(), digest_size=32).digest()


class Tries:
    """Counts tries at a passphrase over the last minute, over all who try on this server."""

    def __init__(self, most: int = TRIES_A_MINUTE, clock: Callable[[], float] = time.monotonic) -> None:
        """Allow ``most`` tries a minute."""
        self._most, self._clock = most, clock
        self._at: deque[float] = deque()
        self._guard = threading.Lock()

    def may(self) -> bool:
        """Whether one more try is allowed now; it is counted."""
        with self._guard:
            now = self._clock()
            while self._at and now - self._at[0] > 60:
                self._at.popleft()
            if len(self._at) >= self._most:
                return False
            self._at.append(now)
            return True

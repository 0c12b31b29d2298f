"""What `nearer serve` was asked for, as one record that the whole app reads."""

from pathlib import Path

import msgspec

__all__ = ["DEFAULT_IDLE_SECONDS", "Settings"]

DEFAULT_IDLE_SECONDS = 15 * 60


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """How one server runs.

    ``hosts`` are the names under which it may be asked for (without port). ``shown_spaces`` are invented people with
    their passphrases, shown on the sign-in page of a demo only.
    """

    data: Path
    hosts: tuple[str, ...] = ("127.0.0.1", "localhost", "::1")
    secure: bool = False
    idle_seconds: int = DEFAULT_IDLE_SECONDS
    region: str | None = None
    shown_spaces: tuple[tuple[str, str], ...] = ()

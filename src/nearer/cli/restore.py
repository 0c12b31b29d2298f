"""``nearer restore``: a backup comes back into an empty place."""

import sys
from pathlib import Path

from nearer.app.keeping import bring_back
from nearer.cli.keeping import ask, place_of

__all__ = ["run"]


def run(backup: Path, *, data: Path | None, store: str | None) -> None:
    """Ask, do it, and say that it is done."""
    sys.stdout.write(bring_back(place_of(data, store), backup, ask) + "\n")

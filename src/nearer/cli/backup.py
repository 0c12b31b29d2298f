"""``nearer backup``: a sealed file of everything that is kept."""

import sys
from pathlib import Path

from nearer.app.keeping import back_up
from nearer.cli.keeping import ask, place_of

__all__ = ["run"]


def run(to: Path, *, data: Path | None, store: str | None) -> None:
    """Ask, do it, and say that it is done."""
    sys.stdout.write(back_up(place_of(data, store), to, ask) + "\n")

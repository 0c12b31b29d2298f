"""``nearer forget``: a space that can never be opened again."""

import sys
from pathlib import Path

from nearer.app.keeping import forget
from nearer.cli.keeping import ask, place_of

__all__ = ["run"]


def run(*, data: Path | None, store: str | None) -> None:
    """Ask, do it, and say that it is done."""
    sys.stdout.write(forget(place_of(data, store), ask) + "\n")

"""``nearer export``: one's own things, readable."""

import sys
from pathlib import Path

from nearer.app.keeping import write_out
from nearer.cli.keeping import ask, place_of

__all__ = ["run"]


def run(to: Path, *, data: Path | None, store: str | None) -> None:
    """Ask, do it, and say that it is done."""
    sys.stdout.write(write_out(place_of(data, store), to, ask) + "\n")

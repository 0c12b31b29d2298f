"""What ``nearer backup``, ``restore``, ``export`` and ``forget`` share: where the store is, and asking for secrets."""

import sys
from pathlib import Path

from nearer.cli.serve import default_folder

__all__ = ["ask", "place_of"]


def place_of(data: Path | None, store: str | None) -> Path | str:
    """The store's address where one is named, else the folder, else the usual folder."""
    return store or data or default_folder()


def ask(question: str, *, secret: bool = False) -> str:
    """The answer to a question; a secret is not shown while it is typed. Without a terminal: a line of standard input.

    A secret is never an option of a command, as those stay in the shell's history and in the list of processes.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    if not secret:
        sys.stderr.write(question)
        sys.stderr.flush()
        return sys.stdin.readline().rstrip("\r\n")
    from getpass import getpass

    return getpass(question, sys.stderr)

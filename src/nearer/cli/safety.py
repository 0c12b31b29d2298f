"""``nearer safety``: what safety sees in a text; and HARK, four private questions that are never kept."""

import sys

from nearer.app.safety import as_json, as_text, screen, screen_wording, see
from nearer.app.text import read_text
from nearer.errors import InputError

__all__ = ["ask", "show"]

ALTERNATE, BACK = "\x1b[?1049h\x1b[2J\x1b[H", "\x1b[2J\x1b[H\x1b[?1049l"
"""A second screen that leaves nothing in the terminal's scrollback, and the way back from it."""


def show(source: str, *, form: str, region: str | None) -> None:
    """Print what safety sees in the file, or in standard input for ``-``."""
    if form not in {"text", "json"}:
        raise InputError("The format can be text or json.")
    seen = see(read_text(source), region=region)
    sys.stdout.write(as_json(seen) if form == "json" else as_text(seen))


def ask(*, region: str | None) -> None:
    """HARK on a screen of its own: y or n, any other key leaves at once; nothing is written anywhere."""
    screen([], region=region)
    sys.stdout.write(ALTERNATE)
    try:
        _questions(region)
    finally:
        sys.stdout.write(BACK)
        sys.stdout.flush()


def _questions(region: str | None) -> None:
    words = screen_wording()
    answers: list[bool] = []
    for place, question in enumerate(words["questions"], start=1):
        head = f"{words['title']}  {place}/4\n\n{words['intro']}\n\n"
        _page(f"{head}{question}\n\n{words['keys']}\n")
        key = _key()
        if key not in {"y", "n"}:
            return
        answers.append(key == "y")
    said = screen(answers, region=region)
    _page(f"{words['none'] if said is None else said.text}\n\n{words['note']}\n{words['attribution']}\n")
    _key()


def _page(text: str) -> None:
    sys.stdout.write("\x1b[2J\x1b[H" + text)
    sys.stdout.flush()


def _key() -> str:
    """One key, without waiting for a line where standard input is a terminal; empty at its end."""
    if not sys.stdin.isatty():
        return sys.stdin.read(1).lower()
    try:
        import termios
        import tty
    except ImportError:
        return input()[:1].lower()
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal)
        return sys.stdin.read(1).lower()
    except KeyboardInterrupt:
        return ""
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)

"""What somebody brings, as text: a file or standard input, or one clear sentence about why it cannot be read."""

import codecs
import sys
from pathlib import Path

from nearer.errors import InputError

__all__ = ["MOST", "read_text", "text_of"]

MOST = 200_000
"""The most characters that one text may have."""


def read_text(source: str) -> str:
    """The text of a file, or of standard input for ``-``: UTF-8, or UTF-16 with a byte order mark.

    Every line ends in one newline character; a byte order mark is dropped.

    Raises:
        InputError: missing, a folder, not readable, empty, binary, not UTF-8 (says at which byte), or longer than
            `MOST` characters.
    """
    return text_of(_bytes_of(source), "standard input" if source == "-" else "the file")


def _bytes_of(source: str) -> bytes:
    if source == "-":
        return sys.stdin.buffer.read()
    path = Path(source)
    if path.is_dir():
        raise InputError("That is a folder; please give one text file.")
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise InputError("There is no file of that name; please check the path.") from None
    except (OSError, ValueError):
        raise InputError("The file cannot be opened; please check that you may read it.") from None


def text_of(content: bytes, name: str) -> str:
    """The text in ``content``; ``name`` ("the file") begins the sentence when it cannot be read."""
    text = _decoded(content, name).removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise InputError(f"{name.capitalize()} is empty; please write or paste some text first.")
    if "\0" in text:
        raise InputError(f"{name.capitalize()} is not text (it holds binary data); please save it as plain text.")
    if len(text) > MOST:
        raise InputError(f"{name.capitalize()} is longer than {MOST:,} characters; please bring a shorter part.")
    return text


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            raise InputError(f"{name.capitalize()} is broken UTF-16; please save it as UTF-8.") from None
    if b"\0" in content:
        raise InputError(f"{name.capitalize()} is not text (it holds binary data); please save it as plain text.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as trouble:
        line = content.count(b"\n", 0, trouble.start) + 1
        where = f"line {line}, byte {trouble.start + 1}"
        raise InputError(f"{name.capitalize()} is not UTF-8 at {where}; please save it as UTF-8.") from None

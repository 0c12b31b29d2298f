"""Bytes become lines of text: the encoding found, memory bounded, every doubtful line counted."""

import codecs
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from nearer.errors import InputError

__all__ = [
    "BLOCK",
    "HEAD",
    "LONGEST_LINE",
    "Block",
    "Source",
    "blocks",
    "encoding_of",
    "file_source",
    "head_of",
    "whole",
]

HEAD = 65_536
"""Bytes looked at to tell what a file is."""
BLOCK = 8 * 2**20
"""Bytes read at a time."""
LONGEST_LINE = 32 * 2**20
"""Bytes a single line may have; a longer one is no chat."""
LARGEST_WHOLE = 2**30
"""Bytes that a source may have when its format must be held in memory as one (JSON, XML, subtitles)."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class Source(msgspec.Struct, frozen=True):
    """One readable thing: a short name (no path), its size in bytes, and how to open it."""

    name: str
    size: int
    open: Callable[[], BinaryIO]


class Block(msgspec.Struct, frozen=True):
    """Whole lines of text: the first line's number, and the numbers of lines whose bytes were not valid."""

    text: str
    first_line: int
    mended: tuple[int, ...] = ()


class _Counted(io.BufferedReader):
    """A file that tells how many bytes were read from it."""

    def __init__(self, place: Path, progress: Callable[[int], None]) -> None:
        super().__init__(io.FileIO(place))
        self._progress = progress

    def read(self, size: int | None = -1, /) -> bytes:
        data = super().read(size)
        self._progress(len(data))
        return data


def file_source(place: Path, progress: Callable[[int], None] | None = None) -> Source:
    """A file as a source; ``progress`` is told the number of bytes of each read.

    Raises:
        InputError: there is no such file, or it is something else.
    """
    try:
        size = place.stat().st_size
    except (OSError, ValueError) as trouble:
        raise InputError("There is no such file; please check its name.") from trouble
    if not place.is_file():
        raise InputError("That is not a file; please give the export itself.")
    return Source(place.name, size, lambda: _Counted(place, progress) if progress else place.open("rb"))


def head_of(source: Source) -> bytes:
    """The first bytes of a source."""
    with source.open() as stream:
        return stream.read(HEAD)


def encoding_of(head: bytes) -> tuple[str, int] | None:
    """The encoding and the length of the mark that names it; None where the bytes are no text."""
    for mark, name in _BOMS:
        if head.startswith(mark):
            return name, len(mark)
    if head.count(0) <= len(head) // 100:
        return "utf-8", 0
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if half and odd > 0.4 * half and even < 0.1 * half:
        return "utf-16-le", 0
    if half and even > 0.4 * half and odd < 0.1 * half:
        return "utf-16-be", 0
    return None


def _mend(data: bytes, first_line: int) -> tuple[str, tuple[int, ...]]:
    """The text of bytes that are not all UTF-8: line by line, the odd ones read as Windows-1252."""
    lines: list[str] = []
    mended: list[int] = []
    for number, line in enumerate(data.split(b"\n"), first_line):
        try:
            lines.append(line.decode("utf-8"))
        except UnicodeDecodeError:
            lines.append(line.decode("cp1252", errors="replace"))
            mended.append(number)
    return "\n".join(lines), tuple(mended)


def _pieces(source: Source, size: int) -> Iterator[bytes]:
    """The bytes of a UTF-8 source in pieces that end where a line ends."""
    rest = b""
    with source.open() as stream:
        while data := stream.read(size):
            data = rest + data
            cut = data.rfind(b"\n") + 1
            if not cut:
                if len(data) > LONGEST_LINE:
                    raise InputError(
                        f"A line is longer than {LONGEST_LINE >> 20} MiB, which no chat has; please check the file."
                    )
                rest = data
                continue
            yield data[:cut]
            rest = data[cut:]
    if rest:
        yield rest


def _recoded(source: Source, encoding: str, mark: int) -> Source:
    """The same source in UTF-8; such files are small enough to be held whole."""
    _check_size(source)
    with source.open() as stream:
        stream.read(mark)
        text = stream.read().decode(encoding, errors="replace")
    return _in_memory(source.name, text.encode("utf-8", errors="replace"))


def _in_memory(name: str, data: bytes) -> Source:
    return Source(name, len(data), lambda: io.BytesIO(data))


def _check_size(source: Source) -> None:
    if source.size > LARGEST_WHOLE:
        raise InputError(f"The file is larger than {LARGEST_WHOLE >> 30} GiB, the most that this format is read at.")


def blocks(source: Source, *, size: int = BLOCK) -> Iterator[Block]:
    """The text of a source, block by block, each of whole lines, which end in one newline character.

    Raises:
        InputError: the bytes are no text, or a line is longer than any chat's.
    """
    head = head_of(source)
    found = encoding_of(head)
    if found is None:
        raise InputError("The file is not text that Nearer can read; please check which file it is.")
    encoding, mark = found
    if encoding != "utf-8":
        source, mark = _recoded(source, encoding, mark), 0
    old_mac = b"\r" in head and b"\n" not in head
    first_line = 1
    no_lines: tuple[int, ...] = ()
    for number, piece in enumerate(_pieces(_one_line_end(source) if old_mac else source, size)):
        data = piece[mark:] if number == 0 else piece
        try:
            text, mended = data.decode("utf-8"), no_lines
        except UnicodeDecodeError:
            text, mended = _mend(data, first_line)
        if "\r" in text:
            text = text.replace("\r\n", "\n").removesuffix("\r")
        yield Block(text, first_line, mended)
        first_line += text.count("\n")


def _one_line_end(source: Source) -> Source:
    _check_size(source)
    with source.open() as stream:
        return _in_memory(source.name, stream.read().replace(b"\r", b"\n"))


def whole(source: Source) -> tuple[str, tuple[int, ...]]:
    """The whole text of a source, and the numbers of its lines whose bytes were not valid.

    Raises:
        InputError: the bytes are no text, or there are more of them than fit.
    """
    _check_size(source)
    parts: list[str] = []
    mended: list[int] = []
    for block in blocks(source):
        parts.append(block.text)
        mended.extend(block.mended)
    return "".join(parts), tuple(mended)

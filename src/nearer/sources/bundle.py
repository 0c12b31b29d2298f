"""Archives and folders: the chats inside, found by their content, read without ever being unpacked to disk."""

import lzma
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

import msgspec
import polars as pl

from nearer.errors import InputError
from nearer.sources.formats import find_format
from nearer.sources.names import clean_name
from nearer.sources.reading import Asked, Reading, join_readings
from nearer.sources.refused import LOOK, Refused, refuse
from nearer.sources.report import Skip
from nearer.sources.text import Source, encoding_of, file_source
from nearer.sources.wording import skip

__all__ = ["is_archive", "read_archive", "read_folder"]

_MOST_MEMBERS = 50_000
_LARGEST_MEMBER = 2 * 2**30
_SMALL = 64 * 2**20
_MOST_RATIO = 400
"""How many times smaller than its content a large member may be; real chats shrink to a fifth or a twentieth."""
_TOO_MUCH = "The archive holds more than can be read here; please take the chat itself out of it and bring that."
_BINARY = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"OggS", b"%PDF", b"ID3", b"\x1aE\xdf\xa3", b"PK\x03\x04")


class _Member(msgspec.Struct, frozen=True):
    folder: str
    source: Source


def is_archive(head: bytes) -> bool:
    """Whether a file begins like a zip archive."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))


def read_archive(place: Path | BinaryIO, name: str, asked: Asked, *, most_unpacked: int | None = None) -> Reading:
    """The turns of every chat in a zip archive, of at most so many bytes when unpacked (None: of any size).

    Raises:
        InputError: the archive is damaged, locked, made to overwhelm, or holds no chat.
    """
    try:
        with zipfile.ZipFile(place) as archive:
            if most_unpacked is not None and sum(info.file_size for info in archive.infolist()) > most_unpacked:
                raise InputError(_TOO_MUCH)
            return _read(list(_zip_members(archive)), name, asked)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        NotImplementedError,
    ) as trouble:
        raise InputError("The zip archive is damaged or cut off; please copy or export it again.") from trouble
    except (OSError, RuntimeError, ValueError) as trouble:
        raise InputError("The zip archive cannot be read; please unpack it and give the chat itself.") from trouble


def _zip_members(archive: zipfile.ZipFile) -> Iterator[_Member]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > _MOST_MEMBERS:
        raise InputError(
            f"The archive holds more than {_MOST_MEMBERS:,} files; please take the chat out and give that."
        )
    for info in infos:
        if info.flag_bits & 0x1:
            raise InputError("The archive is locked with a password; please unpack it and give the chat itself.")
        path = PurePosixPath(info.filename)
        if "__MACOSX" not in path.parts and not path.name.startswith("._"):
            yield _Member(str(path.parent), Source(path.name, info.file_size, _opener(archive, info)))


def _opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    def opened() -> BinaryIO:
        bomb = info.file_size > _SMALL and info.file_size > _MOST_RATIO * max(1, info.compress_size)
        if bomb or info.file_size > _LARGEST_MEMBER:
            raise InputError("The archive holds a file that would grow far beyond any chat; it was not opened.")
        return cast("BinaryIO", archive.open(info))

    return opened


def read_folder(place: Path, name: str, asked: Asked) -> Reading:
    """The turns of every chat in a folder: an unpacked export, or a ConvoKit corpus.

    Raises:
        InputError: the folder holds no chat.
        Refused: a part of it is of a backup, a copy of a device, an app's own store or a log of notifications.
    """
    paths = [path for path in sorted(place.rglob("*")) if path.is_file() and not path.is_symlink()]
    corpus = [path for path in paths if path.name in {"utterances.jsonl", "utterances.json"}]
    members = [_Member(str(path.parent), file_source(path)) for path in (corpus or paths[:_MOST_MEMBERS])]
    return _read(members, name, asked)


def _read(members: Sequence[_Member], name: str, asked: Asked) -> Reading:
    read: dict[tuple[str, str], list[Reading]] = {}
    others, bombs = 0, 0
    trouble: InputError | None = None
    for member in members:
        try:
            if not _may_be_chat(member.source):
                others += 1
                continue
            reading = find_format(member.source)(member.source, _title(member, name), asked)
        except Refused:
            raise
        except InputError as caught:
            trouble, others = caught, others + 1
            bombs += "beyond any chat" in str(caught)
            continue
        read.setdefault((member.folder, reading.format), []).append(reading)
    if not read:
        none = f"None of the {len(members):,} files in it is a chat that Nearer knows; please check which export it is."
        raise trouble if trouble and (bombs or len(members) == 1) else InputError(none)
    parts = [part for (_, form), found in read.items() for part in _one_thread(form, found)]
    joined = join_readings(parts)
    extra: dict[str, Skip] = {"other-member": Skip(others, (), skip_says(others))} if others else {}
    return msgspec.structs.replace(joined, skipped={**joined.skipped, **extra})


def skip_says(count: int) -> str:
    """The sentence about files in an archive that are no chats."""
    return msgspec.structs.replace(skip("other-member", [(1, count)])).says


def _may_be_chat(source: Source) -> bool:
    if not source.size:
        return False
    with source.open() as stream:
        head = stream.read(LOOK)
    refuse(head)
    if head.startswith((b"PAR1", b"ARROW1")):
        return True
    return not head.startswith(_BINARY) and encoding_of(head) is not None


def _title(member: _Member, name: str) -> str:
    """The name of a chat without a title of its own: of its file, of its folder if that says more, of the archive."""
    stem = clean_name(PurePosixPath(member.source.name).stem)
    if stem in {"_chat", "messages", "result", "utterances", "chat", "data", "index"} or stem.startswith("message_"):
        folder = clean_name(PurePosixPath(member.folder).name)
        return folder if folder not in {"", "."} else name
    return stem or name


def _one_thread(form: str, parts: list[Reading]) -> list[Reading]:
    """The parts of one Messenger or Instagram thread (message_1.json, message_2.json, …) as one, in order of time."""
    if form != "messenger" or len(parts) == 1:
        return parts
    title = parts[0].turns["conversation"][0] if len(parts[0].turns) else ""
    same = [part for part in parts if len(part.turns) and part.turns["conversation"][0] == title]
    turns = pl.concat([part.turns for part in same]).sort("at", maintain_order=True)
    turns = turns.with_columns(turn=pl.int_range(len(turns), dtype=pl.Int64))
    joined = msgspec.structs.replace(join_readings(same), turns=turns)
    return [joined, *(part for part in parts if all(part is not each for each in same))]

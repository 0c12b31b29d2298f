"""JSON files, opened with care: never deeper or larger than the machine bears, odd letters mended."""

import re
from typing import TypeVar

import msgspec

from nearer.errors import InputError
from nearer.sources.text import Source, encoding_of, whole

__all__ = ["Document", "load", "records"]

_LONE_HIGH = re.compile(rb"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F][0-9a-fA-F]{2})")
_LONE_LOW = re.compile(rb"(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_LARGEST = 2**30
T = TypeVar("T")


class Document(msgspec.Struct, frozen=True):
    """A JSON file as far as it had to be read: an object's fields or a list's items, each still as bytes."""

    fields: dict[str, msgspec.Raw]
    items: list[msgspec.Raw]

    def first_item(self, key: str = "") -> frozenset[str]:
        """The fields of the first object of a list: of this list, or of the one under a key."""
        items = self.list_of(key) if key else self.items
        for raw in items[:1]:
            try:
                return frozenset(msgspec.json.decode(raw, type=dict[str, msgspec.Raw]))
            except ValueError:
                return frozenset()
        return frozenset()

    def list_of(self, key: str) -> list[msgspec.Raw]:
        """The items of the list under a key; none where there is no list."""
        raw = self.fields.get(key)
        try:
            return msgspec.json.decode(raw, type=list[msgspec.Raw]) if raw is not None else []
        except ValueError:
            return []

    def text_of(self, key: str) -> str:
        """The text under a key; empty where there is none."""
        raw = self.fields.get(key)
        try:
            return msgspec.json.decode(raw, type=str) if raw is not None else ""
        except ValueError:
            return ""


def load(source: Source) -> Document:
    """The outermost object or list of a JSON file.

    Raises:
        InputError: the file is no JSON, breaks off, is nested too deeply or too large.
    """
    data = _utf8(source)
    try:
        return _document(data)
    except RecursionError:
        raise InputError("The JSON file is nested more deeply than any chat; please check the file.") from None
    except ValueError:
        pass
    try:
        return _document(_mended(data))
    except (ValueError, RecursionError):
        raise InputError(_broken(data)) from None


def _broken(data: bytes) -> str:
    tail = data.rstrip()[-1:]
    if tail not in {b"}", b"]"}:
        return "The JSON file breaks off before its end; please copy or export it again."
    return "The file looks like JSON but is not valid; please export it again."


def _utf8(source: Source) -> bytes:
    with source.open() as stream:
        head = stream.read(4096)
    if encoding_of(head) == ("utf-8", 0):
        whole_size_checked = source.size
        with source.open() as stream:
            data = stream.read(_LARGEST + 1)
        if max(len(data), whole_size_checked) > _LARGEST:
            raise InputError(f"The JSON file is larger than {_LARGEST >> 30} GiB; please export a shorter time.")
        return data
    return whole(source)[0].encode()


def _mended(data: bytes) -> bytes:
    """A record with halves of surrogate pairs replaced and bytes that are no UTF-8 read as Windows-1252."""
    return _LONE_LOW.sub(rb"\\ufffd", _LONE_HIGH.sub(rb"\\ufffd", _line(data)))


def _line(line: bytes) -> bytes:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace").encode()
    return line


def _document(data: bytes) -> Document:
    if data.lstrip()[:1] == b"[":
        return Document({}, msgspec.json.decode(data, type=list[msgspec.Raw]))
    return Document(msgspec.json.decode(data, type=dict[str, msgspec.Raw]), [])


def records(items: list[msgspec.Raw], kind: type[T]) -> tuple[list[T], list[int]]:
    """Each item as a record of this kind, and the numbers (from 1) of those that are none."""
    decoder = msgspec.json.Decoder(kind)
    read: list[T] = []
    unread: list[int] = []
    for number, raw in enumerate(items, 1):
        record = _record(raw, decoder)
        if record is None:
            unread.append(number)
        else:
            read.append(record)
    return read, unread


def _record(raw: msgspec.Raw, decoder: "msgspec.json.Decoder[T]") -> T | None:
    try:
        return decoder.decode(raw)
    except RecursionError:
        return None
    except ValueError:
        try:
            return decoder.decode(_mended(bytes(raw)))
        except (ValueError, RecursionError):
            return None

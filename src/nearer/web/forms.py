"""What a browser posts, with limits: fields as clean text, files in memory and never on the disk."""

from collections.abc import AsyncGenerator

import msgspec
from starlette.datastructures import QueryParams, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from nearer.web.wording import words

__all__ = ["MOST_FIELDS", "MOST_FORM", "MOST_UPLOAD", "Form", "TooMuch", "Unreadable", "read_form"]

MOST_FORM = 2 * 2**20
"""Bytes of a form without a file; a text of 200,000 characters fits, percent signs and all."""
MOST_UPLOAD = 20 * 2**20
"""Bytes of a form with a file."""
MOST_FIELDS = 60


class TooMuch(Exception):
    """The form is larger than this page takes."""


class Unreadable(Exception):
    """The form is not one that a browser would send."""


class Form(msgspec.Struct, frozen=True):
    """The fields and files of a form; a name that came twice has its last value."""

    fields: dict[str, str] = {}
    files: dict[str, tuple[str, bytes]] = {}

    def text(self, name: str) -> str:
        """A field's text with line ends as one character each, or nothing."""
        return self.fields.get(name, "").replace("\r\n", "\n").replace("\r", "\n")

    def line(self, name: str) -> str:
        """A field's text as one line, without space at its ends."""
        return " ".join(self.text(name).split())

    def has(self, name: str) -> bool:
        """Whether a box was ticked."""
        return bool(self.fields.get(name))


class _InMemory(MultiPartParser):
    """Keeps files in memory: a spooled file would be a copy of somebody's words on the disk."""

    spool_max_size = 2 * MOST_UPLOAD


async def read_form(request: Request, *, most: int) -> Form:
    """The form of a request of at most ``most`` bytes.

    Raises:
        TooMuch: it is larger.
        Unreadable: it cannot be read.
    """
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit():
        raise Unreadable
    if int(declared) > most:
        raise TooMuch
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    body = _limited(request, most)
    try:
        if kind == "multipart/form-data":
            return await _multipart(request, body, most)
        if kind == "application/x-www-form-urlencoded":
            return _urlencoded(b"".join([piece async for piece in body]))
    except (MultiPartException, UnicodeError, ValueError, ClientDisconnect):
        raise Unreadable from None
    raise Unreadable


async def _limited(request: Request, most: int) -> AsyncGenerator[bytes, None]:
    """The body, piece by piece, up to the limit, whatever length was declared."""
    seen = 0
    async for piece in request.stream():
        seen += len(piece)
        if seen > most:
            raise TooMuch
        yield piece


def _urlencoded(body: bytes) -> Form:
    if body.count(b"&") >= MOST_FIELDS:
        raise Unreadable
    return Form({name: _clean(value) for name, value in QueryParams(body.decode("ascii")).multi_items()})


async def _multipart(request: Request, body: AsyncGenerator[bytes, None], most: int) -> Form:
    parser = _InMemory(request.headers, body, max_files=1, max_fields=MOST_FIELDS, max_part_size=most)
    fields: dict[str, str] = {}
    files: dict[str, tuple[str, bytes]] = {}
    try:
        parsed = await parser.parse()
    except (KeyError, AssertionError):
        raise Unreadable from None
    for name, value in parsed.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read()
            await value.close()
            if content or value.filename:
                files[name] = (_file_name(value.filename or ""), content)
        else:
            fields[name] = _clean(value)
    return Form(fields, files)


def _clean(value: str) -> str:
    """Text that can be stored and shown: no null bytes, no lone halves of characters."""
    return value.replace("\0", "").encode("utf-8", errors="replace").decode("utf-8")


def _file_name(given: str) -> str:
    """The last part of a file's name; it is never used as a place on this machine."""
    last = _clean(given).replace("\\", "/").rpartition("/")[2]
    return last[-80:] or str(words("frame")["file"])

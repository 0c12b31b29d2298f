"""Use case: one's own things, written out readable: pages to look at (Markdown) and one file for machines (JSON)."""

import io
import re
import shutil
import tempfile
import zipfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path, PurePosixPath

import msgspec

from nearer.app.keeping_words import words
from nearer.errors import InputError
from nearer.storage import Item, Raw, Space, whole_file

__all__ = ["Exported", "as_zip", "export", "exported"]

Value = None | bool | int | float | str | list["Value"] | dict[str, "Value"]


class Exported(msgspec.Struct, frozen=True):
    """The files of an export by name, and how many things they hold."""

    files: dict[str, bytes]
    count: int


class _Kept(msgspec.Struct, frozen=True):
    kind: str
    id: str
    version: int
    created: datetime
    at: datetime
    beside: bool
    value: Value


class _Whole(msgspec.Struct, frozen=True):
    schema: str
    notice: str
    made: datetime
    items: list[_Kept]


def export(space: Space, place: Path, *, now: datetime | None = None) -> int:
    """How many things of the space were written to a new folder, or to a new file where its name ends in ``.zip``.

    Raises:
        InputError: something is there already, or it cannot be written.
        StoreError: the zip file cannot be written.
        Locked: the space is locked.
    """
    made = exported(space, now=now)
    if place.exists() or place.is_symlink():
        raise InputError("There is something of that name already: please choose a new name.")
    try:
        if place.suffix.lower() == ".zip":
            with whole_file(place) as file:
                file.write(as_zip(made))
        else:
            _folder(made, place)
    except OSError:
        raise InputError("It could not be written there: please name a folder that is yours and has room.") from None
    return made.count


def _folder(made: Exported, place: Path) -> None:
    """Write the files aside, then give the folder its name: it is whole or not there, and nobody else can read it."""
    aside = Path(tempfile.mkdtemp(prefix=".nearer-", dir=place.parent))
    try:
        for name, content in made.files.items():
            (aside / name).parent.mkdir(exist_ok=True)
            (aside / name).write_bytes(content)
        aside.rename(place)
    except OSError:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def as_zip(made: Exported) -> bytes:
    """The export as one zip file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in made.files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def exported(space: Space, *, now: datetime | None = None) -> Exported:
    """The files of an export: ``README.md``, ``items.json`` (``nearer/export/1``), and a page for each thing.

    Keys, codes and what only machines read are left out. The watermark stands on every page.

    Raises:
        Locked: the space is locked.
    """
    now = now or datetime.now(UTC)
    known = words()
    files: dict[str, bytes] = {"README.md": b"", "items.json": b""}
    kept: list[_Kept] = []
    numbers: Counter[str] = Counter()
    for item in space.everything():
        if item.kind not in known.leave_out["kinds"]:
            title = _kind(item.kind)
            numbers[title] += 1
            value = _file(files, title, item, numbers[title])
            kept.append(_Kept(item.kind, item.id, item.version, item.created, item.at, item.beside is not None, value))
    files["README.md"] = _front(now.date(), numbers).encode()
    whole = _Whole("nearer/export/1", known.export["watermark"], now, kept)
    files["items.json"] = msgspec.json.format(msgspec.json.encode(whole), indent=2)
    return Exported(files, len(kept))


def _file(files: dict[str, bytes], title: str, item: Item[Raw], number: int) -> Value:
    """Write the page of one item, and its own file where it is plain bytes; gives back what machines read."""
    say = words().export
    folder, name = re.sub(r"[^\w-]+", "-", title.lower()).strip("-"), f"{item.created.date()}-{number:03}"
    value: Value
    if isinstance(item.value.parts, bytes):
        value = str(PurePosixPath(folder, f"{name}.bin"))
        files[value] = item.value.parts
        lines = [say["bytes"].format(name=f"{name}.bin")]
    else:
        value = _readable(msgspec.to_builtins(item.value.parts))
        lines = list(_lines(value))
    head = [f"# {title}", "", say["saved"].format(date=item.at.date())]
    if item.beside:
        head += ["", say["beside"]]
    page = "\n".join([*head, "", *lines, "", f"*{say['watermark']}*", ""])
    files[str(PurePosixPath(folder, f"{name}.md"))] = page.encode()
    return value


def _front(today: date, numbers: Counter[str]) -> str:
    say = words().export
    listed = [f"- {title}: {number}" for title, number in numbers.items()] or [say["empty"]]
    about = say["about"].format(date=today)
    return "\n".join([f"# {say['title']}", "", f"**{say['watermark']}**", "", about, "", *listed, ""])


def _kind(kind: str) -> str:
    return words().kinds.get(kind) or _spelled(kind)


def _spelled(name: str) -> str:
    """A name that has no label, as words."""
    return re.sub(r"[\W_]+", " ", name).strip().capitalize() or "…"


def _readable(value: Value) -> Value:
    """The value without the parts for machines; an answer (a record with a schema and its text) is its text."""
    left_out = words().leave_out["parts"]
    if isinstance(value, dict):
        if isinstance(value.get("schema"), str) and isinstance(value.get("text"), str):
            return value["text"]
        return {name: _readable(part) for name, part in value.items() if name not in left_out}
    if isinstance(value, list):
        return [_readable(part) for part in value]
    return value


def _lines(value: Value, depth: int = 0) -> Iterator[str]:
    """The value as lines of Markdown: a record's parts under their labels, lists as points."""
    indent = "  " * depth
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _labelled(words().parts.get(name) or _spelled(name), part, depth)
    elif isinstance(value, list):
        for part in value:
            if isinstance(part, dict | list):
                yield from _lines(part, depth)
            else:
                yield f"{indent}- {_said(part)}"
    else:
        yield f"{indent}{_said(value)}"


def _labelled(label: str, part: Value, depth: int) -> Iterator[str]:
    indent = "  " * depth
    if part is None or part in ("", [], {}):
        return
    if isinstance(part, dict | list):
        yield f"{indent}- **{label}**:"
        yield from _lines(part, depth + 1)
    elif isinstance(part, str) and ("\n" in part or len(part) > 100):
        yield from (f"{indent}- **{label}**:", "")
        yield from (f"{indent}  {line}".rstrip() for line in part.splitlines())
        yield ""
    else:
        yield f"{indent}- **{label}**: {_said(part)}"


def _said(value: Value) -> str:
    say = words().export
    if value is None:
        return say["nothing"]
    if isinstance(value, bool):
        return say["yes"] if value else say["no"]
    return str(value)

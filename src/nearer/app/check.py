"""Use case: one draft or many are looked at before they are sent."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from nearer.app.text import read_text, text_of
from nearer.drafts import Notes, look_at, rewritten
from nearer.drafts.front import checked_off, front_of, hour_of
from nearer.errors import InputError

__all__ = ["Asked", "Checked", "Draft", "check", "check_all", "drafts_of", "settings"]

_TABLES = (".jsonl", ".ndjson", ".tsv")
_TEXT = ("text", "draft", "message")


class Draft(msgspec.Struct, frozen=True):
    """One draft as it was brought: the text with any lines above it, its name, the time, and what the other wrote."""

    text: str
    name: str
    id: str | None = None
    at: str = ""
    before: tuple[str, ...] = ()


class Asked(msgspec.Struct, frozen=True):
    """What is wanted beside the notes: a whole version or one turned to "curious", the coder, better ways to say it."""

    rewrite: bool = False
    to: str | None = None
    coder: bool = True
    suggest: bool = True


class Checked(msgspec.Struct, frozen=True):
    """A draft and its notes; ``begins`` is where the draft itself begins in the text that was brought."""

    draft: Draft
    notes: Notes
    begins: int = 0


def check(
    text: str,
    *,
    rewrite: bool = False,
    to: str | None = None,
    at: str = "",
    before: Sequence[str] = (),
    off: Mapping[str, str] | None = None,
    coder: bool = True,
    suggest: bool = True,
) -> Notes:
    """What may land badly in a draft, why, how to say it so that it can be heard, and what it does well.

    Args:
        text: the draft, as it would be sent; it may begin with front matter.
        rewrite: also give a whole version.
        to: "curious" gives one question with room in place of the draft.
        at: when it is to be sent, such as "23:40".
        before: what the other wrote in the thread; after a "stop" no help to write more is given.
        off: rules that are switched off, each with a reason.
        coder: let the trained coder hear the draft where the rules are in doubt; without it the rules stand alone.
        suggest: give a better way with each note; without it the notes come several times sooner.

    Raises:
        InputError: the draft is empty, or a setting is wrong.

    Example:
        >>> check("You always make me laugh.").verdict
        'fine'
    """
    draft = Draft(text=text, name="the draft", at=at, before=tuple(before))
    return _checked(draft, checked_off(off or {}), Asked(rewrite=rewrite, to=to, coder=coder, suggest=suggest)).notes


def check_all(drafts: Sequence[Draft], off: Mapping[str, str], asked: Asked) -> list[Checked]:
    """The notes of several drafts, in their order.

    Raises:
        InputError: as `check`.
    """
    return [_checked(draft, off, asked) for draft in drafts]


def _checked(draft: Draft, off: Mapping[str, str], asked: Asked) -> Checked:
    if asked.to not in (None, "curious"):
        raise InputError("A draft can be turned to: curious.")
    front, begins = front_of(draft.text)
    text = draft.text[begins:]
    if not text.strip():
        raise InputError("The draft is empty; please write some words first.")
    hour = hour_of(front.at or draft.at)
    notes = look_at(
        text, off={**off, **front.off}, hour=hour, before=draft.before, coder=asked.coder, suggest=asked.suggest
    )
    notes = msgspec.structs.replace(notes, unused=tuple(name for name in notes.unused if name in front.off))
    if asked.rewrite or asked.to:
        notes = rewritten(text, notes, curious=asked.to == "curious")
    return Checked(draft, notes, begins)


def drafts_of(sources: Sequence[str], *, stdin_filename: str | None = None) -> list[Draft]:
    """The drafts that were brought: the words themselves, files, tables of drafts, or standard input for ``-``.

    A ``.jsonl`` file has an object a line with ``text`` (and ``id``, ``at``, ``before``); a ``.tsv`` file has a
    heading with ``text``, or else the draft in its last column.

    Raises:
        InputError: something cannot be read; says where.
    """
    found: list[Draft] = []
    for source in sources:
        name = (stdin_filename or "standard input") if source == "-" else source
        if source == "-" or _is_file(source):
            found += _of_file(read_text(source), name)
        else:
            found.append(Draft(text=text_of(source.encode(errors="replace"), "the draft"), name="the draft"))
    return found


def _is_file(source: str) -> bool:
    try:
        there = Path(source).exists()
    except OSError:
        there = False
    named = " " not in source.strip() and Path(source).suffix.lower() in (".txt", ".md", ".eml", *_TABLES)
    return there or named


def _of_file(text: str, name: str) -> list[Draft]:
    kind = Path(name).suffix.lower()
    if kind not in _TABLES:
        return [Draft(text=text, name=name)]
    rows = list(_tsv(text) if kind == ".tsv" else _jsonl(text))
    if not rows:
        raise InputError("The table has no drafts; please put one on each line.")
    return [_of_row(row, f"{name}:{line}", line) for line, row in rows]


def _jsonl(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for line, row in enumerate(text.split("\n"), 1):
        if not row.strip():
            continue
        try:
            value = msgspec.json.decode(row)
        except msgspec.DecodeError:
            raise InputError(f"Line {line} is not JSON; please mend it or leave it out.") from None
        yield line, {"text": value} if isinstance(value, str) else value if isinstance(value, dict) else {}


def _tsv(text: str) -> Iterator[tuple[int, dict[str, Any]]]:
    lines = text.split("\n")
    heading = [name.strip().lower() for name in lines[0].split("\t")]
    named = any(name in _TEXT for name in heading)
    for line, row in enumerate(lines[1:] if named else lines, 2 if named else 1):
        if row.strip():
            cells = row.split("\t")
            yield line, dict(zip(heading, cells, strict=False)) if named else {"text": cells[-1]}


def _of_row(row: dict[str, Any], name: str, line: int) -> Draft:
    text = next((row[key] for key in _TEXT if isinstance(row.get(key), str)), None)
    if text is None or not text.strip():
        raise InputError(f"Line {line} has no draft; it needs a text.")
    before = row.get("before", ())
    before = (before,) if isinstance(before, str) else tuple(one for one in before or () if isinstance(one, str))
    mark = row.get("id")
    return Draft(
        text=text, name=name, id=None if mark is None else str(mark), at=str(row.get("at") or ""), before=before
    )


def settings(folder: Path, home: Path) -> dict[str, str]:
    """The rules that are off: ``[tool.nearer.off]`` of the folder's pyproject.toml over ``~/.config/nearer.toml``.

    Raises:
        InputError: a file is not TOML, a rule is not known, or a reason is missing.
    """
    off: dict[str, str] = {}
    for path, keys in ((home / ".config" / "nearer.toml", ()), (folder / "pyproject.toml", ("tool", "nearer"))):
        if path.is_file():
            off |= _off_in(path, keys)
    return checked_off(off)


def _off_in(path: Path, keys: tuple[str, ...]) -> dict[str, str]:
    try:
        table: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise InputError(f"{path.name} cannot be read as TOML; please mend it.") from None
    for key in (*keys, "off"):
        table = table.get(key, {}) if isinstance(table, dict) else {}
    if not isinstance(table, dict):
        raise InputError(f"In {path.name}, off should be a table of rule = reason.")
    return table

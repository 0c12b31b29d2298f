"""Files of the book into records; an error says the file, the line and what is wrong there."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

import msgspec

from nearer.codebook.schema import FAMILIES, CycleClass, Family, ProcessCode
from nearer.errors import InputError

__all__ = ["book", "cycle_class_of", "family_of", "read_book", "read_code"]


@cache
def book() -> dict[str, ProcessCode]:
    """Every code by its id, in the order of the families and then of the names of the files.

    Raises:
        InputError: a file of the book is wrong; says which, where and what.

    Example:
        >>> book()["press"].family
        'reach'
    """
    return read_book(files("nearer.codebook") / "book")


def read_book(folder: Traversable) -> dict[str, ProcessCode]:
    """Every code under ``folder/<family>/<code>.toml`` by its id.

    Raises:
        InputError: as `book`; also when an id or a family is not that of the path, or an example names an unknown code.
    """
    codes: dict[str, ProcessCode] = {}
    places: dict[str, str] = {}
    for family in FAMILIES:
        for path in sorted((folder / family).iterdir(), key=lambda entry: entry.name):
            if not path.name.endswith(".toml"):
                continue
            place = f"{family}/{path.name}"
            code = read_code(path.read_text(encoding="utf-8"), place)
            if f"{code.family}/{code.id}.toml" != place:
                raise InputError(f"{place}:1: the id and the family must be those of the path; please change one.")
            codes[code.id] = code
            places[code.id] = place
    for code in codes.values():
        _check_names(code, codes, places[code.id])
    return codes


def read_code(text: str, place: str) -> ProcessCode:
    """The code in one file's text; ``place`` is what an error calls the file.

    Raises:
        InputError: ``place:line: what is wrong``.
    """
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as trouble:
        line = re.search(r"line (\d+)", str(trouble))
        number = line[1] if line else str(text.count("\n") + 1)
        raise InputError(f"{place}:{number}: this is not TOML ({trouble}); please mend it.") from None
    try:
        return msgspec.convert(raw, ProcessCode)
    except msgspec.ValidationError as trouble:
        what, _, where = str(trouble).partition(" - at ")
        raise InputError(f"{place}:{_line(text, where, what)}: {what}; please mend it.") from None


def family_of(code: str) -> Family:
    """The family of a code.

    Raises:
        KeyError: there is no such code in the book.
    """
    return book()[code].family


def cycle_class_of(code: str) -> CycleClass:
    """What a code counts as in the statistics of the cycle; a code that the book does not know counts as other."""
    found = book().get(code)
    return found.cycle if found else "other"


def _check_names(code: ProcessCode, codes: dict[str, ProcessCode], place: str) -> None:
    named = [name for example in code.fires for name in example.also]
    named += [name for example in code.quiet for name in example.instead]
    for name in named:
        if name not in codes:
            raise InputError(f"{place}: an example names the code {name}, which is not in the book; please mend it.")
        if name == code.id:
            raise InputError(f"{place}: an example names its own code among the others; please mend it.")


def _line(text: str, where: str, what: str) -> int:
    """The line, from 1, of the key at a path such as ``$.fires[2].says``, or of an unknown key named in ``what``."""
    lines = text.splitlines()
    steps = re.findall(r"\.(\w+)|\[(\d+|\.\.\.)\]", where.strip("`"))
    unknown = re.search(r"unknown field `(\w+)`", what)
    names = [name for name, _ in steps if name] + ([unknown[1]] if unknown else [])
    start = 0
    if names and any(number for _, number in steps) and names[0] in ("fires", "quiet"):
        number = next((int(number) for _, number in steps if number.isdigit()), 0)
        heads = [index for index, line in enumerate(lines) if line.strip() == f"[[{names[0]}]]"]
        start = heads[number] if number < len(heads) else 0
        names = names[1:]
    for index in range(start, len(lines)):
        if names and re.match(rf"\s*(\[\[)?{re.escape(names[0])}\b", lines[index]):
            return index + 1
    return start + 1

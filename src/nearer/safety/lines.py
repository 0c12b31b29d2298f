"""The support lines of a region, from ``lines.toml``. The person chooses the region; it is never looked up."""

from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from nearer.errors import InputError
from nearer.safety.record import Line

__all__ = ["lines_of", "region_name", "regions"]


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    id: str
    region: str
    audience: str
    name: str
    number: str
    status: Literal["V", "K", "U"]
    source: str
    hours: str = ""
    cost: str = ""
    languages: str = ""
    url: str = ""
    note: str = ""
    checked_on: str = ""


class _Registry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    checked_on: str
    regions: dict[str, str]
    lines: list[_Entry]


@cache
def _registry() -> _Registry:
    return msgspec.toml.decode((files(__package__) / "lines.toml").read_bytes(), type=_Registry)


def regions() -> dict[str, str]:
    """Every region that has lines: its short code and its name."""
    return dict(_registry().regions)


def region_name(region: str) -> str:
    """The code of a region given by code or by name, in any case.

    Raises:
        InputError: the region is not known; names those that are.
    """
    known = regions()
    for code, name in known.items():
        if region.strip().casefold() in {code.casefold(), name.casefold()}:
            return code
    raise InputError(f"There are no lines for that region; choose one of {', '.join(known)}, or leave it out.")


def lines_of(region: str) -> tuple[Line, ...]:
    """All lines of one region (code or name), in the order of the file."""
    code, registry = region_name(region), _registry()
    return tuple(
        Line(**{**msgspec.structs.asdict(entry), "checked_on": entry.checked_on or registry.checked_on})
        for entry in registry.lines
        if entry.region == code
    )

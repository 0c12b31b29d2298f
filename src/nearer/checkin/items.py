"""The items, read from the wording file: eight a week; once a month the four of the CSI-4 stand in for four of them."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from nearer.checkin.record import Choice, Item

__all__ = ["CSI", "MONTHLY", "WEEKLY", "items_for", "names_of", "wording"]

WEEKLY = ("overall", "understood", "tried", "pressed", "closed", "raise", "step", "afraid")
CSI = ("csi_happy", "csi_warm", "csi_rewarding", "csi_satisfied")
MONTHLY = (*CSI, "understood", "pressed", "closed", "afraid")
"""Every fourth week; also eight items."""


@cache
def wording() -> dict[str, Any]:
    """The words of the check-in."""
    text = files("nearer.checkin").joinpath("wording/en/items.toml").read_text("utf-8")
    return tomllib.loads(text)


def names_of(*, monthly: bool) -> tuple[str, ...]:
    """The names of the items of a week, in their order."""
    return MONTHLY if monthly else WEEKLY


def items_for(*, monthly: bool) -> tuple[Item, ...]:
    """The items of a week, in their order."""
    return tuple(_item(name) for name in names_of(monthly=monthly))


def _item(name: str) -> Item:
    words = wording()
    given = words["items"][name]
    kind = str(given["kind"])
    if kind == "scale":
        choices = tuple(Choice(value, str(value)) for value in range(7))
        return Item(
            name, given["asks"], kind, choices, words["scale"]["low"], words["scale"]["high"], given.get("words", "")
        )
    said = words["answers"][given["answers"]]
    return Item(name, given["asks"], kind, tuple(Choice(value, says) for value, says in enumerate(said)))

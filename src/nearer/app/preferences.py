"""Use case: how a person wants to be spoken to: region, and name and pronoun of the partner."""

import msgspec

from nearer.app.space_items import PREFERENCES, Preferences
from nearer.app.spaces import Space
from nearer.errors import InputError

__all__ = ["PRONOUNS", "known_regions", "preferences", "set_preferences"]

PRONOUNS = ("she", "he", "they")
_ONE = "mine"
_LONGEST_NAME = 60


def known_regions() -> dict[str, str]:
    """Every region that has support lines: its code and its name."""
    from nearer.safety import regions

    return regions()


def preferences(space: Space, *, region: str | None = None) -> Preferences:
    """What the person chose; nothing chosen at first, and ``region`` where no region was."""
    found = space.get(PREFERENCES, _ONE, Preferences)
    chosen = Preferences() if found is None else found.value
    return chosen if chosen.region else msgspec.structs.replace(chosen, region=region)


def set_preferences(space: Space, *, region: str, partner: str, pronoun: str) -> None:
    """Keep what the person chose; empty for no choice.

    Raises:
        InputError: a region or pronoun that is not on the list, or a name that is too long.
    """
    if region and region not in known_regions():
        raise InputError("There are no support lines for that region yet; please choose one from the list.")
    if pronoun and pronoun not in PRONOUNS:
        raise InputError("The pronoun can be she, he or they.")
    if len(partner) > _LONGEST_NAME:
        raise InputError("That name is too long; please shorten it.")
    space.put(PREFERENCES, Preferences(region or None, partner or None, pronoun or None), item=_ONE)

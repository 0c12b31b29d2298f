"""What each tier switches off, from the one table ``off.toml``."""

import tomllib
from functools import cache
from importlib.resources import files

from nearer.safety.record import Tier

__all__ = ["switched_off"]


@cache
def _table() -> dict[str, tuple[str, ...]]:
    data = tomllib.loads((files(__package__) / "off.toml").read_text(encoding="utf-8"))
    return {tier: tuple(names) for tier, names in data.items()}


def switched_off(tier: Tier) -> tuple[str, ...]:
    """The names of what a tier switches off; empty for tiers 0 and 1."""
    return _table().get(tier, ())

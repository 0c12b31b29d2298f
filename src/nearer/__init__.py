"""Nearer: a private, local companion for couples in which one partner reaches and the other goes away."""

from importlib import import_module
from types import ModuleType

__version__ = "0.1.0"

_LATE = ("cycle",)
"""Rooms behind the door that are opened when first asked for, so that the command line starts at once."""


def __getattr__(name: str) -> ModuleType:
    """The package ``nearer.cycle``, which can also be called: ``nearer.cycle(turns, marks)``."""
    if name in _LATE:
        return import_module(f"nearer.{name}")
    raise AttributeError(f"module 'nearer' has no attribute {name!r}")

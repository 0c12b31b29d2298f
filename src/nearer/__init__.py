"""Nearer: a private, local companion for couples in which one partner reaches and the other goes away."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nearer import cycle
    from nearer.app.check import check
    from nearer.app.cycle_page import page_of
    from nearer.app.reply import reply
    from nearer.coding.coder import code
    from nearer.sources import open_conversations as open

__version__ = "0.1.0"

__all__ = ["__version__", "check", "code", "cycle", "open", "page_of", "reply"]

# The names behind the door, each with the module and the name in it (none: the module itself); loaded when first asked
# for, so that the command line starts at once.
_DOORS = {
    "check": ("nearer.app.check", "check"),
    "code": ("nearer.coding.coder", "code"),
    "cycle": ("nearer.cycle", None),
    "open": ("nearer.sources", "open_conversations"),
    "page_of": ("nearer.app.cycle_page", "page_of"),
    "reply": ("nearer.app.reply", "reply"),
}


def __getattr__(name: str) -> object:
    """What stands behind the name; ``nearer.cycle`` is a package that can also be called with turns and marks."""
    if name not in _DOORS:
        raise AttributeError(f"module 'nearer' has no attribute {name!r}")
    module, own = _DOORS[name]
    return import_module(module) if own is None else getattr(import_module(module), own)

"""The frames and the small records that every stage speaks."""

from nearer.turns.quote import Quote

__all__ = ["Quote"]

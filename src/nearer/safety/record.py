"""What safety says: `Clearance` lets an answer be composed, `Hold` keeps it back."""

from typing import Literal

import msgspec

from nearer.turns import Quote

__all__ = ["Clearance", "Cue", "Hold", "Tier"]

Tier = Literal["0", "1", "2", "2p", "2s", "3", "3s"]


class Cue(msgspec.Struct, frozen=True):
    """One thing in the text that safety saw: its kind, who does it to whom, and the words."""

    kind: str
    tier: Tier
    who: Literal["writer", "partner", "both", "other", "unclear"]
    quote: Quote


class Clearance(msgspec.Struct, frozen=True):
    """Safety found nothing that holds an answer back. Only `nearer.safety.look` makes one.

    ``tier`` "1" asks for one soft question about fear in the answer.
    """

    tier: Literal["0", "1"]
    cues: tuple[Cue, ...] = ()


class Hold(msgspec.Struct, frozen=True):
    """Safety holds the usual answer back and gives its own. ``off`` names what is switched off."""

    tier: Literal["2", "2p", "2s", "3", "3s"]
    cues: tuple[Cue, ...]
    off: tuple[str, ...]

"""The door: every text is looked at here before anything answers it."""

from collections.abc import Sequence
from typing import Literal, cast

import msgspec

from nearer.safety.classifier import read
from nearer.safety.find import cues_of, find_cues
from nearer.safety.off import switched_off
from nearer.safety.record import Clearance, Cue, Hold, Tier, Who, clear, hold
from nearer.safety.sense import TIERS, gravest
from nearer.safety.words import read_words

__all__ = ["look", "look_at_turns"]

_STOP = "asked to stop"
"""The partner's "stop messaging me" is a word to the reader: no opener, no draft, and the no is respected."""
_OTHER: dict[Who, Who] = {"writer": "partner", "partner": "writer"}


def look(text: str) -> Clearance | Hold:
    """Whether a letter or a draft may be answered: a `Clearance` (tier 0 or 1) or a `Hold` with its cues.

    Rules and the trained classifier are joined: whatever either of them sees counts. Nothing is kept.
    """
    return _verdict(find_cues(text))


def look_at_turns(turns: Sequence[tuple[str, str]], *, me: str | None = None) -> Clearance | Hold:
    """Whether a chat or transcript may be read: the gravest cue in any turn counts, with who to whom.

    Args:
        turns: (speaker, text) in order.
        me: the speaker who is the reader. Without it the reader may be either, so every hold is addressed to
            somebody who is possibly harmed, and who does what is told by the cue's ``speaker``.
    """
    cues: list[Cue] = []
    words = [read_words(text) for _, text in turns]
    for place, ((speaker, _), said, signs) in enumerate(zip(turns, words, read(words), strict=True)):
        cues.extend(_turned(cue, place, speaker, me) for cue in cues_of(said, signs, least="turn"))
    return _verdict(tuple(cues))


def _turned(cue: Cue, place: int, speaker: str, me: str | None) -> Cue:
    """The cue as the reader of a chat sees it: a partner's "I" is the partner."""
    who, whom, tier = cue.who, cue.whom, cue.tier
    if me is None:
        who, whom, tier = "unclear", "unclear" if whom in _OTHER else whom, "2" if tier == "2p" else tier
    elif speaker != me and cue.kind == _STOP:
        who, whom, tier = "writer", "partner", "2p"
    elif speaker != me:
        who = _OTHER.get(who, who)
        whom = {"writer": "partner", "partner": "writer"}.get(whom, whom)  # type: ignore[assignment]
        tier = _as_partner(tier, who)
    return msgspec.structs.replace(cue, who=who, whom=whom, tier=tier, turn=place, speaker=speaker)


def _as_partner(tier: Tier, who: Who) -> Tier:
    """What the tier of a partner's words is for the reader: their own violence is done to the reader."""
    if who != "partner":
        return tier
    return {"2p": "2", "2s": "2", "3s": "3"}.get(tier, tier)  # type: ignore[return-value]


def _verdict(cues: tuple[Cue, ...]) -> Clearance | Hold:
    tier = gravest([cue.tier for cue in cues])
    if TIERS.index(tier) < TIERS.index("2p"):
        return clear(cast(Literal["0", "1"], tier), cues)
    held = cast(Literal["2", "2p", "2s", "3", "3s"], tier)
    first = next(cue for cue in cues if cue.tier == tier)
    ordered = tuple(sorted(cues, key=lambda cue: -TIERS.index(cue.tier)))
    return hold(held, ordered, switched_off(held), (first.who, first.whom))

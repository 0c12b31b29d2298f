"""The labels that the encoder's heads give, in the order of their columns."""

__all__ = ["ACTORS", "CODES", "ELEMENTS", "FAMILIES", "FAMILY_OF", "HEADS", "TURN_CODES", "WHO", "columns"]

FAMILIES: dict[str, tuple[str, ...]] = {
    "reach": ("press", "probe", "protest", "seek"),
    "away": ("dismiss", "shut", "deflect", "hold"),
    "against": ("criticise", "contempt", "defend", "threat"),
    "toward": ("disclose", "ask", "validate", "repair", "warm", "invite", "pause"),
    "bid": ("raise",),
}
FAMILY_OF = {code: family for family, codes in FAMILIES.items() for code in codes}
CODES = tuple(FAMILY_OF)
TURN_CODES = tuple(code for code in CODES if code not in {"raise", "hold"})
WHO = ("self", "partner")
"""Those who do something in a letter as far as codes go; what both do is given to each."""
ACTORS = ("self", "partner", "both", "other")
ELEMENTS = (
    "feel", "pfeel", "need", "fear", "incident", "habit", "history", "stress", "strength", "ask", "risk", "apart",
    "betray", "fact",
)  # fmt: skip

HEADS: dict[str, tuple[str, ...]] = {
    "act": tuple(f"{who}:{code}" for who in WHO for code in CODES),
    "act_family": tuple(f"{who}:{family}" for who in WHO for family in FAMILIES),
    "act_code": CODES,
    "actor": ACTORS,
    "element": ELEMENTS,
    "turn": TURN_CODES,
    "turn_family": tuple(FAMILIES)[:4],
    "turn_any": ("any",),
}


def columns(head: str) -> slice:
    """Where the labels of one head stand among all columns."""
    start = 0
    for name, labels in HEADS.items():
        if name == head:
            return slice(start, start + len(labels))
        start += len(labels)
    raise KeyError(head)

"""The grammar of an opener: the limits that words to begin a talk with must keep, whoever wrote them.

Limits: 40 to 95 words, at least two of we/us/our, at most one you as subject, nothing absolute about the other, no
label, one question, no "but", reading ease at least 60.
"""

import re

from nearer.drafts.readability import reading_ease

__all__ = ["LONGEST", "SHORTEST", "opener_faults"]

SHORTEST, LONGEST = 40, 95
EASE = 60.0

_WORD = re.compile(r"[A-Za-z’']+")
_WE = re.compile(r"\b(?:we|us|our|ours|ourselves|let[’']s)\b", re.IGNORECASE)
_YOU_SUBJECT = re.compile(
    r"(?<!for )(?<!to )(?<!with )(?<!than )\byou(?:[’'](?:re|ve|ll|d))?\s+(?!know\b|and\b|both\b)\w+", re.IGNORECASE
)
_YOU_ABSOLUTE = re.compile(
    r"\byou(?:[’']\w+)?\s+(?:\w+\s+)?(?:always|never|constantly|everything|nothing)\b", re.IGNORECASE
)
_LABEL = re.compile(
    r"\b(avoidant|anxious(?:ly)? attached|narciss\w*|toxic|needy|cold|selfish|controlling)\b", re.IGNORECASE
)


def opener_faults(text: str) -> list[str]:
    """What breaks the grammar's limits, in words; empty where the opener keeps them all.

    Source: limits set for Nearer after Rogers, Howieson & Neame 2018 and Overall et al. 2009 (docs/answer.md).
    """
    length = len(_WORD.findall(text))
    checks = {
        f"{length} words, not {SHORTEST} to {LONGEST}": SHORTEST <= length <= LONGEST,
        "fewer than two of we, us, our": len(_WE.findall(text)) >= 2,
        "more than one you as subject": len(_YOU_SUBJECT.findall(text)) <= 1,
        "something absolute about the other": not _YOU_ABSOLUTE.search(text),
        "a label": not _LABEL.search(text),
        "not exactly one question": text.count("?") == 1,
        "a but": not re.search(r"\bbut\b", text, re.IGNORECASE),
        "hard to read": reading_ease(text) >= EASE,
    }
    return [fault for fault, kept in checks.items() if not kept]

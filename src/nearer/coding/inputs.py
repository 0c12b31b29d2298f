"""What the encoder is given: one line of text from a turn or a sentence and what stood before it.

A formatted line is ``context SPLIT target``. The context says in plain words which reading is wanted, because the lower
layers of the encoder know words and would not know invented markers.
"""

import unicodedata
from collections.abc import Sequence

from tokenizers import Tokenizer

__all__ = ["SPLIT", "assemble", "clean", "format_alone", "format_in_talk", "format_sentence"]

SPLIT = "\u241e"
CONTEXT_TOKENS = 72
TARGET_TOKENS = 104
TAIL_TOKENS = 32
TALK_WORDS = 56
"""Words of the talk before a turn; the last five turns are given."""
MOST_CHARACTERS = 4_000
CLS, SEP = 101, 102
"""Numbers of the markers at the beginning and between the parts, in the vocabulary of BERT."""


def format_alone(own_earlier: Sequence[str], text: str) -> str:
    """One blind line for `turn_probabilities`: the speaker's own turns before it, oldest first, and nothing else."""
    return f"alone. me: {_last_words(own_earlier[-2:], 20)}{SPLIT}{clean(text)}"


def format_in_talk(earlier: Sequence[tuple[bool, str]], text: str) -> str:
    """One contextual line: what was said before, oldest first, each turn with whether it was the speaker's own."""
    told: list[str] = []
    for place, (own, said) in enumerate(earlier):
        goes_on = place > 0 and earlier[place - 1][0] == own
        told.append(f"{'/' if goes_on else 'me:' if own else 'you:'} {clean(said)}")
    return f"talk. {' '.join(' '.join(told).split()[-TALK_WORDS:])}{SPLIT}{clean(text)}"


def format_sentence(before: Sequence[str], text: str) -> str:
    """One line for a letter's sentence, with the two sentences before it."""
    return f"letter. {_last_words(before[-2:], 44)}{SPLIT}{clean(text)}"


def clean(text: str) -> str:
    """The text with emoji put into words (the vocabulary has none) and without `SPLIT`; at most 4,000 characters."""
    text = text[:MOST_CHARACTERS]
    if text.isascii():
        return text
    return "".join(_spell(character) for character in text.replace(SPLIT, " ").replace("\u2019", "'"))


def _spell(character: str) -> str:
    if character.isascii():
        return character
    if character in "\ufe0f\u200d\u2640\u2642" or "\U0001f3fb" <= character <= "\U0001f3ff":
        return ""
    if unicodedata.category(character) == "So":
        return f" {unicodedata.name(character, 'sign').lower()} "
    return character


def _last_words(texts: Sequence[str], most: int) -> str:
    words = " / ".join(clean(text) for text in texts).split()
    return " ".join(words[-most:])


def assemble(tokenizer: Tokenizer, lines: Sequence[str]) -> list[tuple[list[int], int]]:
    """For each line its token numbers and the place where its target begins.

    A context too long loses what follows its first word; a target too long loses its middle.
    """
    parts = [line.partition(SPLIT) for line in lines]
    contexts = tokenizer.encode_batch_fast([part[0] for part in parts], add_special_tokens=False)
    targets = tokenizer.encode_batch_fast([part[2] for part in parts], add_special_tokens=False)
    found = []
    for context, target in zip(contexts, targets, strict=True):
        before: list[int] = context.ids
        if len(before) > CONTEXT_TOKENS:
            before = before[:2] + before[2 - CONTEXT_TOKENS :]
        ids: list[int] = target.ids
        if len(ids) > TARGET_TOKENS:
            ids = ids[: TARGET_TOKENS - TAIL_TOKENS] + ids[-TAIL_TOKENS:]
        found.append(([CLS, *before, SEP, *ids, SEP], len(before) + 2))
    return found

"""The rules' reading of a letter and the learned one, made one by probability.

The rules know who is who and find the words; the model knows how people tell things. A phrase raises the odds of what
it tells; the model adds what no phrase tells, with the clause of the one who acts as its quote.
"""

import math
from collections.abc import Sequence

import msgspec

from nearer.coding.labels import FAMILY_OF
from nearer.letter.acts import Act
from nearer.letter.clauses import clause_around, quoted_spans, tidy
from nearer.letter.habits import event_sentences, habit_sentences
from nearer.letter.links import what_set_off
from nearer.letter.mentions import Mentions
from nearer.letter.passages import ruled_elements
from nearer.letter.people import Cast
from nearer.letter.reading import Act as Learned
from nearer.letter.reading import LetterReading, SentenceReading, read_letter, read_sentences
from nearer.letter.shape import leaning, ruled_pattern, ruled_scope, tally, told_pattern
from nearer.letter.story import Element, Pattern, Role, Scope, Who
from nearer.turns import Quote

__all__ = ["Merged", "merge"]

_KEPT = 0.5
_LEAST = 0.03
"""No model is surer than this that somebody does not do what a plain phrase tells."""
_SURE_PHRASE = 0.8
_PHRASE = 3.6
_WEAK_PHRASE = 3.5
"""What a phrase adds to the log odds of an act: measured on held-out letters, where 2 to 4 hardly differ."""
_TOLD = {"need": 3.6, "fear": 3.6, "history": 3.6, "stress": 3.6, "incident": 1.2, "habit": 1.2}
_TOLD_ELSE = 2.5
_PATTERN = 1.5
_UNDECIDED = 0.3
_SURELY = 0.6
_MOSTLY_PURSUERS = 0.65  # the share of pursuers among labelled writers: what the model says where it knows nothing
_OTHER_PATTERN = 0.3
_SELF: dict[str, Who] = {"self": "writer", "partner": "partner", "both": "both"}
_LONGEST = 160


class Merged(msgspec.Struct, frozen=True):
    """What both readings together tell: acts in their order, each sentence's elements, and the letter's shape."""

    acts: list[Act]
    elements: list[dict[Element, float]]
    pattern: Pattern
    role: Role | None
    scope: Scope


def merge(folded: str, sentences: tuple[Quote, ...], mentions: Mentions, cast: Cast, acts: list[Act]) -> Merged:
    """One reading of the letter; ``acts`` are those that the rules found."""
    texts = [sentence.text for sentence in sentences]
    readings = read_sentences(texts)
    whole = read_letter(texts, readings)
    ruled = best_acts(acts)
    wide = merged_acts(folded, sentences, mentions, ruled, readings, alone=0.0)
    kept = merged_acts(folded, sentences, mentions, ruled, readings)
    ruling, both_ways = ruled_pattern(tally(wide, what_set_off(folded, sentences, wide)))
    pattern, role = _shape(whole, ruling, both_ways == "both", leaning(kept))
    if (told := told_pattern(kept)) and whole.pursuit < _SURELY:
        pattern, role = told, None
    return Merged(kept, merged_elements(folded, sentences, readings), pattern, role, _scope(folded, cast, whole))


def best_acts(acts: list[Act]) -> list[Act]:
    """Each act once a sentence and actor: one with the words said before one without, then the surest."""
    best: dict[tuple[int, str, str], Act] = {}
    for act in acts:
        key = (act.sentence, act.who, act.code)
        if key not in best or _worth(act) > _worth(best[key]):
            best[key] = act
    return sorted(best.values(), key=lambda act: (act.start, act.end, act.code))


def _worth(act: Act) -> tuple[bool, float, int]:
    return act.said is not None and act.probability >= 0.7, act.probability, act.start - act.end


def merged_acts(
    folded: str,
    sentences: tuple[Quote, ...],
    mentions: Mentions,
    acts: list[Act],
    readings: Sequence[SentenceReading],
    *,
    alone: float = 0.3,
) -> list[Act]:
    """The acts that pass when phrases and model are weighed together, in the order of the letter.

    ``alone`` is how likely an act must be for the model to tell it where no phrase does: high for what is shown as
    told, 0 for the shape of the whole, which rests on many acts and on no single one.
    """
    kept = [act for act in (_weighed(act, readings[act.sentence]) for act in acts) if act.probability >= _KEPT]
    for place, reading in enumerate(readings):
        here = [act for act in kept if act.sentence == place]
        for learned in reading.acts:
            if learned.who not in _SELF or _known(learned, here) or _alone(learned, reading) < alone:
                continue
            if not _by_somebody_else(mentions, sentences[place], learned):
                kept.append(_placed(folded, sentences[place], place, mentions, learned, here))
    return sorted(kept, key=lambda act: (act.start, act.end, act.code, act.who))


def _weighed(act: Act, reading: SentenceReading) -> Act:
    """The act with the odds of the model, raised by what the phrase is worth."""
    family = FAMILY_OF[act.code]
    ones = ["self", "partner"] if act.who == "both" else ["self" if act.who == "writer" else "partner"]
    learned = max(reading.families[f"{one}:{family}"] for one in ones)
    worth = _PHRASE if act.probability >= _SURE_PHRASE else _WEAK_PHRASE
    return msgspec.structs.replace(act, probability=_raised(learned, worth))


def _by_somebody_else(mentions: Mentions, sentence: Quote, learned: Learned) -> bool:
    """Whether it is rather done by a third person: the rules know who is who, the model only guesses."""
    acting = {mention.who for mention in mentions.within(sentence.start, sentence.end)}
    hard = FAMILY_OF[learned.code] in ("against", "reach")
    return learned.who == "partner" and "other" in acting and (hard or not acting & {"partner", "both"})


def _alone(learned: Learned, reading: SentenceReading) -> float:
    """How likely the model finds that this one does something of the kind, and this of it: the family counts more."""
    ones = ["self", "partner"] if learned.who == "both" else [learned.who]
    family = max(reading.families[f"{one}:{FAMILY_OF[learned.code]}"] for one in ones)
    return 0.6 * family + 0.4 * learned.probability


def _raised(probability: float, worth: float) -> float:
    odds = min(max(probability, _LEAST), 1 - _LEAST)
    return 1 / (1 + math.exp(-(math.log(odds / (1 - odds)) + worth)))


def _known(learned: Learned, here: list[Act]) -> bool:
    """Whether the phrases tell it already: the same code of anybody, or the same one's same family less surely."""
    who, family = _SELF[learned.who], FAMILY_OF[learned.code]
    same = any(act.code == learned.code for act in here)
    near = any(FAMILY_OF[act.code] == family and who in (act.who, "both") for act in here)
    return same or (near and learned.probability < _KEPT)


def _placed(folded: str, sentence: Quote, place: int, mentions: Mentions, learned: Learned, here: list[Act]) -> Act:
    """The model's act with the clause of the one who acts; the whole sentence where no clause is plainly theirs."""
    who = _SELF[learned.who]
    own = [mention for mention in mentions.within(sentence.start, sentence.end) if mention.who in (who, "both")]
    spans = [clause_around(folded, sentence, mentions, mention.start, mention.end) for mention in own]
    free = [span for span in spans if not any(act.start < span[1] and span[0] < act.end for act in here)] or spans
    start, end = max(free, key=lambda span: span[1] - span[0], default=tidy(folded, sentence.start, sentence.end))
    if end - start > _LONGEST:
        end = folded.rfind(" ", start, start + _LONGEST)
    inner = quoted_spans(folded, sentence)
    said = inner[0] if len(inner) == 1 and own and own[0].start < inner[0][0] <= own[0].start + 60 else None
    return Act(who, learned.code, start, end, place, learned.probability, said)


def merged_elements(
    folded: str, sentences: tuple[Quote, ...], readings: Sequence[SentenceReading]
) -> list[dict[Element, float]]:
    """The elements of every sentence that pass: chosen by the model, or told by a phrase that the model allows."""
    events = event_sentences(folded, sentences)
    habits = habit_sentences(folded, sentences, events)
    found: list[dict[Element, float]] = []
    for place, (sentence, reading) in enumerate(zip(sentences, readings, strict=True)):
        told: set[str] = set(ruled_elements(folded, sentence.start, sentence.end))
        told |= {"incident"} if place in events else {"habit"} if place in habits else set()
        raised = {
            name: _raised(value, _TOLD.get(name, _TOLD_ELSE)) if name in told else value
            for name, value in reading.elements.items()
        }
        found.append({name: value for name, value in raised.items() if name in reading.chosen or value >= _KEPT})
    return found


def _shape(whole: LetterReading, ruled: Pattern, swapped: bool, lean: float) -> tuple[Pattern, Role | None]:  # noqa: FBT001
    """The pattern and role: the model's, swayed by the acts where it is in doubt.

    ``swapped`` is whether the acts tell that both reach and both go away; ``lean`` is from `leaning`.
    """
    sway = _PATTERN if ruled == "pursue-withdraw" else -_PATTERN if ruled == "none" else 0.0
    if _raised(whole.pursuit, sway) >= _KEPT:
        if swapped and abs(lean) < _UNDECIDED:
            return "pursue-withdraw", "both"
        model = 2 * (whole.roles.get("pursuer", _MOSTLY_PURSUERS) - _MOSTLY_PURSUERS)
        return "pursue-withdraw", "pursuer" if lean + model > 0 else "withdrawer"
    others: dict[Pattern, float] = {
        name: share + (_OTHER_PATTERN if name == ruled else 0.0)
        for name, share in whole.patterns.items()
        if name != "pursue-withdraw"
    }
    return max(others, key=others.__getitem__), None


def _scope(folded: str, cast: Cast, whole: LetterReading) -> Scope:
    """The model's scope; that only others are spoken of, or that a parting is told as done, goes before it."""
    ruled = ruled_scope(folded, cast)
    return ruled if ruled in ("ended", "not-couple") else whole.scope

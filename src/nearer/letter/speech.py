"""What somebody is quoted as saying in a letter, and what the words do."""

import re
from functools import cache

import msgspec

from nearer.letter.acts import Act, unreal
from nearer.letter.clauses import clause_edges, quoted_spans, tidy
from nearer.letter.mentions import Actor, Mention, Mentions
from nearer.letter.story import Who
from nearer.letter.words import Pattern, any_of, load, pattern
from nearer.turns import Quote

__all__ = ["find_speech", "told_regions"]

_SURE = 0.85
_TOLD = 0.75
_GUESSED = 0.6
_ASKED = frozenset({"ask", "seek", "probe", "invite", "press"})
_NEXT = re.compile(
    r"[;!?—–]|\.(?=\s|$)|,\s(?:and|but|so|then|while)\b"
    r"|\s(?:and|but|so|then)(?: then)?\s(?=(?:i|he|she|they|we|my|it)\b)"
)


@cache
def _verb() -> Pattern:
    verbs = "|".join(load("speech")["verbs"])
    whom = r"(?: (?:to )?(?:me|us|him|her|them|my (?:\w+ )?\w+))??"
    return pattern(rf"(?P<verb>{verbs}){whom}(?: (?:that|like|something like))?(?=[\s,:])")


@cache
def _after_quote() -> Pattern:
    verbs = "|".join(load("speech")["after_quote"])
    return pattern(rf"(?P<who>i|he|she|they|we|my \w+) (?:\w+ly )?(?:{verbs})")


@cache
def _codes() -> tuple[tuple[str, Pattern], ...]:
    return tuple((code, any_of("said", code)) for code in load("said"))


def find_speech(folded: str, sentences: tuple[Quote, ...], mentions: Mentions) -> list[Act]:
    """Acts done with words that the letter hands on, in quotes or not ("says it's nothing")."""
    found: list[Act] = []
    turn: tuple[int, Who] | None = None
    for place, sentence in enumerate(sentences):
        inner = quoted_spans(folded, sentence)
        taken: set[tuple[int, int]] = set()
        for verb in _verb().finditer(folded, sentence.start, sentence.end):
            if not any(low <= verb.start() < high for low, high in inner):
                found.extend(_told(folded, sentence, place, mentions, verb, inner, taken))
        for span in inner:
            if span not in taken:
                acts, who = _quoted_alone(folded, sentence, place, mentions, span, turn)
                found.extend(acts)
                turn = (place, who) if who else turn
        if taken:
            turn = next(((place, act.who) for act in reversed(found) if act.sentence == place), turn)
    return found


def told_regions(folded: str, sentences: tuple[Quote, ...], mentions: Mentions) -> list[tuple[int, int]]:
    """The stretches that hand on what somebody says without quotes: no act of their own happens in them."""
    regions: list[tuple[int, int]] = []
    for sentence in sentences:
        for verb in _verb().finditer(folded, sentence.start, sentence.end):
            if re.match(r"say|said|tell|told|claim|explain|swear|swore", verb["verb"]):
                stop = _NEXT.search(folded, verb.end(), sentence.end)
                regions.append((verb.end(), stop.start() if stop else sentence.end))
    return regions


def _quoted_alone(
    folded: str, sentence: Quote, place: int, mentions: Mentions, span: tuple[int, int], turn: tuple[int, Who] | None
) -> tuple[list[Act], Who | None]:
    """Quoted words whose speaker is named after them, or that answer the last speaker's, and whose they are."""
    after = _after_quote().match(folded, _past_marks(folded, span[1]), sentence.end)
    if after is not None:
        speaker = next(iter(mentions.within(after.start("who"), after.end("who"))), None)
        who = _narrow(speaker.who) if speaker else None
        if speaker is None or who is None:
            return [], None
        acts = _acts(folded, place, speaker, speaker.start, span, quoted=True, asked=False)
        opening = max(sentence.start, span[0] - 1)
        return [msgspec.structs.replace(act, start=opening, end=after.end()) for act in acts], who
    if turn is None or place - turn[0] > 1 or span[0] - sentence.start > 2:
        return [], None
    answers: Who = "partner" if turn[1] == "writer" else "writer"
    nobody = Mention(span[0], span[0], answers, place)
    acts = _acts(folded, place, nobody, span[0], span, quoted=True, asked=False)
    return [msgspec.structs.replace(act, probability=_GUESSED) for act in acts], answers


def _told(
    folded: str,
    sentence: Quote,
    place: int,
    mentions: Mentions,
    verb: re.Match[str],
    inner: list[tuple[int, int]],
    taken: set[tuple[int, int]],
) -> list[Act]:
    speaker = mentions.before(verb.start(), sentence.start) or mentions.before(verb.start())
    if speaker is None or speaker.who == "other" or unreal(folded, max(sentence.start, speaker.start), verb.start()):
        return []
    reach = 3 if re.match(r"go|went|gone", verb["verb"]) else 25
    quote = next((span for span in inner if 0 <= span[0] - verb.end() <= reach), None)
    if quote and mentions.within(verb.end(), quote[0]):
        quote = None
    if quote:
        taken.add(quote)
        return _acts(folded, place, speaker, verb.start(), quote, quoted=True, asked=verb["verb"].startswith("ask"))
    if verb["verb"] in ("go", "goes", "went", "going", "gone"):
        return []
    stop = _NEXT.search(folded, verb.end(), sentence.end)
    region = (verb.end(), stop.start() if stop else sentence.end)
    return _acts(folded, place, speaker, verb.start(), region, quoted=False, asked=verb["verb"].startswith("ask"))


def _acts(
    folded: str,
    place: int,
    speaker: Mention,
    verb: int,
    region: tuple[int, int],
    *,
    quoted: bool,
    asked: bool,
) -> list[Act]:
    """The acts that the words in ``region`` do; quoted words are kept whole, told ones from where they matter."""
    low, high = region
    who = _narrow(speaker.who)
    near = (
        0 <= verb - speaker.start <= 60
        and clause_edges(folded, Quote(speaker.start, verb + 1, ""), verb, verb)[0] == speaker.start
    )
    first = speaker.start if near else verb
    acts: list[Act] = []
    if who is None:
        return acts
    for code, codes in _codes():
        if asked and code not in _ASKED:
            continue
        match = codes.search(folded, low, high)
        if match is None or (not quoted and match.start() - low > 45):
            continue
        end = high if quoted else clause_edges(folded, Quote(low, high, ""), match.start(), match.end())[1]
        said = (low, high) if quoted else tidy(folded, match.start(), max(end, match.end()))
        last = said[1] + 1 if quoted and folded[said[1] : said[1] + 1] == '"' else said[1]
        acts.append(Act(who, code, first, last, place, _SURE if quoted else _TOLD, said))
    return acts


def _narrow(who: Actor) -> Who | None:
    return None if who == "other" else who


def _past_marks(folded: str, place: int) -> int:
    found = re.compile(r"[\",.!?\s]*").match(folded, place)
    return found.end() if found else place

"""What somebody is quoted as saying in a letter, and what the words do."""

import re
from functools import cache

from nearer.letter.acts import Act, unreal
from nearer.letter.clauses import clause_edges, quoted_spans, tidy
from nearer.letter.mentions import Actor, Mention, Mentions
from nearer.letter.story import Who
from nearer.letter.words import Pattern, any_of, load, pattern
from nearer.turns import Quote

__all__ = ["find_speech"]

_SURE = 0.85
_TOLD = 0.75
_ASKED = frozenset({"ask", "seek", "probe", "invite", "press"})
_NEXT = re.compile(r"[;!?—–]|\.(?=\s|$)|,? (?:and|but|so|then)(?: then)? (?=(?:i|he|she|they|we|my|it)\b)")


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
    for place, sentence in enumerate(sentences):
        inner = quoted_spans(folded, sentence)
        taken: set[tuple[int, int]] = set()
        for verb in _verb().finditer(folded, sentence.start, sentence.end):
            if any(low <= verb.start() < high for low, high in inner):
                continue
            found.extend(_told(folded, sentence, place, mentions, verb, inner, taken))
        for span in inner:
            if span not in taken:
                found.extend(_said_before(folded, sentence, place, mentions, span))
    return found


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
    quote = next((span for span in inner if 0 <= span[0] - verb.end() <= 25), None)
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


def _said_before(folded: str, sentence: Quote, place: int, mentions: Mentions, span: tuple[int, int]) -> list[Act]:
    """Quoted words whose speaker is named after them: '"Nothing," she said.'."""
    after = _after_quote().match(folded, _past_marks(folded, span[1]), sentence.end)
    if after is None:
        return []
    speaker = next(iter(mentions.within(after.start("who"), after.end("who"))), None)
    if speaker is None or speaker.who == "other":
        return []
    acts = _acts(folded, place, speaker, speaker.start, span, quoted=True, asked=False)
    opening = span[0] - 1 if span[0] > sentence.start else span[0]
    return [Act(a.who, a.code, opening, after.end(), place, a.probability, a.said) for a in acts]


def _narrow(who: Actor) -> Who | None:
    return None if who == "other" else who


def _past_marks(folded: str, place: int) -> int:
    found = re.compile(r"[\",.!?\s]*").match(folded, place)
    return found.end() if found else place

"""The feelings that a letter names, each as an adjective that fits after "I feel"."""

import re
from functools import cache

import msgspec

from nearer.letter.clauses import clause_around, clause_edges, quoted_spans, tidy
from nearer.letter.mentions import Mentions
from nearer.letter.story import Feeling, Who
from nearer.letter.words import Pattern, any_of, load, pattern
from nearer.turns import Quote

__all__ = ["find_feelings"]

_NOT = re.compile(
    r"(?:\bnot\b|n'?t\b|\bnever\b|\bno longer\b|\bno\b|\bwithout\b|\bhardly\b|\bless\b|\bif\b)[^.;!?]{0,22}$"
)
_OBJECT = {"me": "writer", "myself": "writer", "us": "both"}
_POSSESSIVE = {"my": "writer", "our": "both"}
_IF = re.compile(r"(?:\bif|\bin case|\bwhether|\bshould|\bwould(?:n'?t)?|\bcould|\bmight)\b[^,.;]{0,25}$")


_FRAGMENT = re.compile(r"\W*(?:(?:just|so|feeling|still|am|been|very|really|now|and|but|completely|totally|too)\s+)*")
_CLAIMED = re.compile(
    r"\b(?:thinks?|thought|says?|said|tells? me|told me|telling me|convinced me|calls?|if|whether)\s+(?:that\s+)?$"
)
_ELSE = re.compile(
    r"\b(?:it|this|that|which|there|things|everything|nothing|who|what|our|my|his|her|their|the|but)\b(?=.*\b(?:is|are|was|were|feels?|felt|gets?|got|seems?)\b)"
)
_GOOD = frozenset({"happy", "hopeful", "grateful", "loved", "safe", "relieved", "close", "proud", "loving"})


class _Word(msgspec.Struct, frozen=True):
    word: str
    start: int
    end: int
    kind: str


@cache
def _kind(kind: str) -> tuple[tuple[str, Pattern], ...]:
    return tuple((word, pattern("|".join(lines))) for word, lines in load("feelings")[kind].items() if lines)


@cache
def _any(kind: str) -> Pattern:
    return pattern("|".join(line for lines in load("feelings")[kind].values() for line in lines))


@cache
def _linked() -> Pattern:
    frame = load("feelings")["frame"]
    fill, link = "|".join(frame["fill"]), "|".join(frame["link"])
    listed = rf"(?:(?: \w+){{1,2}}(?:,? (?:and|or|but|then)|,)(?: (?:{fill}))?){{0,3}}"
    inner = pattern(rf"(?:{link})(?: (?:{fill})){{0,4}}{listed}").pattern
    return re.compile(inner + r"\W*$")


@cache
def _made() -> Pattern:
    frame = load("feelings")["frame"]
    make, fill = "|".join(frame["make"]), "|".join(frame["fill"])
    whom = r"(?P<whom>me|myself|us|him|her|them)(?: (?:feel|be|get|become))?"
    inner = pattern(rf"(?:{make}) {whom}(?: (?:{fill})){{0,4}}(?: \w+,?(?: (?:and|or|but))?){{0,2}}").pattern
    return re.compile(inner + r"\W*$")


def find_feelings(folded: str, sentences: tuple[Quote, ...], mentions: Mentions, letter: str) -> tuple[Feeling, ...]:
    """The feelings in the order of the letter; the same feeling of the same person once a sentence."""
    found: list[Feeling] = []
    for sentence in sentences:
        inner = quoted_spans(folded, sentence)
        seen: set[tuple[str, str]] = set()
        for word in _words(folded, sentence):
            if any(low <= word.start < high for low, high in inner) and not _own_quote(folded, word):
                continue
            who, told, start = _felt(folded, sentence, mentions, word)
            if who and told and (who, told) not in seen:
                seen.add((who, told))
                found.append(Feeling(who, told, _quote(letter, folded, sentence, mentions, start, word.end)))
    return tuple(found)


def _own_quote(folded: str, word: _Word) -> bool:
    return re.search(r"\bi feel [\w ]{0,20}$", folded[max(0, word.start - 30) : word.start]) is not None


def _words(folded: str, sentence: Quote) -> list[_Word]:
    """Every word of the lists in the sentence, the longest first where two begin alike, none inside another."""
    found: list[_Word] = []
    for kind in ("adjective", "verb", "does", "it", "noun"):
        if not _any(kind).search(folded, sentence.start, sentence.end):
            continue
        for word, lines in _kind(kind):
            for match in lines.finditer(folded, sentence.start, sentence.end):
                found.append(_Word(word, match.start(), match.end(), kind))
    for match in _opposites().finditer(folded, sentence.start, sentence.end):
        found.append(_Word(match["word"], match.start("word"), match.end(), "opposite"))
    barred = any_of("feelings", "frame", "not_feeling")
    bars = [m.span() for m in barred.finditer(folded, sentence.start, sentence.end)]
    kept = [word for word in found if not any(low <= word.start < high for low, high in bars)]
    return sorted(kept, key=lambda word: (word.start, word.kind != "opposite", word.start - word.end))


@cache
def _opposites() -> Pattern:
    words = "|".join(sorted(load("feelings")["opposite"], key=len, reverse=True))
    fill = " ~feel| ~be| been| feeling| being| very| really| particularly| as| like i(?:'m| am)| all that| so| that"
    return pattern(rf"(?:<not>|not)(?:{fill}){{0,4}} (?P<word>{words})")


def _felt(folded: str, sentence: Quote, mentions: Mentions, word: _Word) -> tuple[Who | None, str | None, int]:
    """Who feels it, the adjective, and where the words begin that say so; nulls where nobody is said to feel it."""
    low, _ = clause_edges(folded, sentence, word.start, word.end)
    if word.kind == "opposite" and not _feels(folded, word):
        return None, None, 0
    if word.kind == "opposite":
        return _subject(mentions, sentence, word.start), load("feelings")["opposite"][word.word], word.start
    before = folded[sentence.start : word.start]
    if word.kind == "noun":
        return _owner(folded, sentence, mentions, word)
    made = _made().search(before)
    if word.kind == "does":
        return _done_to(folded, sentence, mentions, word)
    if made and word.kind == "adjective" and word.word in _GOOD:
        return None, None, 0
    if made and word.kind == "adjective":
        whom = made["whom"]
        return _whom(mentions, sentence, whom, word.start), word.word, sentence.start + made.start()
    if word.kind == "it":
        return _about_it(before, word)
    if _NOT.search(before[max(0, low - sentence.start) :][-40:]) or _IF.search(before):
        return None, None, 0
    if word.kind == "adjective" and not _linked().search(before[-90:]):
        return ("writer", word.word, word.start) if _FRAGMENT.fullmatch(before) else (None, None, 0)
    return _subject_of(folded, sentence, mentions, word), word.word, word.start


def _feels(folded: str, word: _Word) -> bool:
    """Whether "not ... wanted" is a feeling: "I don't feel wanted", but also "I'm not happy"."""
    before = folded[max(0, word.start - 30) : word.start]
    return re.search(r"\b(?:feel|feels|felt|feeling)\b", before) is not None or word.word in (
        "happy",
        "content",
        "fulfilled",
    )


def _about_it(before: str, word: _Word) -> tuple[Who | None, str | None, int]:
    """The writer's feeling in "it is frustrating"; nobody's where it is denied or only thought of."""
    about = re.search(r"\b(?:it|this|that|which|all)(?:'s|s| is| was| feels?| has been)\s+(?:\w+\s+){0,3}$", before)
    if about and not _NOT.search(before[-30:]) and not _IF.search(before):
        return "writer", word.word, word.start
    return None, None, 0


def _subject_of(folded: str, sentence: Quote, mentions: Mentions, word: _Word) -> Who | None:
    """Whose the feeling is: the last subject before it, unless something else stands between that links to it."""
    subject = mentions.before(word.start - 1, sentence.start)
    if subject is None:
        return "writer" if _FRAGMENT.fullmatch(folded[sentence.start : word.start]) else None
    if subject.who == "other" or _CLAIMED.search(folded, sentence.start, subject.start):
        return None
    between = folded[subject.end : word.start]
    past = word.word in _GOOD and re.search(r"\b(?:was|were|felt|used to|had been)\b", between)
    asked = word.word in _GOOD and folded[sentence.start : sentence.end].rstrip().endswith("?")
    only_when = word.word in _GOOD and re.match(r"\s+(?:when|if|with|whenever)\b", folded[word.end : sentence.end])
    if past or asked or only_when or (word.kind == "adjective" and _ELSE.search(between)):
        return None
    return subject.who


def _subject(mentions: Mentions, sentence: Quote, place: int) -> Who | None:
    subject = mentions.before(place - 1, sentence.start)
    if subject is None:
        return "writer" if place - sentence.start < 25 else None
    return None if subject.who == "other" else subject.who


def _whom(mentions: Mentions, sentence: Quote, whom: str, place: int) -> Who | None:
    if whom in _OBJECT:
        return _OBJECT[whom]  # type: ignore[return-value]
    subject = mentions.before(place, sentence.start)
    return "partner" if subject is None or subject.who in ("writer", "both") else None


def _done_to(folded: str, sentence: Quote, mentions: Mentions, word: _Word) -> tuple[Who | None, str | None, int]:
    """Who feels what is done: the object ("he scares me"); "it hurts" without one is the writer's."""
    after = re.match(r"\W{1,2}(me|myself|us|him|her|them)\b", folded[word.end : sentence.end])
    inside = re.search(r"\b(me|my|him|her|them)\b", folded[word.start : word.end])
    before = folded[max(sentence.start, word.start - 40) : word.start]
    if _NOT.search(before) or re.search(r"\b(?:to|want|could|would|will|might)\s+(?:\w+\s+)?$", before):
        return None, None, 0
    if after or inside:
        whom = after[1] if after else inside[1].replace("my", "me") if inside else "me"
        return _whom(mentions, sentence, whom, word.start), word.word, word.start
    if re.search(r"\b(?:it|this|that|which)\s+(?:\w+ly |still |just |really )?$", before) and word.word == "hurt":
        return "writer", word.word, word.start
    return None, None, 0


def _owner(folded: str, sentence: Quote, mentions: Mentions, word: _Word) -> tuple[Who | None, str | None, int]:
    """Whose a feeling named by a noun is: "my anxiety", "her sadness", or the subject's in "I feel anger"."""
    before = folded[sentence.start : word.start]
    own = re.search(r"\b(my|our|his|her|their)\s+(?:own\s+)?(?:\w+\s+)?$", before)
    if own:
        if own[1] in _POSSESSIVE:
            return _POSSESSIVE[own[1]], word.word, sentence.start + own.start()  # type: ignore[return-value]
        return _whom(mentions, sentence, "her", word.start), word.word, sentence.start + own.start()
    holds = re.search(
        r"\b(?:feel|feels|felt|feeling|have|has|had|having|full of|with|in|suffer(?:s|ing|ed)? from|gives? me|into|"
        r"so much|lot of)\s+(?:\w+\s+){0,3}$",
        before,
    )
    if holds and not _NOT.search(before[-40:]):
        return _subject(mentions, sentence, word.start), word.word, word.start
    return None, None, 0


def _quote(letter: str, folded: str, sentence: Quote, mentions: Mentions, start: int, end: int) -> Quote:
    """The clause that names the feeling, from its subject."""
    subject = mentions.before(start, sentence.start)
    first, high = clause_around(folded, sentence, mentions, start, end)
    told = folded[start:end].startswith(("make", "made", "making", "leave", "left", "leaving"))
    first = start if told else subject.start if subject and 0 <= start - subject.start <= 70 else first
    first, high = tidy(folded, first, max(end, high if high - end < 60 else end))
    return Quote(first, high, letter[first:high])

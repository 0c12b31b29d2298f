"""Where a letter is stuck: the dilemma, the timing bind; and what it asks."""

import itertools
import re

import msgspec

from nearer.letter.clauses import clause_edges, quoted_spans, tidy
from nearer.letter.mentions import Mentions
from nearer.letter.story import Dilemma, TimingBind
from nearer.letter.words import any_of, load, pattern
from nearer.turns import Quote

__all__ = ["find_dilemma", "find_question", "find_timing"]

_BOUNDARY = re.compile(
    r"[,;:—–]?\s+(?=(?:but|yet|while|though|although|at the same time|on the other hand|and yet|however|still|"
    r"even though|without)\b)|;\s|\s[—–-]+\s"
)


def _quote(letter: str, folded: str, start: int, end: int) -> Quote:
    low, high = tidy(folded, start, end)
    while high > low + 1 and folded[high - 1] in ".!?":
        high -= 1
    return Quote(low, high, letter[low:high])


def _pieces(folded: str, sentence: Quote) -> list[tuple[int, int]]:
    """A sentence cut where it turns against itself."""
    cuts = [sentence.start, *(m.start() for m in _BOUNDARY.finditer(folded, *_span(sentence))), sentence.end]
    return [(low, high) for low, high in itertools.pairwise(cuts) if high - low > 8]


def _span(quote: Quote) -> tuple[int, int]:
    return quote.start, quote.end


def find_dilemma(letter: str, folded: str, sentences: tuple[Quote, ...]) -> Dilemma | None:
    """The two wishes that pull against each other, not to push and not to live so; else a dilemma told as one."""
    pieces = [(place, piece) for place, sentence in enumerate(sentences) for piece in _pieces(folded, sentence)]
    best: tuple[int, Dilemma] | None = None
    for at, (place, piece) in enumerate(pieces):
        if not any_of("binds", "dilemma", "ease").search(folded, *piece):
            continue
        for step in (1, -1, 2, -2):
            if not 0 <= at + step < len(pieces) or abs(pieces[at + step][0] - place) > 1:
                continue
            other_place, other = pieces[at + step]
            score = _tension(folded, place, piece, other_place, other)
            if score and (best is None or score > best[0]):
                best = (score, Dilemma(_quote(letter, folded, *piece), _quote(letter, folded, *other)))
    return best[1] if best else _told_dilemma(letter, folded, sentences)


def _tension(folded: str, place: int, piece: tuple[int, int], other_place: int, other: tuple[int, int]) -> int:
    """How plainly the two pieces pull against each other: 0 not at all, more where a "but" joins them."""
    if not any_of("binds", "dilemma", "need").search(folded, *other):
        return 0
    later = max(piece[0], other[0])
    turns = any_of("binds", "dilemma", "split").match(folded, tidy_start(folded, later)) is not None
    asks = "?" in folded[piece[0] : piece[1]] or "?" in folded[other[0] : other[1]]
    return (1 if not asks else 0) + (3 if turns else 0) + (2 if place == other_place else 0) + (1 if turns else 0)


def tidy_start(folded: str, start: int) -> int:
    """The first place from ``start`` on that is no white space or stray mark."""
    found = re.compile(r"[\s,;:—–-]*(?:and )?").match(folded, start)
    return found.end() if found else start


def _told_dilemma(letter: str, folded: str, sentences: tuple[Quote, ...]) -> Dilemma | None:
    for line in load("binds")["dilemma"]["told"]:
        for at, sentence in enumerate(sentences):
            end = sentences[at + 1].end if at + 1 < len(sentences) and "if i" in line else sentence.end
            found = pattern(line).search(folded, sentence.start, end)
            if found:
                return Dilemma(_quote(letter, folded, *found.span("one")), _quote(letter, folded, *found.span("other")))
    return None


def find_timing(letter: str, folded: str, sentences: tuple[Quote, ...]) -> TimingBind | None:
    """The bind that no time is right, in bad times nor in good; null where the letter does not tell it."""
    bad, good = _half(folded, sentences, "bad"), _half(folded, sentences, "good")
    pairs = [
        (b, g)
        for b in bad
        for g in good
        if abs(b.place - g.place) <= 2 and b.span != g.span and (b.silent or g.silent) and _near(b, g)
    ]
    if pairs:
        bad_half, good_half = min(pairs, key=lambda pair: _far(*pair))
        one, other = (bad_half.place, bad_half.span), (good_half.place, good_half.span)
        return TimingBind(_quote(letter, folded, *one[1]), _quote(letter, folded, *other[1]))
    for sentence in sentences:
        found = any_of("binds", "timing", "never").search(folded, *_span(sentence))
        if found:
            low, high = clause_edges(folded, sentence, *found.span())
            return TimingBind(_quote(letter, folded, low, high), None)
    return None


class _Half(msgspec.Struct, frozen=True):
    place: int
    span: tuple[int, int]
    silent: bool


def _near(one: _Half, other: _Half) -> bool:
    """Two halves that both say so may stand apart; one that only names the time must be next to the other."""
    return (one.silent and other.silent) or abs(one.place - other.place) <= 1


def _far(one: _Half, other: _Half) -> tuple[bool, int]:
    return not (one.silent and other.silent), abs(one.span[0] - other.span[0])


def _half(folded: str, sentences: tuple[Quote, ...], which: str) -> list[_Half]:
    """The stretches that name bad (or good) times, and whether they say that nothing is raised then."""
    found: list[_Half] = []
    for place, sentence in enumerate(sentences):
        for piece in _halves(folded, sentence):
            if any_of("binds", "timing", which).search(folded, *piece):
                found.append(_Half(place, piece, _silent(folded, piece)))
    return found


def _halves(folded: str, sentence: Quote) -> list[tuple[int, int]]:
    """A sentence cut where good and bad times may part: at a semicolon, or at "and", "but" before "when" or "in"."""
    edge = re.compile(
        r";\s|[,—–-]*\s+(?:and|but|yet|while|then)\s+"
        r"(?=(?:then )?(?:when|in|during|on|if|the|i|once|whenever|good|bad)\b)"
    )
    cuts = [sentence.start, *(m.start() for m in edge.finditer(folded, *_span(sentence))), sentence.end]
    return list(itertools.pairwise(cuts))


def _silent(folded: str, piece: tuple[int, int]) -> bool:
    """Whether the stretch says that something is not raised then."""
    lines = load("binds")["timing"]["silent"]
    denied, spoken, hard = (pattern(line).search(folded, *piece) is not None for line in lines)
    return hard or (denied and spoken)


def find_question(letter: str, folded: str, sentences: tuple[Quote, ...], mentions: Mentions) -> Quote | None:
    """What the writer asks: the last real question, else a plea for advice; null where nothing is asked."""
    best: tuple[float, Quote] | None = None
    for place, sentence in enumerate(sentences):
        text = folded[sentence.start : sentence.end]
        if any(low <= sentence.end - 2 < high for low, high in quoted_spans(folded, sentence)):
            continue
        bare = "?" not in folded and any_of("binds", "question", "bare").match(text) is not None
        asks = text.rstrip(' ")').endswith("?") or bare
        plea = any_of("binds", "question", "plea").search(text) is not None
        if not asks and not plea:
            continue
        opens = any_of("binds", "question", "ask").search(text) is not None
        me = re.search(r"\b(?:i|we|me|my|our)\b", text) is not None
        how = (
            re.search(r"\b(?:how (?:do|can|should|to|could)|what (?:should|can|do|to|could)|should i)\b", text)
            is not None
        )
        score = 3.0 * asks + 1.5 * opens * asks + 1.0 * plea + 1.0 * me + 1.5 * how + place / max(1, len(sentences))
        if best is None or score >= best[0]:
            best = (score, sentence)
    return best[1] if best else None

"""A letter cut into its sentences, each with its place. Greetings and signatures are no sentences."""

import re
from itertools import pairwise

from nearer.letter.words import any_of, fold, load
from nearer.turns import Quote

__all__ = ["split"]

_END = re.compile(r"(?:[.!?…]+|[.!?…]*(?:[:;]-?[()]|<3))[\"'”’)\]*]*(?=\s|$)|(?<=[a-z)])[.!?](?=[A-Z][a-z' ])")
_QUOTED = re.compile(r'(?<!\w)["“](?=\S)(?:[^"“”\n]|\n(?!\s*\n)){1,240}(?<=\S)["”](?!\w)')
_BULLET = re.compile(r"\s*(?:[-*•–—]|\d{1,2}[.)]|\(?[a-z]\))\s+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LONG_WORDS = 40
_LINK = re.compile(
    r"\s(?=(?:but|so|and then|and now|and (?:i|he|she|they|we|my)|then|anyway|because|bc|cuz|when(?:ever)? i)\s)", re.I
)


def split(letter: str) -> tuple[Quote, ...]:
    """The sentences of a letter in their order, trimmed; no two overlap and each holds at least one word."""
    found: list[tuple[int, int]] = []
    for start, end in _blocks(letter):
        found.extend(_within(letter, start, end))
    trimmed = [_trim(letter, start, end) for start, end in found]
    whole = [(start, end) for start, end in trimmed if _WORD.search(letter, start, end)]
    return tuple(Quote(start, end, letter[start:end]) for start, end in _body(letter, whole))


def _blocks(letter: str) -> list[tuple[int, int]]:
    """Stretches between line breaks that end something; a line that is merely wrapped is joined to the next."""
    blocks: list[tuple[int, int]] = []
    start = 0
    wrapped = _wrapped(letter)
    for found in re.finditer(r"\r\n|[\n\r\u2028\u2029]", letter):
        before, after = letter[start : found.start()], letter[found.end() :]
        if _line_ends(before, after[:80], wrapped=wrapped):
            blocks.append((start, found.start()))
            start = found.end()
    blocks.append((start, len(letter)))
    return [block for block in blocks if block[1] > block[0]]


def _line_ends(before: str, after: str, *, wrapped: bool) -> bool:
    following = after.lstrip(" \t")
    if not before.strip() or following[:1] in ("", "\n", "\r") or _BULLET.match(after):
        return True
    last = before.rstrip()
    if last[-1] in '.!?…:;"”)' or following[:1].isupper():
        return last[-1] != "," or any_of("letter", "greeting").match(fold(last).strip()) is not None
    return not wrapped and last[-1] != ","


def _wrapped(letter: str) -> bool:
    """Whether the lines are broken at a width, not by the writer: nearly all are nearly as long as the longest."""
    lines = [line for line in letter.splitlines() if line.strip()]
    inner = [len(line) for line, after in pairwise(lines) if after.strip()]
    if not inner:
        return False
    width = max(inner)
    if len(inner) < 3:
        return min(inner) >= 60 and width <= 140
    return 50 <= width <= 140 and sum(length >= 0.7 * width for length in inner) >= 0.7 * len(inner)


def _within(letter: str, start: int, end: int) -> list[tuple[int, int]]:
    quoted = [found.span() for found in _QUOTED.finditer(letter, start, end)]
    cuts = [
        found.end()
        for found in _END.finditer(letter, start, end)
        if not any(low < found.end() < high for low, high in quoted) and _ends(letter, found.start(), found.end())
    ]
    edges = [start, *sorted(set(cuts)), end]
    pieces: list[tuple[int, int]] = []
    for low, high in pairwise(edges):
        pieces.extend(_shorter(letter, low, high, quoted))
    return pieces


def _ends(letter: str, mark: int, after: int) -> bool:
    """Whether the stop at ``mark`` ends a sentence that could go on at ``after``."""
    rest = letter[after:].lstrip()
    if not rest:
        return True
    closing = letter[mark:after]
    lower = rest[0].islower()
    if closing[-1] in "\"'”’)" and (lower or any_of("letter", "speaker").match(fold(rest[:60]))):
        return False
    if "…" in closing or "..." in closing or (closing.startswith("..") and lower):
        return not lower
    if closing.startswith("."):
        word = re.search(r"[\w.]+$", letter[max(0, mark - 12) : mark])
        if word and (fold(word[0]) in load("letter")["abbreviations"] or _initial(letter, mark, word[0])):
            return False
        if word and word[0].isdigit() and _WORD.match(rest) and letter[:mark].rsplit("\n", 1)[-1].strip() == word[0]:
            return False
    return True


def _initial(letter: str, mark: int, word: str) -> bool:
    """Whether a full stop belongs to an initial ("J. Smith", "the U.S."), not to "so am I." or "34 F."."""
    alone = re.search(r"\d\s*$", letter[max(0, mark - 6) : mark - len(word)])
    return re.fullmatch(r"(?:\w\.)*[A-Z]", word) is not None and word != "I" and alone is None


def _shorter(letter: str, start: int, end: int, quoted: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A stretch without stops that runs on and on, cut before the small words that start a new thought."""
    if len(_WORD.findall(letter, start, end)) <= _LONG_WORDS or re.search(r"[,;:—]", letter[start:end]):
        return [(start, end)]
    pieces: list[tuple[int, int]] = []
    low = start
    for found in _LINK.finditer(letter, start, end):
        enough = len(_WORD.findall(letter, low, found.start())) >= 12
        if enough and not any(a < found.start() < b for a, b in quoted):
            pieces.append((low, found.start()))
            low = found.start()
    return [*pieces, (low, end)]


def _trim(letter: str, start: int, end: int) -> tuple[int, int]:
    bullet = _BULLET.match(letter, start, end)
    if bullet:
        start = bullet.end()
    while start < end and letter[start].isspace():
        start += 1
    while end > start and letter[end - 1].isspace():
        end -= 1
    return start, end


def _body(letter: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans without a greeting at the head and a signature at the foot."""
    folded = fold(letter)
    if len(spans) > 1 and any_of("letter", "greeting").fullmatch(folded[spans[0][0] : spans[0][1]].rstrip(",.!:; -–—")):
        spans = spans[1:]
    foot = len(spans)
    for place in range(max(1, len(spans) - 3), len(spans)):
        line = folded[spans[place][0] : spans[place][1]].strip(" ,.!-–—~*")
        if any_of("letter", "farewell").fullmatch(line):
            foot = place
            break
    last = spans[-1:] if foot == len(spans) and len(spans) > 1 else []
    if last and _signed(letter, *last[0]):
        foot -= 1
    return spans[:foot]


def _signed(letter: str, start: int, end: int) -> bool:
    """A last line of its own that is only a name: "Sleepless in Leeds", "- Anna"."""
    line = letter[start:end]
    alone = letter[:start].rstrip(" \t-–—~").endswith("\n")
    words = _WORD.findall(line)
    return alone and len(words) <= 4 and words[0][0].isupper() and line[-1] not in ".!?…"

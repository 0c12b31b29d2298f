"""What an answer rests on: a story's parts weighed into a kind of letter, a loop, chosen quotes and tags.

Tags are plain words such as ``partner:dismiss`` or ``stress:work``; the wording files name the tags they need.
"""

import re
from typing import Literal

import msgspec

from nearer.answer.quotes import around, fit_to_show, shorten
from nearer.letter import Move, Passage, Story
from nearer.turns import Quote

__all__ = ["AGAINST", "AWAY", "LOOPS", "REACH", "Findings", "Kind", "find"]

Kind = Literal[
    "reaching", "quiet", "turns", "sharp", "attacker", "attacked", "silent",
    "affair", "own_affair", "load", "grief", "plain", "ended", "elsewhere",
]  # fmt: skip

REACH = ("press", "probe", "protest", "seek")
AWAY = ("shut", "dismiss", "deflect", "hold")
AGAINST = ("criticise", "contempt", "defend")
OPENINGS = ("raise", "ask", "disclose", "invite")
"""Ways of reaching that are no push; they stand for reaching where the letter tells nothing harder."""

_LEAVES = re.compile(r"\b(walk\w* (?:out|off|away)|storm\w*|leav\w*|left|hang\w* up|hung up|drive\w* off|door)\b", re.I)
_BY_TEXT = re.compile(r"\b(text(?:s|ed|ing)?|messag\w+|whatsapp\w*|dm(?:s|ed)?|emails?)\b", re.I)
_SIDE_BY_SIDE = re.compile(r"\b(walk(?:s|ing)?|drive|drives|driving|car|hik\w+|bike|cook(?:ing)?|garden\w*)\b", re.I)
_OUTSIDE = re.compile(
    r"\b(call|phone|work|boss|office|meeting|job|colleague|client|mother|father|sister|brother|news|doctor)\b", re.I
)
_OWN_DOING = re.compile(
    r"\bI(?:['’]ve| have| had)? (?:\w+ )?(?:cheated|kissed|slept with|lied|hid|made out|hooked up|had an affair)\b",
    re.IGNORECASE,
)
_YIELD = re.compile(r"\b(whatever (?:you|he|she|they) wants?|give in|gave in|go along|went along)\b", re.I)


LOOPS = ("reaching", "quiet", "turns", "sharp", "attacker", "attacked", "silent")
"""Kinds of letter that tell of a loop."""


class Findings(msgspec.Struct, frozen=True, kw_only=True):
    """The ground of one answer. The codes are those that the two arrows are told with, the grounds their quotes."""

    kind: Kind
    tags: frozenset[str]
    writer_code: str | None
    partner_code: str | None
    writer_ground: tuple[str, ...]
    partner_ground: tuple[str, ...]
    feelings: tuple[str, ...]
    detail: Quote | None
    incident: Quote | None
    strength: Quote | None
    said: str | None


def find(story: Story) -> Findings:
    """The findings of a story. A loop is told only where the letter tells a move of each."""
    kind = _kind(story)
    grounds = _grounds(story, kind)
    if kind in LOOPS and not all(grounds):
        kind = _kind_without_loop(story)
    writer, partner = (_heaviest(moves) for moves in grounds)
    incident = _incident(story)
    said = _said(story)
    return Findings(
        kind=kind,
        tags=_tags(story, kind, said),
        writer_code=writer[0].code if writer else None,
        partner_code=partner[0].code if partner else None,
        writer_ground=tuple(move.quote.text for move in writer),
        partner_ground=tuple(move.quote.text for move in partner),
        feelings=_feelings(story),
        detail=_detail(story, kind, taken=incident),
        incident=incident,
        strength=_first_fit(story.strengths, longest=14),
        said=said,
    )


def _kind(story: Story) -> Kind:
    if story.scope == "not-couple":
        return "elsewhere"
    if story.scope == "ended":
        return "ended"
    topic = story.topics[0] if story.topics else ""
    if topic == "affair" and story.betrayals:
        return "own_affair" if _OWN_DOING.search(" ".join(part.quote.text for part in story.betrayals)) else "affair"
    if topic == "chores" and story.pattern not in ("attack-attack", "withdraw-withdraw"):
        return "load"
    match story.pattern:
        case "pursue-withdraw" if story.role == "pursuer":
            return "reaching"
        case "pursue-withdraw" if story.role == "withdrawer":
            return "quiet"
        case "pursue-withdraw":
            return "turns"
        case "attack-attack":
            return "sharp"
        case "withdraw-withdraw":
            return "silent"
        case "attack-withdraw":
            return "attacker" if _weight(story, "writer", AGAINST) >= _weight(story, "partner", AGAINST) else "attacked"
    return _kind_without_loop(story)


def _kind_without_loop(story: Story) -> Kind:
    topic = story.topics[0] if story.topics else ""
    if topic == "grief" or any(part.kind == "grief" for part in story.stress):
        return "grief"
    return "plain"


def _weight(story: Story, who: str, codes: tuple[str, ...]) -> float:
    return sum(move.probability for move in _moves_of(story, who, codes))


def _moves_of(story: Story, who: str, codes: tuple[str, ...]) -> list[Move]:
    return [move for move in story.moves if move.who in (who, "both") and move.code in codes]


def _grounds(story: Story, kind: Kind) -> tuple[list[Move], list[Move]]:
    """The writer's moves and the partner's that the two arrows rest on: of the first family that is told of each."""
    reaching = (REACH, ("criticise",), OPENINGS)
    leaving = (AWAY, ("defend",))
    against = (AGAINST,)
    writer, partner = {
        "quiet": (leaving, reaching),
        "sharp": (against, against),
        "attacker": (against, leaving),
        "attacked": (leaving, against),
        "silent": ((AWAY,), (AWAY,)),
    }.get(kind, (reaching, leaving))
    return _first_told(story, "writer", writer), _first_told(story, "partner", partner)


def _first_told(story: Story, who: str, families: tuple[tuple[str, ...], ...]) -> list[Move]:
    return next((moves for codes in families if (moves := _moves_of(story, who, codes))), [])


def _heaviest(moves: list[Move]) -> list[Move]:
    """The moves of the code that weighs most among these."""
    weights: dict[str, float] = {}
    for move in moves:
        weights[move.code] = weights.get(move.code, 0.0) + move.probability
    return [move for move in moves if weights[move.code] == max(weights.values())]


def _tags(story: Story, kind: Kind, said: str | None) -> frozenset[str]:
    tags = {f"kind:{kind}"}
    if kind in ("reaching", "quiet"):
        tags |= {"role:pursuer", "reacher:writer"} if kind == "reaching" else {"role:withdrawer", "reacher:partner"}
    for move in story.moves:
        for who in ("writer", "partner") if move.who == "both" else (move.who,):
            tags |= {f"{who}:{move.code}"} | _manner(move, who)
    tags |= {f"stress:{part.kind}" for part in story.stress if part.kind}
    tags |= {f"history:{part.kind}" for part in story.history if part.kind}
    if tags & {"stress:work", "stress:illness", "stress:children", "stress:study", "stress:move"}:
        tags.add("stress:load")
    given = {"history": story.history, "timing": story.timing, "dilemma": story.dilemma, "said": said}
    tags |= {tag for tag, value in given.items() if value}
    if any(_OUTSIDE.search(part.quote.text) for part in story.incidents):
        tags.add("incident:outside")
    if any(_SIDE_BY_SIDE.search(part.quote.text) for part in story.strengths):
        tags.add("good:side-by-side")
    if "writer:contempt" in tags or "partner:contempt" in tags:
        tags.add("contempt")
    return frozenset(tags)


def _manner(move: Move, who: str) -> set[str]:
    """Tags for how a move is made: by leaving, by text message, by giving in."""
    words = move.quote.text
    tags = set()
    if move.code == "shut" and _LEAVES.search(words):
        tags.add(f"{who}:leaves")
    if move.code in AGAINST and _BY_TEXT.search(words):
        tags.add("heat:text")
    if move.code in AWAY and _YIELD.search(words):
        tags.add(f"{who}:yield")
    return tags


def _feelings(story: Story) -> tuple[str, ...]:
    """The writer's own hard feelings, in the letter's order, each once, at most two."""
    from nearer.answer.wording import table

    bright = set(table("words")["bright"])
    words = dict.fromkeys(feeling.word for feeling in story.feelings if feeling.who in ("writer", "both"))
    return tuple(word for word in words if word not in bright and fit_to_show(word))[:2]


def _first_fit(parts: tuple[Passage, ...], *, longest: int, taken: Quote | None = None) -> Quote | None:
    for part in parts:
        short = shorten(part.quote, longest=longest, shortest=4)
        if short and not _overlap(short, taken):
            return short
    return None


def _overlap(one: Quote, other: Quote | None) -> bool:
    return other is not None and one.start < other.end and other.start < one.end


def _incident(story: Story) -> Quote | None:
    """One event in the writer's words: best one that has a move of either in the same or the next sentence."""
    moving = {move.sentence for move in story.moves}
    near = tuple(part for part in story.incidents if moving & {part.sentence, part.sentence + 1})
    return _first_fit(near, longest=20) or _first_fit(story.incidents, longest=20)


def _detail(story: Story, kind: Kind, *, taken: Quote | None) -> Quote | None:
    """The line that says most about how it goes: a move of the other one first, then a habit, a need, a fear."""
    wanted: tuple[str, ...] = AGAINST + AWAY if kind in ("sharp", "attacked", "silent") else AWAY
    wanted = REACH + AGAINST + OPENINGS if kind == "quiet" else wanted
    told = [move for move in story.moves if move.who in ("partner", "both") and move.code in wanted]
    told.sort(key=lambda move: (not move.often, -move.probability, move.quote.start))
    moves = [Passage(quote, move.sentence) for move in told if (quote := _clause(story, move))]
    others = [*story.needs, *story.fears]
    first = [*others, *moves] if kind not in LOOPS else [*moves, *others]
    if short := _first_fit((*first, *story.habits, *story.stress), longest=18, taken=taken):
        return short
    if story.question and (asked := shorten(story.question, longest=16)) and not _overlap(asked, taken):
        return asked
    return None


def _clause(story: Story, move: Move) -> Quote | None:
    """The clause of the letter round a move, so that what is repeated has its subject."""
    holder = next((one for one in story.sentences if one.start <= move.quote.start and move.quote.end <= one.end), None)
    return around(holder, move.quote) if holder else shorten(move.quote)


def _said(story: Story) -> str | None:
    """The partner's own short closing words ('it's nothing'), if the letter quotes them."""
    for move in story.moves:
        if move.who == "partner" and move.code == "dismiss" and move.said is not None:
            words = move.said.text.strip(" .,!?;:'\"‘’“”").lower()
            if 1 <= len(words.split()) <= 3 and fit_to_show(words) and not re.search(r"\b(you|he|she|they)\b", words):
                return re.sub(r"\bi\b", "I", words)
    return None

"""The shape of a letter as a whole: the pattern between the two, the writer's role, the scope, the topics."""

from collections import Counter

import msgspec

from nearer.codebook import family_of
from nearer.letter.acts import Act
from nearer.letter.people import Cast, noun_pattern
from nearer.letter.story import Pattern, Role, Scope
from nearer.letter.words import any_of, load

__all__ = ["Tally", "leaning", "ruled_pattern", "ruled_scope", "tally", "told_pattern", "topics_of"]

_TOPICS = 5
_PLAINLY = 0.8
_WRITERS_REACH = 1.0
# Some words are seldom said of anything else, and what they name goes before the rest.
_WEIGHTY = {"affair": 3, "grief": 2, "chores": 2}


class Tally(msgspec.Struct, frozen=True):
    """How much each of the two does of each kind, counted once a sentence; ``asked`` is reaching or raising it."""

    asked: tuple[float, float]
    away: tuple[float, float]
    against: tuple[float, float]
    links: tuple[int, int]
    acts: int


def tally(acts: list[Act], causes: list[int | None]) -> Tally:
    """The counts of a letter, each pair writer first; ``links`` are an asking that the other's going away follows."""
    counts: Counter[tuple[str, str]] = Counter()
    for who, kind, _ in {(act.who, _kind(act.code), act.sentence) for act in acts}:
        counts[who, kind] += 1
    links = [0, 0]
    for act, cause in zip(acts, causes, strict=True):
        if (
            cause is not None
            and _kind(act.code) == "away"
            and _kind(acts[cause].code) in ("asked", "toward", "against")
        ):
            links[0 if acts[cause].who == "writer" else 1] += 1

    def pair(kind: str) -> tuple[float, float]:
        both = counts["both", kind]
        return counts["writer", kind] + both, counts["partner", kind] + both

    asked, toward = pair("asked"), pair("toward")
    softly = (asked[0] + 0.3 * toward[0], asked[1] + 0.3 * toward[1])
    return Tally(softly, pair("away"), pair("against"), (links[0], links[1]), sum(counts.values()))


def _kind(code: str) -> str:
    if code == "raise":
        return "asked"
    family = family_of(code)
    return "asked" if family == "reach" else family


def ruled_pattern(counts: Tally) -> tuple[Pattern, Role | None]:
    """The pattern and the role that the counted acts speak for."""
    reach = (_pursuit(counts, 0), _pursuit(counts, 1))
    best = max(reach)
    if best >= 1.2:
        both = min(reach) >= 2 and min(reach) > 0.6 * best
        role: Role = "both" if both else "pursuer" if reach[0] >= reach[1] else "withdrawer"
        return "pursue-withdraw", role
    if min(counts.against) >= 1 and max(counts.against) >= 2:
        return "attack-attack", None
    for one, other in ((0, 1), (1, 0)):
        if counts.against[one] >= 2 and counts.away[other] >= 1:
            return "attack-withdraw", None
    if min(counts.away) >= 1 and max(counts.away) >= 2:
        return "withdraw-withdraw", None
    return ("other", None) if counts.acts >= 3 else ("none", None)


def _pursuit(counts: Tally, one: int) -> float:
    """How much this one reaches while the other goes away."""
    other = 1 - one
    reaching = counts.asked[one] + 0.4 * counts.against[one]
    return min(reaching, counts.away[other]) + 0.8 * counts.links[one] + 0.15 * counts.away[other]


def told_pattern(acts: list[Act]) -> Pattern | None:
    """Both attacking or both going away, where the acts tell it plainly of both; else null."""
    sums: Counter[tuple[str, str]] = Counter()
    for act in acts:
        for one in ("writer", "partner") if act.who == "both" else (act.who,):
            sums[one, _kind(act.code)] += act.probability  # type: ignore[assignment]
    against, away, asked = ([sums["writer", kind], sums["partner", kind]] for kind in ("against", "away", "asked"))
    if min(against) >= _PLAINLY and min(against) >= max(away):
        return "attack-attack"
    if min(away) >= _PLAINLY and max(asked) < _PLAINLY:
        return "withdraw-withdraw"
    return None


def leaning(acts: list[Act]) -> float:
    """How far the acts that are told speak for the writer as the one who reaches: above 0 reaches, below goes away.

    Going away is told more plainly than reaching, so it weighs most. Most who write are the ones who reach; that
    counts where the other one's going away is told at all.
    """
    worth = {"away": -1.0, "asked": 0.5, "toward": 0.2}
    side = {"writer": 1.0, "partner": -1.0, "both": 0.0}
    told = sum(worth.get(_kind(act.code), 0.0) * side[act.who] * act.probability for act in acts)
    left = any(act.who == "partner" and _kind(act.code) == "away" for act in acts)
    return told + (_WRITERS_REACH if left else 0.0)


def ruled_scope(folded: str, cast: Cast) -> Scope:
    """Couple, ended, or no couple, by who is spoken of and whether a parting is told as done."""
    lists = load("people")
    near = sum(m["noun"] in cast.words for m in noun_pattern().finditer(folded))
    kin = [m["noun"] for m in noun_pattern().finditer(folded) if m["noun"] in lists["other"] and m["whose"] == "my"]
    if kin and not cast.addressed and not near and not cast.partner.name:
        return "not-couple"
    done = any_of("passages", "parted", "any")
    parted = len(done.findall(folded))
    return "ended" if (cast.former and parted) or parted >= 2 else "couple"


def topics_of(folded: str, first: tuple[int, int], question: tuple[int, int] | None) -> tuple[str, ...]:
    """What the quarrel is about, most likely first; the first sentence and the question count more."""
    scores: Counter[str] = Counter()
    for topic in load("topics"):
        lines = any_of("topics", topic)
        scores[topic] = _WEIGHTY.get(topic, 1) * len(lines.findall(folded))
        for span in (first, question):
            scores[topic] += 2 * len(lines.findall(folded, *span)) if span else 0
    sure = [topic for topic, score in scores.most_common(_TOPICS) if score >= 2]
    return tuple(sure or [topic for topic, score in scores.most_common(2) if score])

"""Who is in a letter: the writer, the partner as the writer names them, and everybody else, kept apart."""

import re
from collections import Counter
from functools import cache

import msgspec

from nearer.letter.story import Person
from nearer.letter.words import Pattern, fold, load, pattern
from nearer.turns import Quote

__all__ = ["Cast", "cast_of", "named", "noun_pattern", "pronoun_of"]

_PRONOUNS = {"he": "he", "him": "he", "his": "he", "himself": "he", "she": "she", "her": "she", "hers": "she"}
_PRONOUNS |= {"herself": "she"}
_TAG = re.compile(
    r"^[,\s]{0,2}[(\[]?\s*(?:(?:\d{1,2}\s*/?\s*(f|m|female|male))|(?:(f|m|female|male)\s*/?\s*\d{1,2}))\b"
)
_TAGGED = {"f": "she", "female": "she", "m": "he", "male": "he"}


class Cast(msgspec.Struct, frozen=True):
    """Everybody in a letter. ``addressed`` tells that the partner is the "you" of the letter.

    ``words`` are the writer's nouns for the partner (folded), ``names`` the names of the partner (folded).
    """

    partner: Person
    words: frozenset[str]
    names: frozenset[str]
    addressed: bool
    former: bool
    weak: bool
    found: bool


@cache
def noun_pattern() -> Pattern:
    """Any noun for a person, with whose it is: groups ``whose`` and ``noun``."""
    lists = load("people")
    nouns = {noun for kind in ("partner", "former", "weak", "other") for noun in lists[kind]}
    inner = "|".join(re.escape(noun).replace("\\ ", " ") for noun in sorted(nouns, key=len, reverse=True))
    whose = "|".join(sorted(lists["lists"]["whose"], key=len, reverse=True))
    between = "|".join(lists["lists"]["between"])
    return pattern(rf"(?:(?P<whose>{whose}) (?:(?:{between}),? ){{0,3}})?(?P<noun>{inner})(?P<of>'s)?")


def cast_of(letter: str, *, name: str | None = None, pronoun: str | None = None) -> Cast:
    """The people of a letter; what the caller knows of the partner's name and pronoun goes before what is read."""
    folded = fold(letter)
    noun, former, weak = _partner_noun(folded)
    addressed = _addressed(folded)
    words = _partner_words(folded, noun, former=former, weak=weak)
    called = Quote(0, 0, name) if name else named(letter, words)
    known = pronoun or _told(noun) or pronoun_of(folded, words)
    first = _first(letter, folded, words) or called
    relation = noun.split("/")[0] if noun and not weak else noun
    partner = Person(relation, called.text if called else None, known, first if first and first.end else None)  # type: ignore[arg-type]
    names = frozenset({fold(called.text)} if called else ())
    together = pattern("|".join(load("people")["lists"]["together"])).search(folded) is not None and known is not None
    return Cast(partner, words, names, addressed, former, weak, bool(noun or called or addressed or together))


def _partner_noun(folded: str) -> tuple[str | None, bool, bool]:
    """The noun for the partner, whether it is one for a former partner, and whether it is a weak one."""
    lists = load("people")
    counts: dict[str, Counter[str]] = {"partner": Counter(), "former": Counter(), "weak": Counter()}
    for place, found in enumerate(noun_pattern().finditer(folded)):
        noun, whose = found["noun"], found["whose"]
        for kind, counter in counts.items():
            if noun in lists[kind] and _may_be(kind, noun, whose):
                mine = whose in ("my", "me", "mi", "our", None)
                counter[noun] += (3 if place < 2 else 2) if mine else 1
    if counts["partner"] and sum(counts["partner"].values()) * 2 >= sum(counts["former"].values()):
        return counts["partner"].most_common(1)[0][0], False, False
    if counts["former"]:
        return counts["former"].most_common(1)[0][0], True, False
    if counts["weak"] and pattern("|".join(lists["lists"]["together"])).search(folded):
        return counts["weak"].most_common(1)[0][0], False, True
    return None, False, False


def _told(noun: str | None) -> str | None:
    """The pronoun that the noun for the partner tells by itself ("husband"); null for "partner" and for "guy"."""
    lists = load("people")
    return (lists["partner"] | lists["former"]).get(noun or "") or None


def _may_be(kind: str, noun: str, whose: str | None) -> bool:
    """Whether the noun may be the writer's partner: "my ex", "a man I see", but not "her boyfriend"."""
    if kind == "weak":
        return whose in ("a", "an", "this", "the", "my", None)
    if kind == "partner" and whose in ("a", "an", "the"):
        return False
    if noun in ("so", "old man", "old lady", "lover", "ex", "exs"):
        return whose in ("my", "our", "the") if noun == "ex" else whose == "my"
    return whose not in ("his", "her", "their", "your") and not (whose or "").endswith("'s")


def _partner_words(folded: str, noun: str | None, *, former: bool, weak: bool) -> frozenset[str]:
    lists = load("people")
    if noun is None:
        return frozenset()
    if weak:
        return frozenset({noun})
    same = lists["partner"] | lists["former"] if former else lists["partner"]
    told = same.get(noun, "")
    return frozenset(word for word, says in same.items() if not says or not told or says == told)


def _addressed(folded: str) -> bool:
    """Whether the letter speaks to the partner as "you" and hardly of them as he or she."""
    bare = re.sub(r'"[^"\n]{1,300}"', " ", folded)
    you = len(pattern("you|your|yours|u|ur|you've|you're|you'd").findall(bare))
    third = len(pattern("he|him|his|she|her|hers|they|them").findall(bare))
    return you >= 6 and you > 3 * third


def _first(letter: str, folded: str, words: frozenset[str]) -> Quote | None:
    """The first place that names the partner by a noun, with the word for whose it is."""
    near = [
        found
        for found in noun_pattern().finditer(folded)
        if found["noun"] in words and found["whose"] not in ("his", "her", "their")
    ]
    plain = [found for found in near if not found["of"]]
    for found in plain or near:
        return Quote(found.start(), found.end("noun"), letter[found.start() : found.end("noun")])
    return None


def named(letter: str, words: frozenset[str]) -> Quote | None:
    """The partner's name, where the writer gives one next to a noun for the partner or in "Sam and I"."""
    nouns = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or "partner"
    name = r"(?P<name>(?-i:[A-Z][a-zà-ÿ']+(?:-[A-Z][a-z]+)?))"
    call = r"(?:let'?s|(?:we|i)'?(?:ll| will))(?: just)? call (?:him|her|them|my \w+)"
    mine = rf"\bmy (?:[\w-]+ ){{0,3}}(?:{nouns})"
    forms = (
        rf"\b{call},? \"?(?P<name>(?-i:[A-Z][\w'-]*))",
        rf"{mine},? (?:\(|(?:called|named|whose name is) )?{name}\b",
        rf"{mine}\s*[(,\[]\s*(?:\d+\w?,?\s*)?{name}[),\]]",
        rf"\b{name}(?:, (?:\(\d+\w?\),? )?| is )my (?:[\w-]+ ){{0,3}}(?:{nouns})\b",
        rf"(?<!in )(?<!from )(?<!the )(?<!to )(?<!at )\b{name} and (?:I|me)\b",
        rf"\b(?:me|I) and {name}\b",
    )
    for form in forms:
        for found in re.finditer(form, letter.replace("’", "'"), re.IGNORECASE):
            if _is_name(letter, found):
                start, end = found.span("name")
                return Quote(start, end, letter[start:end])
    return None


def _is_name(letter: str, found: re.Match[str]) -> bool:
    """Whether the word is a name and the partner's: no place, no adverb, no "my sister Amanda and I"."""
    word = fold(found["name"])
    lists = load("people")
    common = word in lists["lists"]["not_names"] or word.endswith("ly") or any(word in kind for kind in lists.values())
    lower = re.search(rf"\b{re.escape(word)}\b", letter) is not None
    return not common and not lower and not _of_other(letter, found)


def _of_other(letter: str, found: re.Match[str]) -> bool:
    """Whether the name is somebody else's: "my sister Amanda and I"."""
    before = fold(letter[max(0, found.start("name") - 30) : found.start("name")])
    nouns = [noun["noun"] for noun in noun_pattern().finditer(before)]
    return bool(nouns) and nouns[-1] in load("people")["other"] and before.rstrip(" ,").endswith(nouns[-1])


def pronoun_of(folded: str, words: frozenset[str]) -> str | None:
    """The most specific pronoun the writer uses for the partner, from nouns, tags like (26F), and pronouns."""
    lists = load("people")
    told = lists["partner"] | lists["former"] | lists["weak"]
    votes: Counter[str] = Counter()
    last: str | None = None
    spots = [(m.start(), m) for m in noun_pattern().finditer(folded)]
    spots += [(m.start(), m) for m in pattern("|".join(_PRONOUNS)).finditer(folded)]
    for _, found in sorted(spots, key=lambda spot: spot[0]):
        noun = found.groupdict().get("noun")
        if noun is None:
            said = _PRONOUNS[found[0]]
            if last in (None, "partner") or (last in ("he", "she") and last != said):
                votes[said] += 1
        elif noun in words and found["whose"] not in ("his", "her", "their"):
            last = "partner"
            votes[told.get(noun, "")] += 3
            tag = _TAG.match(folded[found.end() : found.end() + 14])
            votes[_TAGGED[tag[1] or tag[2]] if tag else ""] += 4
        elif noun in lists["other"]:
            last = lists["other"][noun] or "other"
    specific = Counter({key: count for key, count in votes.items() if key in ("he", "she")})
    if specific:
        return specific.most_common(1)[0][0]
    counts = Counter(
        _PRONOUNS[word] for word in pattern("he|him|his|she|her|hers").findall(folded) if word in _PRONOUNS
    )
    ((most, often), (_, less)) = (*counts.most_common(2), ("", 0), ("", 0))[:2]
    if often >= 3 and often > 3 * less:
        return most  # nobody else in the letter is spoken of so often
    return "they" if pattern("they|them|their").search(folded) else None

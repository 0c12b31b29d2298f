"""Stories made by hand for the tests of the answer: no reading is involved."""

from nearer.letter import Dilemma, Feeling, Move, Passage, Person, Story, TimingBind
from nearer.turns import Quote

LETTER = (
    "Dear Doc, my partner does not like to talk about feelings. I end up guessing what they think and then I get "
    "anxious or frustrated. When I bring something up, they shut down, change the subject or tell me everything is "
    "fine. The other day she came off a phone call in her office shouting. I looked in and she said it was nothing. "
    "I don't want to push her, but I can't live with this wall between us. When things are bad I can't raise it, and "
    "when things are good I don't want to poke the bear. She is kind to my mother on every visit. "
    "How do I get close without pushing her away?"
)


def quote(words: str) -> Quote:
    """The place of these words in the letter."""
    start = LETTER.index(words)
    return Quote(start, start + len(words), words)


def move(
    who: str, code: str, words: str, *, sentence: int = 0, often: bool | None = None, said: str | None = None
) -> Move:
    """A move told in these words."""
    return Move(who, code, quote(words), sentence, 0.9, often, None, quote(said) if said else None)


def sentences() -> tuple[Quote, ...]:
    """The letter's sentences."""
    parts, start = [], 0
    for piece in LETTER.replace("? ", "?|").replace(". ", ".|").split("|"):
        parts.append(Quote(start, start + len(piece), piece))
        start += len(piece) + 1
    return tuple(parts)


MOVES = (
    move("writer", "probe", "I end up guessing what they think", sentence=1, often=True),
    move("writer", "raise", "When I bring something up", sentence=2),
    move("partner", "shut", "they shut down", sentence=2, often=True),
    move("partner", "deflect", "change the subject", sentence=2, often=True),
    move("partner", "dismiss", "tell me everything is fine", sentence=2, often=True),
    move("partner", "dismiss", "she said it was nothing", sentence=4, said="it was nothing"),
    move("writer", "hold", "I don't want to poke the bear", sentence=6),
)


def story(**changes: object) -> Story:
    """The story of the letter above, with these parts changed."""
    parts: dict = {
        "letter": LETTER,
        "sentences": sentences(),
        "writer": Person(),
        "partner": Person(relation="partner", pronoun="she"),
        "moves": MOVES,
        "feelings": (
            Feeling("writer", "anxious", quote("anxious")),
            Feeling("writer", "frustrated", quote("frustrated")),
        ),
        "incidents": (Passage(quote("The other day she came off a phone call in her office shouting."), 3),),
        "needs": (Passage(quote("How do I get close without pushing her away?"), 8, "closeness"),),
        "strengths": (Passage(quote("She is kind to my mother on every visit."), 7),),
        "dilemma": Dilemma(quote("I don't want to push her"), quote("I can't live with this wall between us")),
        "timing": TimingBind(
            quote("When things are bad I can't raise it"),
            quote("when things are good I don't want to poke the bear"),
        ),
        "question": quote("How do I get close without pushing her away?"),
        "pattern": "pursue-withdraw",
        "role": "pursuer",
        "topics": ("feelings",),
    }
    return Story(**{**parts, **changes})

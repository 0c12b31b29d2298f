"""What the trained model reads in a letter: the floor it must not fall through, and any text at all.

The sentences are written for these tests; they stand in none of the labelled text.
"""

import socket

import pytest

from nearer.letter.reading import LetterReading, read_letter, read_sentences

WRITER, PARTNER = "self", "partner"
FLOOR_ELEMENTS, FLOOR_ACTS = 25, 12
ELEMENTS = [
    ("What should I do?", "ask"),
    ("How can I get through to her?", "ask"),
    ("Any advice would be very welcome.", "ask"),
    ("Should we see a counsellor?", "ask"),
    ("I feel lonely and sad these days.", "feel"),
    ("I am so hurt and angry about it.", "feel"),
    ("It makes me feel invisible.", "feel"),
    ("I'm exhausted and I cry a lot.", "feel"),
    ("I am afraid that he will leave me one day.", "fear"),
    ("I'm scared of losing her for good.", "fear"),
    ("Every time I come home late he sulks all evening.", "habit"),
    ("She always goes to bed without a word.", "habit"),
    ("Whenever I mention money he leaves the room.", "habit"),
    ("Last Sunday we were at the market and he walked off without me.", "incident"),
    ("Yesterday she threw my phone onto the sofa and slammed the door.", "incident"),
    ("Then last week he forgot my birthday dinner.", "incident"),
    ("On Friday night I asked him to stay and he drove away.", "incident"),
    ("When he was a boy his father left the family.", "history"),
    ("My last boyfriend used to shout at me for years.", "history"),
    ("He lost his job in March and money is tight.", "stress"),
    ("Her mother died in spring and she works long shifts.", "stress"),
    ("He is a kind man and a wonderful father.", "strength"),
    ("We laugh a lot together and he is my best friend.", "strength"),
    ("We broke up in June and I moved out.", "apart"),
    ("She wants a divorce.", "apart"),
    ("I found out that he cheated on me with a colleague.", "betray"),
    ("He lied to me about the messages with another woman.", "betray"),
    ("We have been married for nine years.", "fact"),
    ("I am 34 and he is 36.", "fact"),
    ("He hit me when he was drunk.", "risk"),
]
ACTS = [
    ("He just walks out and refuses to talk to me.", PARTNER, "away"),
    ("She shuts down and won't say a word.", PARTNER, "away"),
    ("He gave me the silent treatment for three days.", PARTNER, "away"),
    ("Whenever I ask, he changes the subject and walks away.", PARTNER, "away"),
    ("She yells at me and calls me useless.", PARTNER, "against"),
    ("He screamed at me and blamed me for everything.", PARTNER, "against"),
    ("She said that I am a selfish idiot.", PARTNER, "against"),
    ("He told me that he loves me and hugged me.", PARTNER, "toward"),
    ("She apologised and said she was sorry.", PARTNER, "toward"),
    ("I told him how hurt and lonely I feel.", WRITER, "toward"),
    ("I apologised to her and told her that I love her.", WRITER, "toward"),
    ("I keep my feelings to myself and say nothing.", WRITER, "away"),
    ("I bottle it all up and pretend that I am fine.", WRITER, "away"),
    ("I keep asking him again and again where he was.", WRITER, "reach"),
]


@pytest.fixture(scope="module")
def alone():
    return {text: read_sentences([text])[0] for text, *_ in [*ELEMENTS, *ACTS]}


def test_elements_are_found_more_often_than_the_floor(alone):
    right = [element in alone[text].chosen for text, element in ELEMENTS]
    assert sum(right) >= FLOOR_ELEMENTS


def test_acts_are_found_more_often_than_the_floor(alone):
    """The likelier family of the right actor, among all of both."""
    right = [max(alone[text].families, key=alone[text].families.get) == f"{who}:{family}" for text, who, family in ACTS]
    assert sum(right) >= FLOOR_ACTS


LETTER = [
    "My husband does not like to talk about what he feels.",
    "Whenever I ask him what is wrong he goes quiet and leaves the room.",
    "The more I ask, the more he shuts me out, and then I ask again.",
    "I feel anxious and alone.",
    "We have two children and we do love each other.",
    "How can I reach him?",
]


def test_a_letter_of_asking_and_silence_is_read_as_such():
    whole = read_letter(LETTER, read_sentences(LETTER))
    assert isinstance(whole, LetterReading)
    assert (whole.pattern, whole.role, whole.scope) == ("pursue-withdraw", "pursuer", "couple")
    assert sum(whole.patterns.values()) == pytest.approx(1, abs=1e-5)
    assert whole.pursuit > 0.5


def test_a_recipe_is_read_as_no_pattern():
    recipe = ["Peel the apples and cut them.", "Add the sugar and two eggs.", "Bake it for forty minutes."]
    assert read_letter(recipe, read_sentences(recipe)).pattern != "pursue-withdraw"


def test_the_same_letter_gives_the_same_reading():
    assert read_sentences(LETTER) == read_sentences(tuple(LETTER))


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        " ",
        "🙄🙄🙄❤️",
        "Она меня не слышит.",
        "彼は話してくれません。",
        "a" * 30_000,
        "\x00\x07\u202e",
        "word " * 5_000,
    ],
)
def test_any_text_gives_a_reading(sentence):
    (reading,) = read_sentences([sentence])
    assert all(0 <= value <= 1 for value in reading.elements.values())
    assert all(0 <= value <= 1 for value in reading.codes.values())
    assert len(reading.codes) == 40
    read_letter([sentence], [reading])


def test_nothing_gives_nothing():
    assert read_sentences([]) == ()
    with pytest.raises(ValueError, match="at least one"):
        read_letter([], [])


def test_reading_touches_no_network(monkeypatch):
    def refuse(*_args, **_more):
        raise AssertionError("no network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert read_sentences(["He said nothing."])

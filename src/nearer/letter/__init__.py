"""The story a letter tells: who does what, what they feel and fear, and the pattern between them."""

from nearer.letter.reader import read
from nearer.letter.story import Dilemma, Feeling, Move, Passage, Person, Story, TimingBind

__all__ = ["Dilemma", "Feeling", "Move", "Passage", "Person", "Story", "TimingBind", "read"]

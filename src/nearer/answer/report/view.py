"""One report's point of view: who is called what, which loop and which arrow come first, and where the links are."""

import random
from typing import NamedTuple

from nearer.answer.report.record import Reading
from nearer.answer.report.words import say
from nearer.cycle.record import Link, Loop

__all__ = ["View", "view_of"]

FOUND_FIRST = ("pattern found", "one arrow found", "not enough yet", "no such pattern")


class View(NamedTuple):
    """A reading with the names as shown and the loops and arrows in the order in which this page tells them."""

    reading: Reading
    shown: dict[str, str]
    loops: tuple[Loop, ...]
    back_first: bool

    def name(self, person: str) -> str:
        """What this person is called on the page."""
        return self.shown.get(person, person)

    def arrows(self, loop: Loop) -> tuple[Link, Link]:
        """The loop's two links: pressing met by closing, closing met by pressing."""
        forth = self._link(loop.pursuer, loop.withdrawer, "pursue", "withdraw")
        return forth, self._link(loop.withdrawer, loop.pursuer, "withdraw", "pursue")

    def told(self, loop: Loop) -> tuple[Link, Link]:
        """The two links in the order in which the page tells them."""
        forth, back = self.arrows(loop)
        reader = self.reading.reader
        if reader is not None:
            return (forth, back) if forth.to == reader else (back, forth)
        return (back, forth) if self.back_first else (forth, back)

    def head(self, link: Link) -> str:
        """The arrow in words: "Ana presses, Ben closes"."""
        key = "forth_head" if link.deed == "pursue" else "back_head"
        return say(f"arrow.{key}", actor=self.name(link.from_), other=self.name(link.to))

    def loop_name(self, loop: Loop) -> str:
        """The loop in words: "Ana pressing, Ben closing"."""
        return say("claim.label", pursuer=self.name(loop.pursuer), withdrawer=self.name(loop.withdrawer))

    def about(self, subject: str) -> str:
        """What a caution speaks of, in words: an arrow by its name; anything else as it is."""
        links = self.reading.cycle.links
        return next(
            (self.head(link) for link in links if subject == f"{link.from_} {link.deed} {link.to} {link.answer}"),
            subject,
        )

    def found(self) -> tuple[Loop, ...]:
        """The loops of which something was found."""
        return tuple(loop for loop in self.loops if loop.claim in ("pattern found", "one arrow found"))

    def _link(self, from_: str, to: str, deed: str, answer: str) -> Link:
        wanted = (from_, to, deed, answer)
        return next(
            link for link in self.reading.cycle.links if (link.from_, link.to, link.deed, link.answer) == wanted
        )


def view_of(reading: Reading) -> View:
    """The point of view of this reading. What was found comes first; else chance decides, by the reading's seed."""
    cycle = reading.cycle
    shown = dict(zip(cycle.people, ("A", "B"), strict=True)) if reading.redacted else {}
    coin = random.Random(cycle.seed)  # noqa: S311 - a coin for the order of two sentences, not for secrets
    loops = tuple(cycle.loops)
    if coin.random() < 0.5:
        loops = loops[::-1]
    loops = tuple(sorted(loops, key=lambda loop: FOUND_FIRST.index(loop.claim)))
    return View(reading, shown, loops, back_first=coin.random() < 0.5)

"""From a story to an answer. It needs a `Clearance`, which only safety gives."""

import re
from collections.abc import Callable

from nearer.answer.findings import Findings, find
from nearer.answer.loop import arrows, loop_slots
from nearer.answer.opener import build_opener
from nearer.answer.quotes import shorten
from nearer.answer.record import Answer, AnswerPerson, Arrow, FeelingSeen, Incident, MoveSeen, Paragraph, Steps
from nearer.answer.wording import Voice, table
from nearer.letter import Person, Story
from nearer.safety import Clearance, Hold, SafetyAnswer, soft_question

__all__ = ["FEWEST", "MOST", "compose", "compose_hold"]

FEWEST, MOST = 250, 450
"""Words in an answer about two partners."""

_PRONOUNS = {
    "she": {"they": "she", "them": "her", "their": "her", "theirs": "hers", "themself": "herself"},
    "he": {"they": "he", "them": "him", "their": "his", "theirs": "his", "themself": "himself"},
    "they": {"they": "they", "them": "them", "their": "their", "theirs": "theirs", "themself": "themself"},
}
_KIN = {
    "husband", "wife", "boyfriend", "girlfriend", "fiancé", "fiancée", "fiance", "fiancee", "partner", "spouse", "ex",
    "ex-husband", "ex-wife", "ex-boyfriend", "ex-girlfriend",
}  # fmt: skip


def compose(story: Story, clearance: Clearance) -> Answer:
    """The answer to a letter: 250 to 450 words for two partners, and what each sentence of it rests on.

    The same story always gives the same answer.
    """
    findings = find(story)
    voice = Voice(story.letter, _person_slots(story.partner), plural=story.partner.pronoun not in ("she", "he"))
    draft = _Draft(story, findings, voice, clearance)
    paragraphs = _within_budget(draft)
    return Answer(
        tier=clearance.tier,
        kind=findings.kind,
        pattern=story.pattern,
        role=story.role,
        scope=story.scope,
        partner=AnswerPerson(story.partner.name, story.partner.pronoun),
        moves=tuple(MoveSeen(move.who, move.code, move.quote.text) for move in story.moves),
        feelings=tuple(FeelingSeen(part.who, part.word, part.quote.text) for part in story.feelings),
        needs=tuple(part.quote.text for part in story.needs),
        fears=tuple(part.quote.text for part in story.fears),
        incidents=tuple(Incident(part.quote.text) for part in story.incidents),
        dilemma=(story.dilemma.one.text, story.dilemma.other.text) if story.dilemma else None,
        timing=_timing(story),
        arrows=draft.arrows,
        hypotheses=draft.hypotheses,
        own_part=draft.own_part,
        opener=draft.opener,
        steps=draft.steps,
        support=draft.support_said,
        paragraphs=paragraphs,
        text="\n\n".join(paragraph.text for paragraph in paragraphs),
    )


def compose_hold(hold: Hold, words: SafetyAnswer) -> Answer:
    """Safety's own answer in the shape of an answer: its words and nothing of the letter."""
    paragraphs = tuple(Paragraph("safety", part) for part in words.text.split("\n\n"))
    return Answer(tier=hold.tier, kind="safety", paragraphs=paragraphs, text=words.text)


def _person_slots(partner: Person) -> dict[str, str]:
    relation = (partner.relation or "partner").lower()
    called = partner.name or f"your {relation if relation in _KIN else 'partner'}"
    slots = {"partner": called, "Partner": called[0].upper() + called[1:]}
    for slot, word in _PRONOUNS[partner.pronoun or "they"].items():
        slots[slot] = word
        slots[slot.capitalize()] = word.capitalize()
    return slots


def _timing(story: Story) -> str | None:
    """The timing bind in the writer's words."""
    if story.timing is None:
        return None
    return " / ".join(quote.text for quote in (story.timing.bad, story.timing.good) if quote)


class _Draft:
    """The paragraphs of one answer before they are counted; every part is decided once."""

    def __init__(self, story: Story, findings: Findings, voice: Voice, clearance: Clearance) -> None:
        self.story, self.findings, self.voice, self.clearance = story, findings, voice, clearance
        self.letter, self.kinds, self.words = table("letter"), table("kinds"), table("words")
        self.arrows: tuple[Arrow, ...] = arrows(findings, voice)
        voice.slots.update(loop_slots(findings, voice, self.arrows))
        self.hypotheses = self._hypotheses()
        self.steps = self._steps()
        self.own_part: str | None = None
        self.support_said: str | None = None
        self.opener = None if findings.kind in ("ended", "elsewhere") else build_opener(findings, voice)
        self.brief: frozenset[str] = frozenset()

    def paragraphs(self, brief: frozenset[str] = frozenset()) -> tuple[Paragraph, ...]:
        """The paragraphs in order; the sections named ``brief`` take their shortest wording."""
        self.brief = brief
        made = []
        for plan in self.kinds[self.findings.kind]["paragraphs"]:
            for section, text in self._planned(plan):
                if text:
                    made.append(Paragraph(section, text))
        if self.clearance.tier == "1":
            place = next((i for i, part in enumerate(made) if part.section == "support"), len(made) - 1)
            made.insert(place, Paragraph("fear", soft_question()))
        return tuple(made)

    def _planned(self, plan: str) -> list[tuple[str, str | None]]:
        names = re.findall(r"<(\w+)>", plan)
        if not names:
            text = self._say(plan, self.kinds[self.findings.kind][plan])
            if plan == "own_part":
                self.own_part = text
            return [(plan, text)]
        parts: dict[str, Callable[[], str | None]] = {
            "understood": self._understood,
            "process": self._process,
            "cycle": lambda: self._say("cycle", self.letter["cycle"][self.findings.kind]),
            "own_part": self._own_part,
            "curious": self._curious,
            "privacy": self._privacy,
            "steps": self._say_steps,
            "timing": self._say_timing,
            "support": self._support,
            "limits": lambda: self._alone("limits"),
            "closing": lambda: self._alone("closing"),
            "pause": self._pause,
            "one_side": lambda: self._say("one_side", self.letter["one_side"]["any"]),
        }
        if names == ["opener"]:
            return [("lead", self._say("opener_lead", self.letter["opener_lead"]["any"])), ("opener", self.opener)]
        said = [parts[name]() for name in names]
        return [(names[-1], " ".join(text for text in said if text) or None)]

    def _say(self, key: str, variants: list[str], **more: str) -> str:
        """One variant filled in: the letter's own, or the shortest where the answer must be brief."""
        if key in self.brief:
            return min((self.voice.fill(variant, **more) for variant in variants), key=lambda text: len(text.split()))
        return self.voice.say(key, variants, **more)

    def _understood(self) -> str:
        findings, letter = self.findings, self.letter["understood"]
        feelings = " and ".join(findings.feelings)
        detail = findings.detail.text if findings.detail else ""
        pulls = self._dilemma()
        if pulls and feelings and "understood" in self.brief:
            detail = ""  # the two pulls quote the letter already
        key = "feelings_detail" if feelings and detail else "detail" if detail else "feelings" if feelings else "plain"
        sentences = [
            self._say("greeting", self.letter["greeting"]["any"]),
            self._say("understood", letter[key], feelings=feelings, detail=detail),
        ]
        need = next((part.kind for part in self.story.needs if part.kind in self.words["need"]), None)
        if pulls:
            sentences.append(pulls)
        elif need:
            wish = self._say("need-words", self.words["need"][need])
            sentences.append(self._say("need", letter["need"], need=wish))
        if findings.strength and not pulls and "understood" not in self.brief:
            sentences.append(self._say("strength", letter["strength"], strength=findings.strength.text))
        return " ".join(sentences)

    def _dilemma(self) -> str | None:
        """Both horns in the writer's words, where both are short and fit to repeat."""
        if self.story.dilemma is None:
            return None
        horns = [shorten(horn, longest=14) for horn in (self.story.dilemma.one, self.story.dilemma.other)]
        one, other = (horn.text if horn else "" for horn in horns)
        return (
            self._say("dilemma", self.letter["understood"]["dilemma"], one=one, other=other) if one and other else None
        )

    def _pause(self) -> str:
        group = {"attacker": "sharp", "attacked": "quiet", "turns": "reaching"}.get(
            self.findings.kind, self.findings.kind
        )
        return self._say("pause", self.letter["pause"].get(group, self.letter["pause"]["plain"]))

    def _process(self) -> str:
        went = self._went()
        process = self._say("went", self.letter["went"][went]) if went else ""
        topic = next((self.words["topic"][name] for name in self.story.topics if name in self.words["topic"]), None)
        untold = "" if went else "untold"
        if self.findings.incident:
            key, more = "incident", {"incident": self.findings.incident.text}
        elif topic:
            key, more = "topic", {"topic": topic[0]}
        else:
            key, more = "" if untold else "none", {}
        return self._say(
            "process", self.letter["process"]["_".join(filter(None, (untold, key)))], process=process, **more
        )

    def _went(self) -> str | None:
        """Which words tell how it went: by the partner's move for one who reached, by one's own for one who left."""
        match self.findings.kind:
            case "quiet" | "attacked":
                return "own_away"
            case "silent":
                return "silent"
            case "sharp" | "attacker":
                return self.findings.partner_code if self.findings.kind == "sharp" else self.findings.writer_code
        if self.findings.partner_code in self.letter["went"]:
            return self.findings.partner_code
        return None

    def _own_part(self) -> str:
        kind = self.kinds[self.findings.kind].get("own_part")
        self.own_part = self._say("own_part", kind or self.letter["own_part"]["any"])
        return self.own_part

    def _hypotheses(self) -> tuple[str, ...]:
        """Two or three kind guesses as questions, the most particular first, of two insides where there are two."""
        if not any("<curious>" in plan for plan in self.kinds[self.findings.kind]["paragraphs"]):
            return ()
        chosen: list[str] = []
        insides: list[str] = []
        for guess in table("curious")["guess"]:
            if set(guess["when"]) <= self.findings.tags and len(chosen) < 3 and insides.count(guess["of"]) < 2:
                chosen.append(self.voice.say(f"guess{len(chosen)}", guess["says"]))
                insides.append(guess["of"])
        return tuple(chosen)

    def _curious(self) -> str:
        if "curious" in self.brief:
            self.hypotheses = self.hypotheses[:2]
        return " ".join([self._say("curious", self.letter["curious"]["lead"]), *self.hypotheses])

    def _privacy(self) -> str:
        group = {"reaching": "reaching", "quiet": "quiet"}.get(self.findings.kind, "both")
        return self._say("privacy", self.letter["privacy"][group])

    def _steps(self) -> Steps:
        """One step for each and one shared habit, each from the first row that fits and has one."""
        found: dict[str, str] = {}
        number = None
        for row in table("steps")["row"]:
            if set(row["when"]) <= self.findings.tags:
                number = row["row"] if "writer" in row and "writer" not in found else number
                for who in ("writer", "partner", "shared"):
                    if who in row and who not in found:
                        found[who] = self.voice.say("step", row[who])
        if self.findings.kind in ("ended", "elsewhere"):
            return Steps(writer=self.voice.say("step", self.kinds[self.findings.kind]["step"]))
        return Steps(found.get("writer"), found.get("partner"), found.get("shared"), number)

    def _say_steps(self) -> str | None:
        steps = self.steps
        if steps.writer and steps.partner:
            variants = self.letter["steps"]["each"]
            return self._say("steps", variants, writer_step=steps.writer, partner_step=steps.partner)
        return self._say("steps", self.letter["steps"]["one"], writer_step=steps.writer) if steps.writer else None

    def _say_timing(self) -> str | None:
        shared = self.steps.shared
        if not shared:
            return None
        key = "bind" if self.story.timing else "any"
        return self._say("timing", self.letter["timing"][key], shared=shared, Shared=shared[0].upper() + shared[1:])

    def _support(self) -> str:
        """Support from outside that fits this letter."""
        rows = table("support")["support"]
        self.support_said = self._say(
            "support", next(row["says"] for row in rows if set(row["when"]) <= self.findings.tags)
        )
        return self.support_said

    def _alone(self, section: str) -> str:
        group = "alone" if self.findings.kind in ("ended", "elsewhere") else "any"
        return self._say(section, self.letter[section][group])


# What is made shorter first, where an answer is too long.
_BRIEF_ORDER = (
    "understood", "pause", "process", "limits", "support", "privacy", "curious", "cycle", "own_part", "timing",
    "closing", "opener_lead", "need", "steps", "one_side",
)  # fmt: skip


def _within_budget(draft: _Draft) -> tuple[Paragraph, ...]:
    """The paragraphs in at most 450 words: the fullest form that fits."""
    made: tuple[Paragraph, ...] = ()
    for count in range(len(_BRIEF_ORDER) + 1):
        made = draft.paragraphs(frozenset(_BRIEF_ORDER[:count]))
        if sum(len(part.text.split()) for part in made) <= MOST:
            return made
    return tuple(part for part in made if part.section != "closing")

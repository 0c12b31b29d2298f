"""The use case of `nearer read`: a conversation in, the cycle with its doubt out, as a page and for machines."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec
import polars as pl

from nearer import __version__
from nearer.answer.report import Reading, Report, compose_held, compose_report, compose_short, page
from nearer.answer.report.machine import CycleJson, cycle_json, empty_json, short_json
from nearer.app.given_codes import marks_of_codes
from nearer.app.output import write_whole
from nearer.app.read_steps import play_forward
from nearer.app.read_words import last_rounds
from nearer.coding.coder import code
from nearer.cycle import find_cycle
from nearer.cycle.record import Caution, Cycle
from nearer.errors import InputError
from nearer.safety import Clearance, Hold, answer, look_at_turns
from nearer.sources import Conversations, open_conversations
from nearer.sources.missing import missing_of

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Asked", "Read", "as_json", "as_page", "read", "read_turns", "write_page"]

NEWEST_HOURS = 48
"""Chats: the newest turns are not read, so that today's talk is no finding (against watching one another)."""
A_DAY = timedelta(days=1)
"""As much as clocks on earth differ."""
FEWEST_DAYS = 14
"""Chats: under two weeks there are no statistics."""
CODER_PROVEN = False
"""Whether the packaged blind coder has been checked against people as its own requirements ask (agreement with human
coders, and no more errors after one kind of the partner's turns than after another). Until then no pattern is claimed
from words that it coded; the counts are shown."""
TRANSCRIPTS = ("transcript", "subtitles", "chat", "cha", "webvtt", "srt")
"""Formats of transcripts (``chat`` is the transcript format of that name)."""
STOP = "asked to stop"
"""The kind of cue for a "stop messaging me", as safety's rules name it."""
WITHOUT_TEXT = ("conversation", "turn", "speaker", "at", "kind")


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the person asked for. ``now`` stands for the present where the newest turn should not."""

    permutations: int = 9999
    seed: int = 0
    now: datetime | None = None
    me: str | None = None
    region: str | None = None
    with_quotes: bool = False
    redacted: bool = False
    checks: bool = False
    dates: str | None = None
    timezone: str | None = None
    same: tuple[str, ...] = ()


class Read(msgspec.Struct, frozen=True):
    """What a surface shows: the report, and the record for machines."""

    report: Report
    machine: CycleJson


def read(place: "Path", asked: Asked, *, progress: Callable[[int, int], None] | None = None) -> Read:
    """The cycle in one file, or safety's own words where it holds the usual answer back.

    ``progress`` is told how many turns of how many are coded, where the file has words and no codes.

    Raises:
        InputError: the file or what was asked cannot be used; one sentence that says what to do.
    """
    _check(asked)
    found = open_conversations(place, dates=asked.dates, timezone=asked.timezone, same=asked.same)
    return read_turns(found, asked, progress=progress)


def read_turns(found: Conversations, asked: Asked, *, progress: Callable[[int, int], None] | None = None) -> Read:
    """The cycle in turns that were brought in already, as `read`.

    Raises:
        InputError: as `read`.
    """
    _check(asked)
    people = _two_people(found, asked.me)
    clearance = _look(found, asked.me)
    if isinstance(clearance, Hold):
        return _held(clearance, found, asked)
    turns, left_out = _old_enough(found, asked.now)
    days = _days(turns)
    if _is_chat(found) and days is not None and days < FEWEST_DAYS:
        return _too_short(people, turns, left_out, asked, clearance)
    marks = _marks(found, turns, progress)
    reading = _reading(found, turns, marks, asked, clearance)
    reading = msgspec.structs.replace(reading, left_out=left_out)
    return Read(compose_report(reading, clearance=clearance), cycle_json(reading, tier=clearance.tier))


def _reading(
    found: Conversations, turns: pl.DataFrame, marks: pl.DataFrame, asked: Asked, clearance: Clearance
) -> Reading:
    """The cycle in the turns, played forward where it may be, with what else the page tells."""
    people = found.report.people
    shown = {person: letter for person, letter in zip(people, "AB", strict=True) if asked.redacted}
    cycle = find_cycle(
        turns.select(WITHOUT_TEXT).with_columns(pl.col("speaker").replace(shown)),
        marks,
        seed=asked.seed,
        permutations=asked.permutations,
        checks=asked.checks,
        coder_gate=found.codes is not None or CODER_PROVEN,
    )
    cycle = _with_missing(cycle, found, asked.me)
    what_if, resting = play_forward(cycle, clearance=clearance)
    return Reading(
        cycle=cycle,
        what_if=what_if,
        resting=resting,
        reader=None if asked.me is None else shown.get(asked.me, asked.me),
        redacted=asked.redacted,
        rounds=last_rounds(turns, marks) if asked.with_quotes else (),
        doubts=tuple(doubt.says for doubt in found.report.doubts),
        version=__version__,
    )


def _with_missing(cycle: Cycle, found: Conversations, me: str | None) -> Cycle:
    """The same findings, with a caution where many of the reader's own messages seem to be missing from a chat."""
    if me is None or not _is_chat(found) or not (missing := missing_of(found.turns, me)).many:
        return cycle
    caution = Caution("own-missing", n=round(100 * missing.share))
    return msgspec.structs.replace(cycle, cautions=(caution, *cycle.cautions))


def _check(asked: Asked) -> None:
    if asked.permutations < 1:
        raise InputError("The number of permutations has to be at least 1.")
    if asked.now is not None and asked.now.replace(tzinfo=None) > datetime.now(UTC).replace(tzinfo=None) + A_DAY:
        raise InputError("The present given with --now is still to come; please give a date that has been.")
    if asked.with_quotes and asked.redacted:
        raise InputError("A redacted page carries no quotes; please choose one of --redacted and --with-quotes.")


def _two_people(found: Conversations, me: str | None) -> tuple[str, str]:
    """The two people in the file.

    Raises:
        InputError: there are not two, or the reader is neither of them.
    """
    people = found.report.people
    if len(people) != 2:
        count = {0: "nobody", 1: "one speaker only"}.get(len(people), f"{len(people)} speakers")
        raise InputError(
            f"There is {count} in this file, and a cycle is between two; please bring a talk of two people, "
            "or join two names of one person with --same."
        )
    if me is not None and me not in people:
        raise InputError("The name given with --me is neither of the two in this file; nearer turns shows the names.")
    return people[0], people[1]


def _words(turns: pl.DataFrame) -> list[tuple[str, str]]:
    spoken = turns.filter(pl.col("text").is_not_null() & pl.col("speaker").is_not_null())
    return [(str(speaker), str(text)) for speaker, text in spoken.select("speaker", "text").iter_rows()]


def _look(found: Conversations, me: str | None) -> Clearance | Hold:
    """What safety says of the turns; a "stop" of either counts where the reader, who may be the other, is not named."""
    spoken = _words(found.turns)
    verdict = look_at_turns(spoken, me=me)
    if me is not None or isinstance(verdict, Hold):
        return verdict
    stops = [spoken[cue.turn] for cue in verdict.cues if cue.kind == STOP and cue.turn is not None]
    held = look_at_turns([("the other", text) for _, text in stops], me="the reader")
    return held if isinstance(held, Hold) else verdict


def _is_chat(found: Conversations) -> bool:
    """Whether these are messages that have still to be coded: codes in a table, or a transcript, are study material."""
    return found.codes is None and found.report.format not in TRANSCRIPTS


def _old_enough(found: Conversations, now: datetime | None) -> tuple[pl.DataFrame, int]:
    """The turns that may be read, and how many of the newest 48 hours were left out (chats only)."""
    turns = found.turns
    newest = turns["at"].max()
    if not _is_chat(found) or not isinstance(newest, datetime):
        return turns, 0
    present = newest if now is None else now.replace(tzinfo=newest.tzinfo)
    kept = turns.filter(pl.col("at").is_null() | (pl.col("at") <= present - timedelta(hours=NEWEST_HOURS)))
    return kept, len(turns) - len(kept)


def _days(turns: pl.DataFrame) -> int | None:
    """From the first day to the last, both counted; None without times."""
    first, last = turns["at"].min(), turns["at"].max()
    if not isinstance(first, datetime) or not isinstance(last, datetime):
        return None if len(turns) else 0
    return (last.date() - first.date()).days + 1


def _marks(found: Conversations, turns: pl.DataFrame, progress: Callable[[int, int], None] | None) -> pl.DataFrame:
    """The marks of the turns: the codes of the table, else those of the blind coder, which never sees the partner.

    Raises:
        InputError: a code that no codebook knows, or no coder is there.
    """
    if found.codes is not None:
        return marks_of_codes(turns, found.codes)
    return code(turns, blind=True, progress=progress)


def _empty(tier: str, turns: int, days: int, asked: Asked) -> CycleJson:
    return empty_json(tier=tier, n_turns=turns, days=days, seed=asked.seed, permutations=asked.permutations)


def _held(hold: Hold, found: Conversations, asked: Asked) -> Read:
    """Safety's own page, and a record with nothing of the pattern in it."""
    machine = msgspec.structs.replace(_empty(hold.tier, len(found.turns), 0, asked), held=True, off=hold.off)
    return Read(compose_held(answer(hold, region=asked.region).paragraphs), machine)


def _too_short(people: tuple[str, str], turns: pl.DataFrame, left_out: int, asked: Asked, clearance: Clearance) -> Read:
    """A page and a record that say why a chat of a few days has no numbers."""
    shown = ("A", "B") if asked.redacted else people
    days = _days(turns) or 0
    empty = msgspec.structs.replace(_empty(clearance.tier, len(turns), days, asked), n_left_out=left_out)
    report = compose_short(shown, days=days, needed=FEWEST_DAYS, clearance=clearance)
    return Read(report, short_json(shown, empty, needed=FEWEST_DAYS))


def as_json(found: Read) -> str:
    """The record as JSON text, one line ending included."""
    return msgspec.json.format(msgspec.json.encode(found.machine), indent=2).decode() + "\n"


def as_page(found: Read) -> str:
    """The page as HTML text."""
    return page(found.report)


def write_page(found: Read, place: "Path") -> None:
    """Write the page, whole or not at all.

    Raises:
        InputError: the place cannot be written to.
    """
    write_whole(place, page(found.report))

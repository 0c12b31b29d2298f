"""The use case of `nearer evaluate turns`: the coder against labelled text it was not trained on, and against lists."""

from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
import numpy.typing as npt

from nearer.app.labelled import (
    WRITTEN,
    Turn,
    answered,
    held_out,
    labelled_turns,
    near_misses,
    other_languages,
    rows_of,
    sexes,
)
from nearer.codebook import book
from nearer.coding.coder import packaged
from nearer.coding.labels import FAMILIES, TURN_CODES
from nearer.coding.language import cautions
from nearer.coding.mark import FOREIGN_TRUST, Way
from nearer.coding.mixture import WayName, mixture
from nearer.coding.score import (
    Agreement,
    Bin,
    OddsRatio,
    agreement,
    area_under_curve,
    calibration,
    class_macro_f1,
    confusion,
    odds_ratio,
)
from nearer.coding.tone import tone

__all__ = ["SCHEMA", "Examples", "Figures", "TurnsReport", "evaluate_turns"]

SCHEMA = "nearer/evaluation-turns/1"
Truth = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.float64]
WAYS: tuple[WayName, ...] = ("context", "blind")
_CLASSES = ("pursue", "withdraw", "other")


class Figures(msgspec.Struct, frozen=True):
    """How one way of coding does on one kind of text; ``cycle`` is the mean F1 of pursue, withdraw and other."""

    turns: int
    groups: int
    codes: Agreement
    families: Agreement
    any: Agreement
    cycle: float
    by_code: dict[str, Agreement]
    by_family: dict[str, Agreement]


class Examples(msgspec.Struct, frozen=True):
    """On short lists: turns that have a code and were found, near misses on which it was falsely given."""

    positives: int
    found: int
    near_misses: int
    false: int
    missed: tuple[str, ...] = ()
    falsely: tuple[str, ...] = ()


class TurnsReport(msgspec.Struct, frozen=True, kw_only=True):
    """All figures; see docs/schema/evaluation-turns.md."""

    schema: str = SCHEMA
    by_register: dict[str, dict[str, Figures]]
    confusion: dict[str, list[list[int]]]
    confusion_codes: tuple[str, ...]
    calibration: dict[str, tuple[Bin, ...]]
    calibration_error: dict[str, float]
    equal_by_partner: dict[str, dict[str, OddsRatio]]
    by_set: dict[str, Agreement]
    by_sex: dict[str, Agreement]
    book: Examples
    near_misses: Examples | None
    warm_tough: float | None
    other_languages: dict[str, Agreement]


def evaluate_turns(data: Path, written: Path | None = None) -> TurnsReport:
    """All figures on the labelled text in a folder, and on the talk written for Nearer where its folder is given.

    That talk has rows of its own and counts for equal error, where few turns say little; nothing else mixes the two.

    Raises:
        InputError: a file is missing, or the labelled text is not that on which the stored answers were given.
    """
    turns = answered(labelled_turns(data, written))
    truth = np.array([[code in turn.codes for code in TURN_CODES] for turn in turns])
    answers = {way: held_out(turns, way) for way in WAYS}
    given = {way: np.greater_equal(answers[way], _thresholds(way)) for way in WAYS}
    labelled = np.array([not turn.register.startswith(WRITTEN) for turn in turns])
    bins = {way: calibration(truth[labelled], answers[way][labelled]) for way in WAYS}
    return TurnsReport(
        by_register={way: _by_register(turns, truth, answers[way], given[way]) for way in WAYS},
        confusion={way: confusion(truth[labelled], answers[way][labelled], _thresholds(way)).tolist() for way in WAYS},
        confusion_codes=(*TURN_CODES, "none"),
        calibration={way: bins[way][0] for way in WAYS},
        calibration_error={way: bins[way][1] for way in WAYS},
        equal_by_partner={way: _by_partner(turns, truth, answers[way], given[way]) for way in WAYS},
        by_set=_split(turns, truth, given["context"], [turn.set for turn in turns]),
        by_sex=_split(turns, truth, given["context"], sexes(turns)),
        book=_book(),
        near_misses=_near_misses(data),
        warm_tough=_warm_tough(data),
        other_languages=_other_languages(),
    )


def _thresholds(way: WayName) -> Numbers:
    return np.asarray(mixture(way).limits(), np.float64)


def _by_register(turns: Sequence[Turn], truth: Truth, answers: Numbers, given: Truth) -> dict[str, Figures]:
    found = {}
    for register in sorted({turn.register for turn in turns}):
        kept = [place for place, turn in enumerate(turns) if turn.register == register]
        found[register] = _figures([turns[place] for place in kept], truth[kept], answers[kept], given[kept])
    return found


def _figures(turns: Sequence[Turn], truth: Truth, answers: Numbers, given: Truth) -> Figures:
    groups = [turn.group for turn in turns]
    columns = {
        name: [TURN_CODES.index(code) for code in codes if code in TURN_CODES] for name, codes in FAMILIES.items()
    }
    families = {name: places for name, places in columns.items() if places}
    real = np.stack([truth[:, places].any(axis=1) for places in families.values()], axis=1)
    said = np.stack([given[:, places].any(axis=1) for places in families.values()], axis=1)
    return Figures(
        turns=len(turns),
        groups=len(set(groups)),
        codes=agreement(truth, given, groups),
        families=agreement(real, said, groups),
        any=agreement(_some(truth), _some(given), groups),
        cycle=class_macro_f1(_classes(truth, truth.astype(float)), _classes(given, answers)),
        by_code={code: agreement(truth[:, at], given[:, at], groups) for at, code in enumerate(TURN_CODES)},
        by_family={name: agreement(real[:, at], said[:, at], groups) for at, name in enumerate(families)},
    )


def _classes(given: Truth, answers: Numbers) -> list[str]:
    """Pursue, withdraw or other for each turn: the class of its likeliest code."""
    named = [book()[code].cycle for code in TURN_CODES]
    top = np.where(given, answers, -np.inf).argmax(axis=1)
    return [named[place] if some else "other" for place, some in zip(top, _some(given), strict=True)]


def _some(given: Truth) -> Truth:
    return np.asarray(given.any(axis=1), np.bool_)


def _by_partner(turns: Sequence[Turn], truth: Truth, answers: Numbers, given: Truth) -> dict[str, OddsRatio]:
    """Whether errors about withdrawal (and pursuit) depend on the class of the partner's true code just before."""
    real, said = np.array(_classes(truth, truth.astype(float))), np.array(_classes(given, answers))
    previous = np.array([turn.partner_class for turn in turns])
    groups = np.array([turn.group for turn in turns])
    known = previous != ""
    found = {}
    for wrong, after in (("withdraw", "pursue"), ("pursue", "withdraw")):
        for name, kept, event in (
            ("falsely", known & (real != wrong), said == wrong),
            ("missed", known & (real == wrong), said != wrong),
        ):
            ratio = odds_ratio(event[kept], previous[kept] == after, groups[kept].tolist())
            found[f"{wrong} {name} after {after}"] = ratio
    return found


def _split(turns: Sequence[Turn], truth: Truth, given: Truth, names: Sequence[str]) -> dict[str, Agreement]:
    found = {}
    for name in sorted(set(names) - {""}):
        kept = [place for place, own in enumerate(names) if own == name]
        found[name] = agreement(truth[kept], given[kept], [turns[place].group for place in kept])
    return found


def _asked(before: Sequence[str | None], texts: Sequence[str]) -> Numbers:
    """The packaged coder's probabilities, with context, for single turns."""
    return np.asarray(packaged(Way(careful=True)).single(list(texts), list(before)), np.float64)


def _codes(answers: Numbers) -> list[set[str]]:
    given = answers >= _thresholds("context")
    return [{TURN_CODES[column] for column in np.nonzero(row)[0]} for row in given]


def _book() -> Examples:
    """The examples of the book itself: what should fire, and the near misses."""
    wanted = [(code.id, one.before, one.says, one.also) for code in book().values() for one in code.fires]
    near = [(code.id, one.before, one.says) for code in book().values() for one in code.quiet]
    wanted = [row for row in wanted if row[0] in TURN_CODES]
    near = [row for row in near if row[0] in TURN_CODES]
    found = _codes(_asked([row[1] for row in wanted], [row[2] for row in wanted]))
    false = _codes(_asked([row[1] for row in near], [row[2] for row in near]))
    missed = [f"{row[0]}: {row[2]}" for row, got in zip(wanted, found, strict=True) if row[0] not in got]
    falsely = [f"{row[0]}: {row[2]}" for row, got in zip(near, false, strict=True) if row[0] in got]
    return Examples(len(wanted), len(wanted) - len(missed), len(near), len(falsely), tuple(missed), tuple(falsely))


def _near_misses(data: Path) -> Examples | None:
    lists = near_misses(data)
    if lists is None:
        return None
    wanted, near = lists
    found = _codes(_asked([None] * len(wanted), [text for text, _ in wanted]))
    false = _codes(_asked([None] * len(near), [text for text, _ in near]))
    hit = sum(bool(codes & got) for (_, codes), got in zip(wanted, found, strict=True))
    wrong = sum(bool(codes & got) for (_, codes), got in zip(near, false, strict=True))
    return Examples(len(wanted), hit, len(near), wrong)


def _warm_tough(data: Path) -> float | None:
    path = data / "aux" / "warm_tough.jsonl"
    if not path.is_file():
        return None
    rows = rows_of(path)
    texts = [str(row["text"]) for row in rows]
    scores = tone(texts, _asked([None] * len(texts), texts).astype(np.float32))
    return area_under_curve(scores, np.array([row["style"] == "warm" for row in rows]))


def _other_languages() -> dict[str, Agreement]:
    rows = other_languages()
    answers = _asked([row.before for row in rows], [row.text for row in rows])
    worth = [FOREIGN_TRUST if caution else 1.0 for caution in cautions([row.text for row in rows])]
    given = answers * np.array(worth)[:, None] >= _thresholds("context")
    truth = np.array([[code in row.codes for code in TURN_CODES] for row in rows])
    return _split(rows, truth, given, [row.set for row in rows])

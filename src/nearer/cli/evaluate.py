"""``nearer evaluate``: how often Nearer is right on labelled text."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nearer.app.evaluate_letters import LettersReport, Share, SourceFigures
    from nearer.app.evaluate_turns import Examples, TurnsReport
    from nearer.coding.score import Agreement

__all__ = ["letters", "turns"]


def letters(data: Path, *, form: str, models: Path | None) -> None:
    """Print how well letters are read, as Markdown tables or as JSON."""
    import msgspec

    from nearer.app.evaluate_letters import evaluate_letters

    found = evaluate_letters(data, models)
    if form == "json":
        sys.stdout.write(msgspec.json.format(msgspec.json.encode(found), indent=1).decode() + "\n")
        return
    sys.stdout.write(f"From {found.made}.\n")
    for line in _letter_tables(found):
        sys.stdout.write(f"{line}\n")


def _letter_tables(found: "LettersReport") -> list[str]:
    names = list(found.sources)
    lines = ["", f"| what | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    rows = [_letter_rows(one) for one in found.sources.values()]
    for row in zip(*rows, strict=True):
        lines.append(f"| {row[0][0].split(' (')[0]} | {' | '.join(value for _, value in row)} |")
    return lines


def _letter_rows(one: "SourceFigures") -> list[tuple[str, str]]:
    macro = f"{one.elements_macro:.3f} [{one.elements_macro_low:.3f}, {one.elements_macro_high:.3f}]"
    rows = [
        ("letters (sentences)", f"{one.letters} ({one.sentences})"),
        ("pattern is pursue-withdraw, F1", _interval(one.pursue_withdraw)),
        ("role right in those", _part(one.role)),
        ("scope right", _part(one.scope)),
        ("risk yes or unsure found", _part(one.risk_found)),
        ("risk falsely found", _part(one.risk_false)),
        ("who by family, micro-F1", _interval(one.families)),
        ("who by code, micro-F1", _interval(one.acts)),
        ("elements, macro-F1", macro),
    ]
    rows += [(f"family {name}, F1 ({figure.true})", _interval(figure)) for name, figure in one.by_family.items()]
    rows += [(f"element {name}, F1 ({figure.true})", _interval(figure)) for name, figure in one.by_element.items()]
    return rows


def _part(one: "Share") -> str:
    return f"{one.share:.3f} [{one.low:.3f}, {one.high:.3f}] ({one.right} of {one.all})"


def turns(data: Path, *, written: Path | None, report: Path | None) -> None:
    """Print the figures of the coder as Markdown tables; write all of them as JSON where asked."""
    import msgspec

    from nearer.app.evaluate_turns import evaluate_turns

    found = evaluate_turns(data, written)
    if report:
        report.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=1))
    for line in (*_by_register(found), *_by_code(found), *_calibration(found), *_equal(found), *_lists(found)):
        sys.stdout.write(f"{line}\n")


def _interval(one: "Agreement") -> str:
    return f"{one.f1:.3f} [{one.low:.3f}, {one.high:.3f}]"


def _by_register(found: "TurnsReport") -> list[str]:
    lines = ["", "| text | way | turns | groups | codes F1 | families F1 | any F1 | cycle macro-F1 |", "|---" * 8 + "|"]
    for way, registers in found.by_register.items():
        for register, one in registers.items():
            scores = f"{_interval(one.codes)} | {_interval(one.families)} | {one.any.f1:.3f} | {one.cycle:.3f}"
            lines.append(f"| {register} | {way} | {one.turns} | {one.groups} | {scores} |")
    return lines


def _by_code(found: "TurnsReport") -> list[str]:
    lines = ["", "| code | text | true | precision | recall | F1 |", "|---" * 6 + "|"]
    registers = found.by_register["context"]
    for register, figures in registers.items():
        for name, one in (*figures.by_family.items(), *figures.by_code.items()):
            if one.true:
                lines.append(
                    f"| {name} | {register} | {one.true} | {one.precision:.2f} | {one.recall:.2f} | {_interval(one)} |"
                )
    return lines


def _calibration(found: "TurnsReport") -> list[str]:
    lines = ["", "| way | probability | right | marks |", "|---" * 4 + "|"]
    for way, bins in found.calibration.items():
        lines += [f"| {way} | {one.probability:.2f} | {one.right:.2f} | {one.count} |" for one in bins]
        lines.append(f"| {way} | mean distance | {found.calibration_error[way]:.4f} | |")
    return lines


def _equal(found: "TurnsReport") -> list[str]:
    lines = ["", "| way | error | odds ratio | turns after it | other turns |", "|---" * 5 + "|"]
    for way, ratios in found.equal_by_partner.items():
        for name, one in ratios.items():
            lines.append(
                f"| {way} | {name} | {one.ratio:.2f} [{one.low:.2f}, {one.high:.2f}] | {one.first} | {one.second} |"
            )
    lines += ["", "| set or speakers | F1 |", "|---" * 2 + "|"]
    return lines + [f"| {name} | {_interval(one)} |" for name, one in {**found.by_set, **found.by_sex}.items()]


def _lists(found: "TurnsReport") -> list[str]:
    lines = ["", *_listed("the book's own examples", found.book)]
    if found.near_misses:
        lines += _listed("list of near misses", found.near_misses)
    if found.warm_tough is not None:
        lines.append(f"warm or tough, area under the curve: {found.warm_tough:.3f}")
    return lines + [f"{name}: F1 {_interval(one)}" for name, one in found.other_languages.items()]


def _listed(name: str, one: "Examples") -> list[str]:
    found, false = one.found / max(1, one.positives), one.false / max(1, one.near_misses)
    first = f"{name}: {one.found} of {one.positives} found ({found:.0%})"
    return [f"{first}, {one.false} of {one.near_misses} false ({false:.1%})"]

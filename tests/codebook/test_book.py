"""The book is whole, agrees with itself, and its pages are current; its errors say where."""

from pathlib import Path

import pytest

from nearer.codebook import ProcessCode, book, cycle_class_of, read_code
from nearer.codebook.load import read_book
from nearer.codebook.pages import pages
from nearer.errors import InputError

ROOT = Path(__file__).resolve().parents[2]
BOOK = ROOT / "src/nearer/codebook/book"
CODES = {"press", "probe", "protest", "seek", "dismiss", "shut", "deflect", "hold", "criticise", "contempt", "defend"}
CODES |= {"threat", "disclose", "ask", "validate", "repair", "warm", "invite", "pause", "raise"}
GOOD = (BOOK / "reach/press.toml").read_text(encoding="utf-8")


def test_the_twenty_codes_are_there() -> None:
    """Labels in stored data use these names; losing one would silently drop labels."""
    assert set(book()) == CODES


def test_what_feeds_the_cycle() -> None:
    """The statistics rest on this division."""
    classes = {name: cycle_class_of(name) for name in CODES}
    assert {name for name, kind in classes.items() if kind == "pursue"} == {
        "press",
        "probe",
        "protest",
        "seek",
        "criticise",
    }
    assert {name for name, kind in classes.items() if kind == "withdraw"} == {"dismiss", "shut", "deflect"}
    assert cycle_class_of("nothing of the kind") == "other"


def _examples() -> list[tuple[str, str, str | None, frozenset[str], frozenset[str]]]:
    rows = []
    for code in book().values():
        for one in code.fires:
            rows.append((code.id, one.says, one.before, frozenset({code.id, *one.also}), frozenset()))
        for near in code.quiet:
            rows.append((code.id, near.says, near.before, frozenset(near.instead), frozenset({code.id})))
    return rows


@pytest.mark.parametrize("row", _examples(), ids=lambda row: f"{row[0]}: {row[1][:40]}")
def test_each_example_agrees_with_the_book(row: tuple[str, str, str | None, frozenset[str], frozenset[str]]) -> None:
    """No turn may fire one code and be a near miss of the same code under another heading."""
    _, says, before, has, lacks = row
    assert says == says.strip()
    assert before is None or before == before.strip()
    for _, other_says, other_before, other_has, other_lacks in _examples():
        if (other_says.casefold(), other_before) == (says.casefold(), before):
            assert not has & other_lacks
            assert not lacks & other_has


def test_each_code_is_the_near_miss_of_another() -> None:
    """A code that nothing is ever mistaken for has no border."""
    instead = {name for code in book().values() for near in code.quiet for name in near.instead}
    assert instead == CODES


def test_the_pages_are_current() -> None:
    """Run python -m nearer.codebook.pages docs/codes after a change of the book."""
    folder = ROOT / "docs/codes"
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")} == pages()


def _line_of(text: str, needle: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if needle in line)


@pytest.mark.parametrize(
    ("old", "new", "line_with"),
    [
        ('family = "reach"', 'family = "reech"', "reech"),
        ('status = "trial"', 'status = "trail"', "trail"),
        ('since = "0.1"', 'sinc = "0.1"', "sinc ="),
        ('says = "Hurry up, the bus is in four minutes."', 'said = "x"', "said ="),
        ('instead = ["threat"]', 'instead = "threat"', 'instead = "threat"'),
        ('id = "press"', "id = press", "id = press"),
    ],
)
def test_an_error_points_at_its_line(old: str, new: str, line_with: str) -> None:
    """Whoever writes a code is told the file and the line."""
    broken = GOOD.replace(old, new)
    with pytest.raises(InputError) as caught:
        read_code(broken, "reach/press.toml")
    place, line, _ = str(caught.value).split(":", 2)
    assert place == "reach/press.toml"
    assert abs(int(line) - _line_of(broken, line_with)) <= (2 if "said" in line_with else 0)


def test_a_source_needs_a_year() -> None:
    """A claim without a source fails the build."""
    with pytest.raises(InputError, match="source"):
        read_code(GOOD.replace('"Christensen & Heavey 1990"', '"???"'), "source-test")


def test_the_path_and_the_names_must_agree(tmp_path: Path) -> None:
    """A copied file that kept its old id, or an example that names an unknown code, is refused."""
    for family in ("reach", "away", "against", "toward", "raise"):
        (tmp_path / family).mkdir()
    (tmp_path / "reach/plead.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(InputError, match="those of the path"):
        read_book(tmp_path)
    (tmp_path / "reach/plead.toml").rename(tmp_path / "reach/press.toml")
    with pytest.raises(InputError, match="not in the book"):
        read_book(tmp_path)


def test_the_record_reads_one_file() -> None:
    """The packaged press is what its file says."""
    assert read_code(GOOD, "reach/press.toml") == book()["press"]
    assert isinstance(book()["press"], ProcessCode)

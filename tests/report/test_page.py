"""What the page says of three couples, and what no page may ever say or load."""

import re
from html.parser import HTMLParser

import msgspec
import pytest

from nearer.answer.report import Round, compose_report, page
from nearer.answer.report.words import entry

from . import couples

FORBIDDEN = re.compile(
    r"\b(causes?|caused|makes (him|her|them)|avoidant|anxious|narciss\w*|toxic|guilty|at fault|to blame|score[sd]?|"
    r"grade[sd]?|diagnos\w*|always|never listens|red flag|you should|winner|loser|worse partner)\b",
    re.IGNORECASE,
)


def report_of(name, **options):
    reading = getattr(couples, name)()
    return compose_report(msgspec.structs.replace(reading, **options), clearance=couples.CLEAR)


def words_of(report):
    lines = [report.title, *report.lead, *report.footer]
    for section in report.sections:
        lines += [section.title, *section.paragraphs, *section.points]
        lines += [cell for table in section.tables for row in table.rows for cell in row]
        lines += [figure.caption for figure in section.figures] + [
            re.sub("<[^>]+>", " ", f.svg) for f in section.figures
        ]
    return lines


class Outline(HTMLParser):
    """Collects every tag with its attributes and checks that tags close in order."""

    def __init__(self):
        super().__init__()
        self.tags, self.open = [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "link", "img", "br"}:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def outline(html):
    parsed = Outline()
    parsed.feed(html)
    assert not parsed.open
    return parsed.tags


@pytest.mark.parametrize("name", ["strong", "none", "little"])
def test_the_page_is_whole_and_asks_nobody_for_anything(name):
    """Well-formed, no script, no address outside the page, and a policy that forbids loading."""
    html = page(report_of(name))
    tags = outline(html)
    assert not {tag for tag, _ in tags} & {"script", "img", "link", "iframe", "object", "form", "a"}
    assert not re.search(r"https?://|url\(|@import|src=", html)
    policies = [found["content"] for tag, found in tags if found.get("http-equiv") == "Content-Security-Policy"]
    assert policies == ["default-src 'none'; style-src 'unsafe-inline'"]
    assert "Reflection, not evidence; one-sided; may be wrong." in html


@pytest.mark.parametrize("name", ["strong", "none", "little"])
def test_every_drawing_tells_itself_and_stands_beside_a_table(name):
    """A screen reader gets a title and a description for each drawing; ids are used once; numbers are in tables too."""
    report = report_of(name)
    tags = outline(page(report))
    drawings = [found for tag, found in tags if tag == "svg"]
    ids = [found["id"] for _, found in tags if "id" in found]
    assert len(ids) == len(set(ids))
    for found in drawings:
        assert found["role"] == "img"
        assert set(found["aria-labelledby"].split()) <= set(ids)
    for section in report.sections:
        if section.figures:
            assert section.tables


def test_a_strong_loop_is_told_in_natural_frequencies():
    """Both arrows, 34 in 100 instead of 18, with the doubt, and three panels side by side."""
    report = report_of("strong")
    told = " ".join(words_of(report))
    assert "When Noor presses, Elias closes more often; and when Elias closes, Noor presses more often." in told
    assert "34 in 100 instead of 18" in told
    assert "likely 8 to 24 more" in told
    steps = next(section for section in report.sections if section.key == "steps")
    assert [figure.title for figure in steps.figures] == ["Noor’s step", "Elias’s step", "Both"]
    assert "If the pattern in these messages went on as it is" in steps.paragraphs[0]


def test_no_loop_and_too_little_are_told_apart():
    """The absence of a pattern is a finding; the absence of data is not; neither gets steps."""
    none, little = " ".join(words_of(report_of("none"))), " ".join(words_of(report_of("little")))
    assert "do not go together in these messages" in none
    assert "not enough here yet" not in none
    assert "not enough here yet" in little
    assert "in 100 instead of" not in little
    for told in (none, little):
        assert "nothing to play forward" in told


@pytest.mark.parametrize("name", ["strong", "none", "little"])
def test_no_score_no_label_no_culprit(name):
    """None of the words that judge a person, in any sentence of any page."""
    for line in words_of(report_of(name)):
        assert not FORBIDDEN.search(line), line


@pytest.mark.parametrize("name", ["strong", "none", "little"])
def test_sentences_are_symmetric(name):
    """Any sentence on one person's turns has its twin: swap the names and every arrow is still there."""
    report = report_of(name)
    heads = {row[0] for section in report.sections if section.key == "doubt" for row in section.tables[0].rows}
    swapped = {head.replace("Noor", "?").replace("Elias", "Noor").replace("?", "Elias") for head in heads}
    assert heads == swapped
    assert len(heads) == 4


def test_redaction_leaves_no_name_and_no_date():
    """A page for a counsellor knows A and B and month 1, and nothing else."""
    html = page(report_of("strong", redacted=True))
    assert not re.search(r"Noor|Elias|2025|March", html)
    assert "A presses, B closes" in html
    assert "Made for a talk with a counsellor" in html


def test_no_words_of_theirs_unless_asked_for():
    """Quotes come only in rounds, and rounds only when given; markup in them is harmless."""
    given = (Round("2 March 2025", (("Noor", "<b>Just tell me!</b>"), ("Elias", "It’s nothing."))),)
    assert "In your own words" not in page(report_of("strong"))
    html = page(report_of("strong", rounds=given))
    assert "&lt;b&gt;Just tell me!&lt;/b&gt;" in html
    assert "<b>" not in html


def test_the_reader_sees_their_own_arrow_first():
    """In a page for Elias the first arrow of the loop is the one that he can move."""
    for reader, first in (("Elias", "Right after Noor pressed"), ("Noor", "Right after Elias closed")):
        arrows = next(section for section in report_of("strong", reader=reader).sections if section.key == "arrows")
        assert arrows.points[0].startswith(first)


def test_chance_puts_either_arrow_first():
    """Over many seeds both orders come up; one seed always gives the same page."""
    reading = couples.strong()
    firsts = set()
    for seed in range(20):
        cycle = msgspec.structs.replace(reading.cycle, seed=seed)
        report = compose_report(msgspec.structs.replace(reading, cycle=cycle), clearance=couples.CLEAR)
        firsts.add(next(section for section in report.sections if section.key == "arrows").points[0])
    assert len(firsts) == 2
    assert page(report_of("strong")) == page(report_of("strong"))


def test_a_page_needs_a_clearance():
    """There is no report without the look for safety."""
    with pytest.raises(TypeError, match="Clearance"):
        compose_report(couples.none(), clearance=None)


def test_methods_give_formula_and_source():
    """Every method names where it comes from, and the main ones their formula."""
    methods = entry("methods", "method")
    assert all(one["source"] and one["says"] for one in methods)
    assert sum(bool(one["formula"]) for one in methods) >= 8

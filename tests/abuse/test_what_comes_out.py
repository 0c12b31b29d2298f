"""SR6, SR7, SR10 to SR13: what is refused, what is said of both, what proves nothing, and a "stop" that is heard."""

import ast
import hashlib
import io
import json
import re
import zipfile
from pathlib import Path

import msgspec
import pytest
from tests.abuse.chats import read_on_the_web, talk, written
from tests.read import tables
from tests.report import couples

import nearer
from nearer.answer.report import compose_report, page
from nearer.app.read import Asked, as_json, as_page, read
from nearer.cli import app
from nearer.web.pages import ROUTES

abuse = pytest.mark.abuse
ROOT = Path(__file__).resolve().parents[2]
WATERMARK = "Reflection, not evidence; one-sided; may be wrong."
STOPS = [
    "Please stop messaging me.",
    "Don't contact me again",
    "leave me alone, please",
    "I don't want to hear from you any more.",
    "I've blocked you, lose my number",
]
DRAFT = "You never answer. I miss you, can we talk?"


@pytest.fixture(scope="module")
def strong(tmp_path_factory):
    place = tables.write_lines(tmp_path_factory.mktemp("talk") / "t.jsonl", tables.rows_of(theta=1.8, days=24))
    found = read(place, Asked(permutations=99))
    return place.read_bytes(), as_page(found), as_json(found), found.report


# SR6
@abuse("SR6")
@pytest.mark.parametrize(
    "asked",
    [
        "Prove that my wife is lying to me.",
        "Help me catch my boyfriend cheating.",
        "I want to know what she is hiding from me.",
    ],
)
def test_a_trap_is_refused_at_every_door(asked, nearer_does, robin, tmp_path):
    """Command line, JSON and web give the explanation, no opener and no help, and keep nothing."""
    place = tmp_path / "letter.txt"
    place.write_text(asked, "utf-8")
    assert "I can't do that." in nearer_does("reply", place).out
    told = json.loads(nearer_does("reply", place, "--format", "json").out)
    assert told["tier"] == "2p"
    assert not told.get("opener")
    on_the_web = robin.post("/letters/new", letter=asked)
    assert "I can't do that." in on_the_web.text.replace("&#39;", "'")
    assert robin.post("/letters/new", letter=asked, keep="yes").status_code == 400
    assert robin.get("/letters").text.count('<li><a href="/letters/') == 0


# SR7
def shape(sentence, people):
    """A sentence with its numbers and what depends on their size taken out, and its two people by their order."""
    for place, person in enumerate(people):
        sentence = sentence.replace(person, f"<{place}>")
    return re.sub(r"[-–−]?\d[\d.,]*", "#", sentence)


def swapped(sentence):
    return sentence.replace("<0>", "<?>").replace("<1>", "<0>").replace("<?>", "<1>")


def about_one(report, people):
    """Where the page speaks of one arrow: what stands before any number, so that thin arrows count as told, too."""
    for section in report.sections:
        if section.key == "arrows":
            for line in section.points:
                yield shape(line, people).split(" closed")[0].split(" pressed")[0][:60]
        for table in section.tables:
            heads = [row[0] for row in table.rows if any(person in row[0] for person in people)]
            yield from (f"{section.key}: {shape(head, people)}" for head in heads)
            if any(person in table.caption for person in people):
                yield f"{section.key}: {shape(table.caption, people)}"
        if section.key == "months":
            for line in section.paragraphs:
                if any(person in line for person in people):
                    yield "months: " + shape(line, people).split(":")[0]


@abuse("SR7")
@pytest.mark.parametrize("name", ["strong", "none", "little"])
def test_every_claim_about_one_has_its_twin(name):
    """The claims of both loops stand on every page, with either of the two in either part."""
    report = compose_report(getattr(couples, name)(), clearance=couples.CLEAR)
    (in_short,) = [section for section in report.sections if section.key == "short"]
    claims = [line for line in in_short.paragraphs if all(person in line for person in couples.PEOPLE)]
    firsts = {min(couples.PEOPLE, key=line.index) for line in claims}
    assert firsts == set(couples.PEOPLE)
    assert len(claims) == 2


@abuse("SR7")
def test_every_arrow_is_told_with_the_other_ones_arrow(strong):
    """From a file to the page: what is told after one pressed is told after the other pressed, and so for closing."""
    *_, report = strong
    (arrows,) = [section for section in report.sections if section.key == "arrows"]
    deeds = {(who, deed) for line in arrows.points for who in tables.PEOPLE for deed in ("press", "clos")
             if re.search(rf"(?:after|of) {who}(?:’s)? {deed}|after {who} opened by {deed}", line)}  # fmt: skip
    assert len(deeds) == 4
    told = [line for line in about_one(report, tables.PEOPLE) if line.startswith(("doubt: <", "arrows: <"))]
    assert len(told) >= 8
    assert sorted(told) == sorted(map(swapped, told))


@abuse("SR7")
def test_the_record_has_both_directions_of_everything(strong):
    machine = json.loads(strong[2])
    for name in ("links", "silences"):
        ways = {(one["from"], one["to"], one["deed"], one["answer"]) for one in machine[name]}
        assert {(to, from_, deed, answer) for from_, to, deed, answer in ways} == ways
    assert {loop["pursuer"] for loop in machine["loops"]} == set(machine["people"])
    panels = machine["what_if"]
    assert panels is None or {"pursuer_alone", "withdrawer_alone", "both"} <= set(panels)


@abuse("SR7")
def test_months_are_told_of_both_arrows_of_a_loop_or_of_none():
    reading = couples.strong()
    assert "month" in page(compose_report(reading, clearance=couples.CLEAR))
    months = reading.cycle.months
    told = {(one.from_, one.to, one.deed, one.answer) for one in months.links}
    assert len(told) >= 2
    for gone in months.links:
        fewer = msgspec.structs.replace(months, links=tuple(one for one in months.links if one is not gone))
        cycle = msgspec.structs.replace(reading.cycle, months=fewer)
        report = compose_report(msgspec.structs.replace(reading, cycle=cycle), clearance=couples.CLEAR)
        (section,) = [one for one in report.sections if one.key == "months"]
        captions = {shape(table.caption, couples.PEOPLE) for table in section.tables}
        assert len(captions) % 2 == 0


# SR10
def digests(content):
    return {hashlib.new(name, content).hexdigest() for name in ("md5", "sha1", "sha256", "sha512", "blake2b")}


@abuse("SR10")
def test_no_output_carries_a_hash_of_what_was_read_or_written(strong, nearer_does, tmp_path):
    content, html, record, _ = strong
    place = tmp_path / "chat.txt"
    place.write_bytes(written(talk()))
    report, turns = tmp_path / "r.json", tmp_path / "t.csv"
    assert nearer_does("turns", place, "--report", report, "--out", turns).status == 0
    given = "".join((html, record, report.read_text("utf-8"), turns.read_text("utf-8"))).lower()
    for one in (content, place.read_bytes(), turns.read_bytes()):
        assert not [digest for digest in digests(one) if digest in given]
    assert not re.search(r"\b[0-9a-f]{32,}\b", given)
    assert not re.search(r"\b(sha-?\d+|checksum|digest|signature|signed|certif\w+|notari\w+|authentic\w*)\b", given)


@abuse("SR10")
def test_the_watermark_stands_on_every_page_and_in_every_record(strong, nearer_does, tmp_path):
    _, html, record, _ = strong
    place = tmp_path / "chat.txt"
    place.write_bytes(written(talk()))
    assert WATERMARK in html
    assert json.loads(record)["watermark"] == WATERMARK
    for form in ("text", "json", "html"):
        for more in ((), ("--redacted",), ("--me", "Jo")):
            assert WATERMARK in nearer_does("read", place, "--format", form, *more).out


@abuse("SR10")
def test_a_printed_page_has_the_watermark_on_each_sheet(strong):
    """It is no background that a printer leaves out, and it repeats."""
    _, html, _, _ = strong
    assert re.search(r"@media print.*position:\s*fixed|@page.*content", html, re.DOTALL)


@abuse("SR10")
def test_what_is_taken_along_is_marked_and_unsigned(robin):
    read_on_the_web(robin, written(talk()))
    report = robin.get("/talks")
    path = re.search(r'href="(/talks/\w{8,})"', report.text)[1]
    assert WATERMARK in robin.get(path).text
    taken = zipfile.ZipFile(io.BytesIO(robin.post("/settings/export").content))
    texts = {name: taken.read(name).decode() for name in taken.namelist()}
    pages = [text for name, text in texts.items() if name.endswith(".md")]
    assert len(pages) >= 2
    assert all(WATERMARK in text for text in [*pages, texts["items.json"]])
    for text in texts.values():
        assert not re.search(r"\b(sha-?\d+|checksum|signature|signed|certif\w+)\b", text, re.IGNORECASE)
        assert not [one for other in texts.values() for one in digests(other.encode()) if one in text]


# SR11
@abuse("SR11")
def test_nothing_here_sends_or_plans_to_send():
    """No command, option or page sends, repeats or schedules a message, or takes an address to send to."""
    import typer

    sends = re.compile(r"\b(send|sends|schedule|later|repeat|bulk|post|deliver|to-number|recipient|phone|email)\b")
    for name, command in typer.main.get_command(app).commands.items():
        options = [option for one in command.params for option in one.opts]
        assert not [each for each in (name, *options) if sends.search(each.lstrip("-").replace("_", " "))], name
    assert not [route.path for route in ROUTES if sends.search(re.sub(r"[/{}-]", " ", route.path))]


@abuse("SR11")
@pytest.mark.parametrize(
    "draft",
    [
        "If you don't answer me tonight I'll tell everyone what you did.",
        "Answer me now or I will come to your work and shout it out.",
        "If you leave me I'll kill myself and it will be your fault.",
    ],
)
def test_pressure_gets_no_better_words(draft, nearer_does, robin):
    """Nearer makes no threat softer, so that it works better."""
    notes = nearer.check(draft, rewrite=True)
    assert notes.verdict == "stop"
    assert notes.rewrite is None
    assert not [one for one in notes.findings if one.suggestion is not None]
    told = json.loads(nearer_does("check", draft, "--format", "json", "--rewrite").out)
    assert told["verdict"] == "stop"
    assert told["rewrite"] is None
    better = robin.post("/drafts/new", draft=draft, do="better").text
    assert "<blockquote" not in better
    assert 'value="use ' not in better


@abuse("SR11")
def test_a_letter_about_getting_round_a_no_gets_no_opener_at_any_door(nearer_does, robin, tmp_path):
    wish = "She blocked me so I made a new account to reach her. What can I write to her so that she reads it?"
    place = tmp_path / "letter.txt"
    place.write_text(wish, "utf-8")
    told = json.loads(nearer_does("reply", place, "--format", "json").out)
    assert told["tier"] not in {"0", "1"}
    assert not told.get("opener")
    assert "<blockquote" not in robin.post("/letters/new", letter=wish).text


# SR12
@abuse("SR12")
@pytest.mark.parametrize("stop", STOPS)
def test_after_a_stop_the_linter_says_nothing_but_to_respect_it(stop, nearer_does):
    """Python and the command line: no verdict on the words, no way to put them better, whatever was said around it."""
    for before in ([stop], ["hey", stop, "I mean it"]):
        notes = nearer.check(DRAFT, before=before, rewrite=True, to="curious")
        assert notes.verdict == "stop"
        assert "respect" in notes.safety
        assert notes.rewrite is None
        assert {one.rule for one in notes.findings} <= {"asked-to-stop"}
        assert notes.good == ()
    done = nearer_does("check", DRAFT, "--before", stop, "--format", "json", "--rewrite")
    told = json.loads(done.out)
    assert (told["verdict"], told["rewrite"]) == ("stop", None)
    assert "respect" in told["safety"]


@abuse("SR12")
@pytest.mark.parametrize("wanted", ["look", "better", "curious", "keep"])
def test_on_the_web_a_stop_in_the_thread_ends_the_help(wanted, robin):
    answer = robin.post("/drafts/new", draft=DRAFT, before=f"are you there\n{STOPS[0]}", do=wanted)
    assert "respect" in answer.text or "not kept" in answer.text
    assert 'value="use ' not in answer.text
    assert "<blockquote" not in answer.text
    assert DRAFT[:17] not in robin.get("/drafts").text


@abuse("SR12")
def test_while_typing_a_stop_is_heard_too_and_the_thread_is_kept_nowhere(robin, tmp_path):
    for path in ("/drafts/live", "/drafts/pause"):
        told = robin.post(path, draft=DRAFT, before=STOPS[1]).text
        assert "respect" in told
        assert "<mark>" not in told
    calm = robin.post("/drafts/new", draft="See you at six.", before="Bring the blue umbrella please", do="keep")
    assert calm.status_code == 303
    assert "blue umbrella" not in robin.get(calm.headers["location"]).text
    assert b"blue umb" not in b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())


@abuse("SR12")
def test_a_letter_about_a_stop_gets_no_opener(nearer_does, tmp_path):
    place = tmp_path / "letter.txt"
    place.write_text("She told me to stop messaging her, but I know that she misses me. What can I write?", "utf-8")
    told = json.loads(nearer_does("reply", place, "--format", "json").out)
    assert told["tier"] == "2p"
    assert not told.get("opener")


@abuse("SR12")
def test_a_stop_in_a_chat_ends_the_reading(nearer_does, tmp_path):
    said = talk(20)
    place = tmp_path / "chat.txt"
    place.write_bytes(written([*said[:60], (said[60][0], "Jo", STOPS[0]), *said[61:]]))
    for more in (("--me", "Mika"), ()):
        told = json.loads(nearer_does("read", place, "--format", "json", *more).out)
        assert told["held"]
        assert told["links"] == told["loops"] == []


# SR13
def abuse_cases():
    """Every test with the mark: (requirement, file, name), in all the tests of the project."""
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.FunctionDef):
                for mark in node.decorator_list:
                    if isinstance(mark, ast.Call) and ast.unparse(mark.func) in {"abuse", "pytest.mark.abuse"}:
                        yield mark.args[0].value, path.relative_to(ROOT).as_posix(), node.name


@abuse("SR13")
def test_every_requirement_has_three_abuse_cases_and_there_are_forty():
    """Functions are counted, not the many cases that some of them have."""
    found = list(abuse_cases())
    wanted = {f"SR{number}" for number in range(1, 14)}
    counts = {name: sum(one[0] == name for one in found) for name in wanted}
    assert {one[0] for one in found} == wanted
    assert {name: count for name, count in counts.items() if count < 3} == {}
    assert len({one[1:] for one in found}) >= 40


@abuse("SR13")
def test_the_threat_model_names_every_requirement_and_where_it_is_tried():
    rows = dict(re.findall(r"^\| (SR\d+) \|(.*)$", (ROOT / "docs/threat-model.md").read_text("utf-8"), re.MULTILINE))
    for requirement, path, _ in abuse_cases():
        assert path.removeprefix("tests/").split("/")[0] in rows[requirement], (requirement, path)


@abuse("SR13")
def test_a_refusal_carries_no_word_and_no_name(nearer_does, tmp_path):
    place = tmp_path / "Jolanda.txt"
    for content in (
        b"",
        b"\x00\x01\x02" * 99,
        written(talk())[:30],
        b'[{"pkg": "com.a", "title": "Jolanda"}]',
    ):
        place.write_bytes(content)
        done = nearer_does("read", place)
        assert done.status == 2
        assert not re.search(r"Jolanda|Mika|whatsapp\b", done.err)

"""The fourteen exports that other parsers stumble over, the forged header, and what each must be read as."""

from pathlib import Path

import pytest

from nearer.sources import Conversations, open_conversations


def brought(tmp_path: Path, text: str | bytes, **asked: str) -> Conversations:
    place = tmp_path / "chat.txt"
    place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return open_conversations(place, **asked)


def rows(read: Conversations) -> list[tuple[str | None, str, str, str]]:
    """Speaker, time to the second, kind and text of each turn."""
    return [
        (row["speaker"], row["at"].strftime("%Y-%m-%d %H:%M:%S"), row["kind"], row["text"])
        for row in read.turns.iter_rows(named=True)
    ]


def kinds(read: Conversations) -> set[str]:
    return {doubt.kind for doubt in read.report.doubts}


ANDROID = """\
13/01/2024, 21:04 - Messages and calls are end-to-end encrypted. Only people in this chat can read them.
13/01/2024, 21:05 - Ivo 🌱 (home): are you up?
13/01/2024, 21:06 - Mara: yes: what is it
13/01/2024, 21:09 - Ivo 🌱 (home): two things

first: the bins
second: us
14/01/2024, 08:00 - Mara: morning
"""


def test_android_lines_blank_lines_colons_and_names(tmp_path: Path) -> None:
    read = brought(tmp_path, ANDROID)
    assert rows(read)[1:] == [
        ("Ivo 🌱 (home)", "2024-01-13 21:05:00", "message", "are you up?"),
        ("Mara", "2024-01-13 21:06:00", "message", "yes: what is it"),
        ("Ivo 🌱 (home)", "2024-01-13 21:09:00", "message", "two things\n\nfirst: the bins\nsecond: us"),
        ("Mara", "2024-01-14 08:00:00", "message", "morning"),
    ]
    assert read.turns["line"].to_list() == [1, 2, 3, 4, 8]
    assert read.report.people == ("Ivo 🌱 (home)", "Mara")
    assert read.report.counts["system"] == 1


CASES = {
    "iOS, AM/PM after U+202F": (
        "[1/14/24, 8:05:09\u202fPM] Ana: a\n[1/15/24, 8:06:00\u202fAM] Ben: b\n",
        [("Ana", "2024-01-14 20:05:09", "message", "a"), ("Ben", "2024-01-15 08:06:00", "message", "b")],
    ),
    "all days up to 12, day first": (
        "01/02/2024, 10:00 - Ana: a\n02/02/2024, 10:00 - Ben: b\n03/02/2024, 10:00 - Ana: c\n",
        [("Ana", "2024-02-01 10:00:00", "message", "a"), ("Ben", "2024-02-02 10:00:00", "message", "b"),
         ("Ana", "2024-02-03 10:00:00", "message", "c")],
    ),
    "all days up to 12, month first": (
        "2/1/24, 10:00 AM - Ana: a\n2/2/24, 12:00 PM - Ben: b\n2/3/24, 12:30 AM - Ana: c\n",
        [("Ana", "2024-02-01 10:00:00", "message", "a"), ("Ben", "2024-02-02 12:00:00", "message", "b"),
         ("Ana", "2024-02-03 00:30:00", "message", "c")],
    ),
    "German": (
        "03.08.21, 22:04 - Jana: na\n03.08.21, 22:05 - Tim: ja\n",
        [("Jana", "2021-08-03 22:04:00", "message", "na"), ("Tim", "2021-08-03 22:05:00", "message", "ja")],
    ),
    "Spanish p. m. with U+00A0": (
        "20/8/23, 8:28 p.\u00a0m. - Luz: hola\n21/8/23, 8:29 a.\u00a0m. - Leo: buenas\n",
        [("Luz", "2023-08-20 20:28:00", "message", "hola"), ("Leo", "2023-08-21 08:29:00", "message", "buenas")],
    ),
    "year first, brackets, tilde": (
        "[2023/5/4, 16:17:13] ~\u202fMei: hi\n[2023/5/4, 16:18:00] Jun: yo\n",
        [("Mei", "2023-05-04 16:17:13", "message", "hi"), ("Jun", "2023-05-04 16:18:00", "message", "yo")],
    ),
    "the notice under the partner's name": (
        "[14/01/2024, 20:05:09] Ana: \u200eMessages and calls are end-to-end encrypted. No one outside can read them.\n"
        "[14/01/2024, 20:05:10] Ana: hello\n[14/01/2024, 20:06:10] Ben: hey\n",
        [(None, "2024-01-14 20:05:09", "system",
          "Messages and calls are end-to-end encrypted. No one outside can read them."),
         ("Ana", "2024-01-14 20:05:10", "message", "hello"), ("Ben", "2024-01-14 20:06:10", "message", "hey")],
    ),
    "deleted, empty and null": (
        "14/01/2024, 20:05 - Ana: This message was deleted\n14/01/2024, 20:06 - Ben: \n"
        "14/01/2024, 20:07 - Ana: null\n14/01/2024, 20:08 - Ben: You deleted this message\n",
        [("Ana", "2024-01-14 20:05:00", "deleted", "This message was deleted"),
         ("Ben", "2024-01-14 20:06:00", "message", ""), ("Ana", "2024-01-14 20:07:00", "message", "null"),
         ("Ben", "2024-01-14 20:08:00", "deleted", "You deleted this message")],
    ),
    "byte order mark and CRLF": (
        "\ufeff14/01/2024, 20:05 - Ana: a\r\nmore\r\n14/01/2024, 20:06 - Ben: b\r\n",
        [("Ana", "2024-01-14 20:05:00", "message", "a\nmore"), ("Ben", "2024-01-14 20:06:00", "message", "b")],
    ),
    "year first (Japanese)": (
        "2024/01/14, 20:05 - 花: やあ\n2024/01/14, 20:06 - 健: うん\n",
        [("花", "2024-01-14 20:05:00", "message", "やあ"), ("健", "2024-01-14 20:06:00", "message", "うん")],
    ),
    "month as a word": (
        "3 Jan 2024, 07:34 - Ana: a\n12 Jan 2024, 07:35 - Ben: b\n",
        [("Ana", "2024-01-03 07:34:00", "message", "a"), ("Ben", "2024-01-12 07:35:00", "message", "b")],
    ),
    "Arabic digits, marks and halves of the day": (
        "١٤\u200f/١\u200f/٢٠٢٤، ٨:٠٥ م - ليلى: مرحبا\n١٥\u200f/١\u200f/٢٠٢٤، ٩:٠٦ ص - سامي: اهلا\n",
        [("ليلى", "2024-01-14 20:05:00", "message", "مرحبا"), ("سامي", "2024-01-15 09:06:00", "message", "اهلا")],
    ),
    "Devanagari digits": (
        "१४/०१/२०२४, २०:०५ - आशा: नमस्ते\n१४/०१/२०२४, २०:०६ - रवि: हाँ\n",
        [("आशा", "2024-01-14 20:05:00", "message", "नमस्ते"), ("रवि", "2024-01-14 20:06:00", "message", "हाँ")],
    ),
    "Buddhist calendar": (
        "[1/27/2567 BE, 21:41:35] Nok: a\n[1/28/2567 BE, 21:41:36] Ton: b\n",
        [("Nok", "2024-01-27 21:41:35", "message", "a"), ("Ton", "2024-01-28 21:41:36", "message", "b")],
    ),
    "Persian calendar": (
        "۱۴۰۲/۱۰/۲۴،\u200f ۲۰:۰۵ - لیلا: سلام\n۱۴۰۲/۱۰/۲۴،\u200f ۲۰:۰۶ - رضا: خوبی\n",
        [("لیلا", "2024-01-14 20:05:00", "message", "سلام"), ("رضا", "2024-01-14 20:06:00", "message", "خوبی")],
    ),
    "Taiwan, half of the day first": (
        "2024/1/14 下午8:05 - 小美: 嗨\n2024/1/14 下午8:06 - 阿明: 嗯\n",
        [("小美", "2024-01-14 20:05:00", "message", "嗨"), ("阿明", "2024-01-14 20:06:00", "message", "嗯")],
    ),
    "Korean": (
        "2024년 1월 14일 오후 8:05, x\n2024. 1. 14. 오후 8:05 - 지우: 안녕\n2024. 1. 14. 오후 8:06 - 민준: 응\n",
        [("지우", "2024-01-14 20:05:00", "message", "안녕"), ("민준", "2024-01-14 20:06:00", "message", "응")],
    ),
    "Finnish": (
        "14.1.2024 klo 20.05 - Aino: moi\n15.1.2024 klo 8.06 - Eero: no moi\n",
        [("Aino", "2024-01-14 20:05:00", "message", "moi"), ("Eero", "2024-01-15 08:06:00", "message", "no moi")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_tricky_export(case: str, tmp_path: Path) -> None:
    text, wanted = CASES[case]
    assert rows(brought(tmp_path, text)) == wanted


FORGED = {
    "older, from another day": (
        "13/01/2024, 21:05 - Ana: look what you wrote:\n12/01/2024, 22:10 - Ben: I never said that\nand you know it\n"
        "13/01/2024, 21:07 - Ben: ok\n"
    ),
    "a few minutes earlier, after a colon": (
        "13/01/2024, 21:05 - Ana: you said:\n13/01/2024, 21:03 - Ben: I do not care\n13/01/2024, 21:07 - Ben: ok\n"
    ),
    "several pasted lines": (
        "13/01/2024, 21:05 - Ana: read this\n11/01/2024, 22:10 - Ben: one\n11/01/2024, 22:11 - Ana: two\n"
        "11/01/2024, 22:12 - Ben: three\n13/01/2024, 21:07 - Ben: ok\n"
    ),
    "in the other phone's form": (
        "13/01/2024, 21:05 - Ana: read this\n[13/01/2024, 21:05:30] Ben: I never loved you\n"
        "13/01/2024, 21:07 - Ben: ok\n"
    ),
    "inside quotation marks": (
        '13/01/2024, 21:05 - Ana: you wrote "\n13/01/2024, 21:05 - Ben: I do not care"\nwhy\n'
        "13/01/2024, 21:07 - Ben: ok\n"
    ),
    "without a return, after a colon": (
        "13/01/2024, 21:05 - Ben: ok\n13/01/2024, 21:05 - Ana: you said:\n13/01/2024, 20:03 - Ben: no\n"
    ),
    "far ahead of the next": (
        "13/01/2024, 21:00 - Ben: hey\n13/01/2024, 21:05 - Ana: imagine\n25/12/2024, 10:00 - Ben: I left\n"
        "13/01/2024, 21:07 - Ben: ok\n13/01/2024, 21:08 - Ana: good\n"
    ),
    "a third person's words, in time and form": (
        "13/01/2024, 21:00 - Ben: hey\n13/01/2024, 21:05 - Ana: my mum wrote:\n13/01/2024, 21:05 - Mum: leave him\n"
        "13/01/2024, 21:07 - Ben: ok\n"
    ),
    "behind a quotation sign": (
        "13/01/2024, 21:05 - Ana: this\n> 13/01/2024, 21:03 - Ben: I do not care\n13/01/2024, 21:07 - Ben: ok\n"
    ),
    "copied on the phone": (
        "13/01/2024, 21:05 - Ana: this\n[21:03, 13/01/2024] Ben: I do not care\n13/01/2024, 21:07 - Ben: ok\n"
    ),
    "a date that does not exist": (
        "13/01/2024, 21:05 - Ana: read this\n31/02/2024, 21:06 - Ben: never\n13/01/2024, 21:07 - Ben: ok\n"
    ),
}


@pytest.mark.parametrize("case", FORGED)
def test_a_forged_header_is_part_of_the_message_around_it(case: str, tmp_path: Path) -> None:
    text = FORGED[case]
    read = brought(tmp_path, text)
    said = [row for row in rows(read) if row[0] == "Ana"]
    ben = [row[3] for row in rows(read) if row[0] == "Ben"]
    assert ben in (["ok"], ["hey", "ok"])
    lines = text.split("\n")
    start = next(number for number, line in enumerate(lines) if "Ana: " in line)
    after = (number for number, line in enumerate(lines) if number > start and line.endswith("Ben: ok"))
    end = next(after, len(lines) - 1)
    assert said[0][3] == "\n".join([lines[start].split("Ana: ")[1], *lines[start + 1 : end]])
    assert kinds(read) & {"quoted-header", "other-form", "impossible-date"}
    places = [line for doubt in read.report.doubts for line in doubt.lines]
    assert start + 2 in places


def test_a_name_with_a_colon_is_one_name(tmp_path: Path) -> None:
    text = "".join(f"13/01/2024, 21:0{n} - {'Mum: home' if n % 2 else 'Ben'}: x{n}\n" for n in range(8))
    read = brought(tmp_path, text)
    assert read.report.people == ("Ben", "Mum: home")
    assert read.turns["text"].to_list() == [f"x{n}" for n in range(8)]


def test_two_digit_years_do_not_stand_first_without_evidence(tmp_path: Path) -> None:
    read = brought(tmp_path, "14/1/24, 21:05 - Ana: a\n15/1/24, 21:06 - Ben: b\n")
    assert (read.report.date_order.order, read.report.date_order.sure) == ("dmy", True)
    read = brought(tmp_path, "21/3/4, 21:05 - Ana: a\n21/3/5, 21:06 - Ben: b\n21/3/17, 21:06 - Ben: b\n")
    assert (read.report.date_order.order, read.report.date_order.sure) == ("ymd", True)


def test_a_message_a_minute_late_is_a_message(tmp_path: Path) -> None:
    text = "1/1/21, 12:00 - A: one\n1/1/21, 12:03 - B: two\n1/1/21, 12:02 - A: late\n1/1/21, 12:04 - B: three\n"
    read = brought(tmp_path, text)
    assert read.report.messages == {"A": 2, "B": 2}
    assert "out-of-order" in kinds(read)


def test_the_hour_that_comes_twice_is_no_forgery(tmp_path: Path) -> None:
    clocks = [("02:10", "Ana"), ("02:50", "Ben"), ("02:05", "Ana"), ("02:40", "Ben"), ("03:10", "Ana")]
    text = "".join(f"27/10/2024, {clock} - {who}: x\n" for clock, who in clocks)
    read = brought(tmp_path, text, timezone="Europe/Berlin")
    assert read.report.counts["message"] == 5
    assert [at.isoformat()[11:] for at in read.turns["at"]] == [
        "02:10:00+02:00", "02:50:00+02:00", "02:05:00+01:00", "02:40:00+01:00", "03:10:00+01:00",
    ]  # fmt: skip
    assert any("clock went back" in said for said in read.report.zone.evidence)

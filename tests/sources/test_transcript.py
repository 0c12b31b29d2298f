"""Transcripts in the usual ways of writing who speaks."""

from pathlib import Path

import pytest

from nearer.sources import open_conversations

WANTED = [("Ana", "we need to talk: now"), ("Ben", "fine\nnot now"), ("Ana", "ok")]
FORMS = {
    "plain": "Ana: we need to talk: now\nBen: fine\nnot now\nAna: ok\n",
    "bold": "# Talk\n\n**Ana:** we need to talk: now\n\n**Ben:** fine\nnot now\n\n**Ana:** ok\n",
    "time first": "[00:01:02] Ana: we need to talk: now\n[00:01:05] Ben: fine\nnot now\n[00:01:09] Ana: ok\n",
    "time after": "Ana  0:01\nwe need to talk: now\n\nBen  0:05\nfine\nnot now\n\nAna  1:02:09\nok\n",
    "wide colon": "Ana：we need to talk: now\nBen：fine\nnot now\nAna：ok\n",
    "with a rule": "Session 3\n-----\nAna: we need to talk: now\nBen: fine\nnot now\nAna: ok\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_transcript(form: str, tmp_path: Path) -> None:
    (tmp_path / "a").write_text(FORMS[form], "utf-8")
    read = open_conversations(tmp_path / "a")
    assert list(zip(read.turns["speaker"], read.turns["text"], strict=True)) == WANTED
    assert read.report.covered + sum(skip.count for skip in read.report.skipped.values()) == read.report.total

"""The language server: places in UTF-16, the better way as a quick fix."""

import pytest

import nearer
from nearer.cli.lsp import DEBOUNCE_SECONDS, diagnostics_of, server


def test_places_are_lines_and_utf16_columns():
    text = "Hi 😀\n😀 You never listen to me."
    found = diagnostics_of(text, nearer.check(text))
    assert [one["code"] for one in found] == ["always-never"]
    (line, column), (last, end) = found[0]["range"]
    units = text.split("\n")[1].encode("utf-16-le")
    assert (line, last) == (1, 1)
    assert units[2 * column : 2 * end].decode("utf-16-le").endswith("You never listen to me.")


def test_the_server_has_its_features_and_waits_while_one_types():
    pytest.importorskip("pygls")
    made = server()
    features = made.protocol.fm.features
    assert {"textDocument/didOpen", "textDocument/didChange", "textDocument/codeAction"} <= set(features)
    assert pytest.approx(0.2) == DEBOUNCE_SECONDS

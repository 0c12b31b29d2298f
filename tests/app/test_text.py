"""Whatever somebody brings becomes text or one sentence that says why not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nearer.app.text import MOST, read_text, text_of
from nearer.errors import InputError


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04\x00\x00", "binary"),
        (b"fine\nnot \xff fine", "line 2, byte 10"),
        (b"\xff\xfea", "UTF-16"),
        (b"a" * (MOST + 1), "longer than 200,000"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(tmp_path, content, says):
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    with pytest.raises(InputError, match=says) as caught:
        read_text(str(path))
    assert "\n" not in str(caught.value)
    assert str(tmp_path) not in str(caught.value)


def test_missing_and_folder(tmp_path):
    with pytest.raises(InputError, match="no file"):
        read_text(str(tmp_path / "none.txt"))
    with pytest.raises(InputError, match="folder"):
        read_text(str(tmp_path))
    with pytest.raises(InputError):
        read_text("a\0b")


def test_encodings_and_line_ends(tmp_path):
    path = tmp_path / "letter.txt"
    for content in ("Grüße\r\nx".encode("utf-16"), "Grüße\rx".encode(), "\ufeffGrüße\nx".encode()):
        path.write_bytes(content)
        assert read_text(str(path)) == "Grüße\nx"


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=60))
def test_any_bytes_give_text_or_an_input_error(content):
    said = ""
    try:
        said = text_of(content, "the file").strip()
    except InputError as trouble:
        said = str(trouble)
    assert said

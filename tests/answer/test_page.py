"""The answer as a page, as Markdown and as lines: self-contained, safe, and drawn for both alike."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

from stories import LETTER, story

from nearer.answer import compose, draw_lines, to_html, to_lines, to_markdown
from nearer.answer.picture import draw_svg
from nearer.letter import Person
from nearer.safety import look

CLEAR = look(LETTER)
ANSWER = compose(story(), CLEAR)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open, self.seen = [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "path", "br", "link", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag not in ("path",):
            assert self.open.pop() == tag


def test_the_page_is_whole_asks_for_nothing_and_runs_nothing():
    page = to_html(ANSWER)
    reader = _Tags()
    reader.feed(page)
    assert reader.open == []
    tags = {tag for tag, _ in reader.seen}
    assert not tags & {"script", "link", "img", "iframe"}
    assert not any(
        name in {"src", "href", "action"} or name.startswith("on") for _, attrs in reader.seen for name in attrs
    )
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)


def test_markup_in_a_name_stays_writing():
    page = to_html(compose(story(partner=Person("wife", "<b onclick=x>Sam</b>", "she")), CLEAR))
    assert "<b onclick" not in page
    assert "&lt;b onclick" in page


def test_the_picture_is_well_formed_and_told_to_a_screen_reader():
    root = ElementTree.fromstring(draw_svg(ANSWER).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    told = "".join(root.find("{http://www.w3.org/2000/svg}desc").itertext())
    for arrow in ANSWER.arrows:
        assert arrow.does in told
        assert arrow.fear in told


def test_letters_without_a_loop_have_no_picture():
    ended = compose(story(scope="ended"), CLEAR)
    assert draw_svg(ended) == ""
    assert draw_lines(ended) == []


def test_lines_keep_their_width_and_hold_the_opener():
    lines = to_lines(ANSWER, width=72).splitlines()
    assert max(map(len, lines)) <= 72
    assert " ".join(to_lines(ANSWER).split()).count(" ".join(ANSWER.opener.split())) == 1


def test_markdown_sets_the_opener_as_a_quotation():
    assert f"> {ANSWER.opener}" in to_markdown(ANSWER)

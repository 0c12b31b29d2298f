"""When something is in the way: one clear sentence, and what was typed given back."""

import re
from collections.abc import Mapping

from starlette.responses import HTMLResponse, Response

from nearer.errors import Locked, NearerError, StoreError
from nearer.web.call import Call
from nearer.web.wording import words

__all__ = ["fault", "foreign", "known", "locked", "next_path", "not_here", "not_now", "told", "too_much", "unreadable"]

_SECRET = re.compile(r"passphrase|code|form_key")
_SHORTEST = 20
"""Texts shorter than this are not given back: they are choices and names."""


def known(call: Call, trouble: NearerError) -> Response:
    """A page for trouble that has its own sentence; a space that was locked in the meantime leads to the door."""
    if isinstance(trouble, Locked):
        return locked(call)
    return told(call, str(trouble), status=503 if isinstance(trouble, StoreError) else 400)


def told(call: Call, sentence: str, *, status: int = 400) -> Response:
    """A page, or a line in one, that says what is in the way."""
    if call.live:
        return HTMLResponse(call.text("trouble-line", wording="trouble", sentence=sentence), status_code=200)
    return call.page(
        "trouble", status=status, sentence=sentence, given=_given(call.form.fields), heading=words("trouble")["heading"]
    )


def locked(call: Call) -> Response:
    """To the door, where a space has to be opened first; a posted text is shown once more, so that it is not lost."""
    given = _given(call.form.fields)
    if call.live:
        return HTMLResponse(
            call.text("trouble-line", wording="trouble", sentence=words("trouble")["locked"]), status_code=200
        )
    if given:
        return call.page(
            "trouble",
            status=403,
            sentence=words("trouble")["locked_with_text"],
            given=given,
            heading=words("trouble")["locked_heading"],
        )
    wanted = next_path(call.path)
    return call.go("/sign-in" if wanted == "/home" else f"/sign-in?next={wanted}")


def next_path(path: str) -> str:
    """The path of one of our own pages to go on to, and home for anything else."""
    plain = re.fullmatch(r"/[a-z0-9]+(?:[/-][a-z0-9]+)*", path)
    return path if plain and len(path) < 120 else "/home"


def foreign(call: Call) -> Response:
    """A form that did not come from a page of this visit."""
    return told(call, words("trouble")["foreign"], status=403)


def too_much(call: Call) -> Response:
    """A form that is larger than the page takes."""
    return told(call, words("trouble")["too_much"], status=413)


def unreadable(call: Call) -> Response:
    """A form that cannot be read."""
    return told(call, words("trouble")["unreadable"])


def not_now(call: Call) -> Response:
    """Too many tries at a passphrase."""
    return told(call, words("trouble")["tries"], status=429)


def not_here(call: Call) -> Response:
    """There is no such page, or it is not this person's: the same answer for both."""
    return call.page(
        "trouble", status=404, sentence=words("trouble")["not_here"], given={}, heading=words("trouble")["heading"]
    )


def fault(call: Call) -> Response:
    """Something that nobody foresaw."""
    return told(call, words("trouble")["fault"], status=500)


def _given(fields: Mapping[str, str]) -> dict[str, str]:
    """The texts in a form that a person would not like to lose."""
    return {name: text for name, text in fields.items() if len(text.strip()) >= _SHORTEST and not _SECRET.search(name)}

"""Inviting somebody, and being invited. The page of an invitation looks the same every time it is opened."""

from datetime import UTC, datetime

from starlette.responses import Response

from nearer.app.table.choices import choices
from nearer.app.table.invite import accept, invite, is_invited, out, pass_on, read, withdraw, write
from nearer.app.table.own import me, rename
from nearer.errors import NearerError
from nearer.web.call import Call, Route
from nearer.web.pages.held import held, region_of, unless_resting
from nearer.web.wording import words

__all__ = ["ROUTES"]


def invite_page(call: Call) -> Response:
    """The invitation that is out, or a form for a new one."""
    now = call.house.rooms.clock()
    one = out(call.house.rooms.store, call.space, now)
    if one is None or (call.query.get("new") and now >= one.again_at):
        return _form(call)
    day = datetime.fromtimestamp(one.again_at / 1000, UTC).astimezone()
    code = one.code.lower()
    return call.page(
        "table-invite-out",
        wording="table-invite",
        out=one,
        may_write=now >= one.again_at,
        stands=one.seen not in ("withdrawn", "over", "table"),
        day=f"{day.day}.{day.month}.",
        link=f"{call.address}/invitation/{code}",
        way=choices("invitation.way")["says"],
    )


def _form(call: Call, *, trouble: str | None = None) -> Response:
    return call.page(
        "table-invite",
        status=400 if trouble else 200,
        kinds=choices("invitation.names"),
        name=call.form.line("name") or me(call.space).name,
        kind=call.form.line("kind") or "plain",
        line=call.form.text("line"),
        written=None,
        trouble=trouble,
    )


def invite_it(call: Call) -> Response:
    """Show the whole message first, with a note where a line may press; then make the invitation."""
    do = call.form.line("do")
    if do == "back":
        withdraw(call.house.rooms.store, call.space)
        return call.go("/table/invite")
    try:
        rename(call.space, call.form.line("name"))
        written = write(call.space, call.form.line("kind"), call.form.text("line"), region=region_of(call))
        if written.held is not None:
            return held(call, written.held)
        if do == "send":
            invite(call.house.rooms.store, call.space, written.words, call.house.rooms.clock())
            return call.go("/table/invite")
    except NearerError as known:
        return _form(call, trouble=str(known))
    return call.page(
        "table-invite",
        kinds=choices("invitation.names"),
        name=call.form.line("name"),
        kind=call.form.line("kind"),
        line=call.form.text("line"),
        written=written,
    )


def code_form(call: Call) -> Response:
    """Where a code is typed."""
    return call.page("table-code", wording="table-invited")


def code_given(call: Call) -> Response:
    """To the page of the invitation."""
    code = "".join(sign for sign in call.form.line("code").lower() if sign.isascii() and sign.isalnum())[:40]
    return call.go(f"/invitation/{code or 'none'}")


def invitation(call: Call) -> Response:
    """What the invitation says, and the three answers. It does not depend on what was answered before."""
    return _invitation(call)


def _invitation(call: Call, *, trouble: str | None = None) -> Response:
    code = call.parts["code"]
    try:
        said = read(call.house.rooms.store, code)
    except NearerError as known:
        return call.page("table-code", wording="table-invited", status=404, trouble=str(known))
    sentences = choices("invitation.words")
    return call.page(
        "table-invited",
        said=said,
        code=code,
        replies=choices("invitation.replies"),
        sentences=sentences,
        name=me(call.space).name if call.session else "",
        trouble=trouble,
    )


def reply(call: Call) -> Response:
    """Take an answer. Of "not now" and "no" nothing is kept; a sentence goes on only where one was chosen."""
    store, code, answer = call.house.rooms.store, call.parts["code"], is_invited(call.form.line("reply"))
    if answer is None or (answer == "accept" and call.session is None):
        return _invitation(call, trouble=words("table-invited")["own_first"] if answer else None)
    try:
        read(store, code)
        if answer == "accept":
            rename(call.space, call.form.line("name"))
            accept(store, code, call.space)
        pass_on(store, code, answer, call.form.line("word"))
    except NearerError as known:
        return _invitation(call, trouble=str(known))
    word = choices("invitation.words").get(call.form.line("word"))
    return call.page("table-replied", wording="table-invited", reply=answer, word=word)


ROUTES = (
    Route(path="/table/invite", access="signed-in", get=unless_resting(invite_page), post=unless_resting(invite_it)),
    Route(path="/invitation", access="open", get=code_form, post=code_given),
    Route(path="/invitation/{code}", access="open", get=invitation, post=reply),
)

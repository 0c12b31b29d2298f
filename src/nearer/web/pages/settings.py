"""How to be spoken to, the passphrase, the way back in, one's own words taken along, and forgetting."""

from starlette.responses import Response

from nearer.app.export import as_zip, exported
from nearer.app.preferences import PRONOUNS, known_regions, preferences, set_preferences
from nearer.errors import NearerError
from nearer.web.call import Call, Route
from nearer.web.pages.trouble import not_now
from nearer.web.sessions import new_token
from nearer.web.wording import words

__all__ = ["ROUTES"]


def settings(call: Call) -> Response:
    """All settings."""
    return _settings(call)


def _settings(call: Call, *, said: str = "", trouble: str | None = None) -> Response:
    return call.page(
        "settings",
        chosen=preferences(call.space),
        regions=known_regions(),
        pronouns=PRONOUNS,
        said=said,
        trouble=trouble,
        status=400 if trouble else 200,
    )


def choose(call: Call) -> Response:
    """Keep how to be spoken to."""
    form = call.form
    try:
        set_preferences(
            call.space, region=form.line("region"), partner=form.line("partner"), pronoun=form.line("pronoun")
        )
    except NearerError as trouble:
        return _settings(call, trouble=str(trouble))
    return _settings(call, said=words("settings")["kept"])


def passphrase(call: Call) -> Response:
    """Change the passphrase; the space's own key stays, sealed anew."""
    if not call.house.tries.may():
        return not_now(call)
    fields = call.form.fields
    if fields.get("new", "") != fields.get("new_again", ""):
        return _settings(call, trouble=words("begin")["not_the_same"])
    try:
        call.space.change_passphrase(fields.get("old", ""), fields.get("new", ""))
    except NearerError as trouble:
        return _settings(call, trouble=str(trouble))
    return _settings(call, said=words("settings")["passphrase_changed"])


def kit(call: Call) -> Response:
    """A new recovery code; the old one is worth nothing then."""
    if not call.house.tries.may():
        return not_now(call)
    try:
        made = call.space.new_recovery_kit(call.form.fields.get("passphrase", ""))
    except NearerError as trouble:
        return _settings(call, trouble=str(trouble))
    return call.page("kit", kit=made.code, name=call.space.name, first=False, next="/home")


def export(call: Call) -> Response:
    """Everything in one's own space, as a file to keep: readable, so no longer sealed."""
    headers = {"Content-Disposition": 'attachment; filename="notes.zip"'}
    return Response(as_zip(exported(call.space)), media_type="application/zip", headers=headers)


def forget_form(call: Call) -> Response:
    """What forgetting means, and the passphrase once more."""
    return call.page("forget")


def forget(call: Call) -> Response:
    """Make everything unreadable for good."""
    if not call.house.tries.may():
        return not_now(call)
    if not call.form.has("sure"):
        return call.page("forget", status=400, trouble=words("forget")["not_sure"])
    try:
        call.house.spaces.forget(call.space, call.form.fields.get("passphrase", ""))
    except NearerError as trouble:
        return call.page("forget", status=400, trouble=str(trouble))
    call.house.sessions.end(call.token)
    call.session, call.token = None, new_token()
    return call.page("forgotten", wording="forget")


ROUTES = (
    Route(path="/settings", access="signed-in", get=settings, post=choose),
    Route(path="/settings/passphrase", access="signed-in", post=passphrase, work="heavy"),
    Route(path="/settings/kit", access="signed-in", post=kit, work="heavy"),
    Route(path="/settings/export", access="signed-in", post=export),
    Route(path="/settings/forget", access="signed-in", get=forget_form, post=forget, work="heavy"),
)

"""What one lays ready for the table, alone in one's own space."""

from typing import cast

from starlette.responses import Response

from nearer.app.space_items import CHECK_IN, CheckInKept
from nearer.app.table.choices import NUMBER_ITEMS, WORD_ITEMS, choices
from nearer.app.table.kept import NAMING, NOTICE, Sort
from nearer.app.table.own import lay_words, mark_week, mine, name_pattern, notice, take_back, take_words, week_of
from nearer.errors import InputError
from nearer.web.call import Call, Route
from nearer.web.pages.held import held, region_of, unless_resting

__all__ = ["ROUTES"]

SORTS = ("topic", "step", "rule")


def lay(call: Call) -> Response:
    """One's own words: the pattern, topics, steps, rules."""
    return _lay(call)


def _lay(call: Call, *, trouble: str | None = None) -> Response:
    kept = mine(call.space, call.house.rooms.clock())
    lines = {sort: [(item, one.line.text) for item, one in kept.words if one.sort == sort] for sort in SORTS}
    name, own = (kept.naming.name.text, kept.naming.mine.text) if kept.naming else ("", "")
    given = {"name": call.form.line("name") or name, "own": call.form.line("own") or own} if trouble else {}
    typed = {sort: call.form.line("line") if trouble and call.form.line("sort") == sort else "" for sort in SORTS}
    shown = {"name": name, "own": own, **given}
    status = 400 if trouble else 200
    return call.page(
        "table-lay", status=status, lines=lines, typed=typed, named=bool(kept.naming), trouble=trouble, **shown
    )


def lay_down(call: Call) -> Response:
    """Keep, change or take away one thing."""
    form, region = call.form, region_of(call)
    said = None
    try:
        match form.line("do"):
            case "name":
                said = name_pattern(call.space, form.line("name"), form.line("own"), region=region)
            case "unname":
                take_back(call.space, NAMING)
            case "add" if form.line("sort") in SORTS:
                said = lay_words(call.space, cast(Sort, form.line("sort")), form.line("line"), region=region)
            case "away":
                take_words(call.space, form.line("item"))
    except InputError as known:
        return _lay(call, trouble=str(known))
    return held(call, said) if said else call.go("/table/lay")


def week(call: Call) -> Response:
    """What one would share of this week."""
    return _week(call)


def _week(call: Call, *, trouble: str | None = None) -> Response:
    now = call.house.rooms.clock()
    offer, scale = mine(call.space, now).offer, choices("table.scale")
    said = _checked_in(call, week_of(now))
    names = choices("table.items")
    numbers = [(item, names[item], offer.numbers.get(item) if offer else None, said.get(item)) for item in NUMBER_ITEMS]
    lines = [(item, names[item], _line(call, offer, item)) for item in WORD_ITEMS]
    marked = offer is not None and bool(offer.numbers or offer.words)
    return call.page(
        "table-my-week",
        status=400 if trouble else 200,
        numbers=numbers,
        lines=lines,
        scale=scale,
        marked=marked,
        trouble=trouble,
    )


def _line(call: Call, offer: object, item: str) -> str:
    kept = getattr(offer, "words", {}).get(item)
    return call.form.line(item) or (kept.text if kept else "")


def _checked_in(call: Call, wanted: str) -> dict[str, str]:
    """What this week's check-in said, in the words of the scale; nothing where there was none."""
    scale = choices("table.scale")
    for item in call.space.list(CHECK_IN, CheckInKept):
        year, number, _ = item.value.on.isocalendar()
        if f"{year}-W{number:02d}" == wanted:
            return {name: scale[str(value)] for name, value in item.value.answers.items() if str(value) in scale}
    return {}


def mark(call: Call) -> Response:
    """Mark, or take all marks away."""
    numbers: dict[str, int] = {}
    lines: dict[str, str] = {}
    if call.form.line("do") != "clear":
        scale = choices("table.scale")
        numbers = {item: int(call.form.line(item)) for item in NUMBER_ITEMS if call.form.line(item) in scale}
        lines = {item: call.form.line(item) for item in WORD_ITEMS}
    try:
        said = mark_week(call.space, call.house.rooms.clock(), numbers, lines, region=region_of(call))
    except InputError as known:
        return _week(call, trouble=str(known))
    return held(call, said) if said else call.go("/table/my-week")


def notice_form(call: Call) -> Response:
    """A quiet word about a step of the other."""
    return _notice(call)


def _notice(call: Call, *, trouble: str | None = None) -> Response:
    kept = mine(call.space, call.house.rooms.clock()).notice
    own = kept.words.text if kept and kept.words else ""
    status = 400 if trouble else 200
    return call.page("table-notice", status=status, there=kept is not None, own=own, trouble=trouble)


def notice_it(call: Call) -> Response:
    """Keep the word, or take it back."""
    if call.form.line("do") == "back":
        take_back(call.space, NOTICE)
        return call.go("/table/notice")
    try:
        said = notice(call.space, call.form.line("words"), region=region_of(call))
    except InputError as known:
        return _notice(call, trouble=str(known))
    return held(call, said) if said else call.go("/table/notice")


ROUTES = (
    Route(path="/table/lay", access="signed-in", get=unless_resting(lay), post=unless_resting(lay_down)),
    Route(path="/table/my-week", access="signed-in", get=unless_resting(week), post=unless_resting(mark)),
    Route(path="/table/notice", access="signed-in", get=unless_resting(notice_form), post=unless_resting(notice_it)),
)

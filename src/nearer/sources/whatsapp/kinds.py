"""What WhatsApp itself wrote into an export (placeholders, notices, calls), told apart from what people wrote."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from itertools import product
from typing import NamedTuple

import polars as pl

__all__ = ["classify", "is_event"]

_MARKS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
_ANY_MARK = re.compile(f"[{_MARKS}]")
_FILE = re.compile(
    r"^\S.{0,200}\.\w{2,5} \((?:%s)\)|^<(?:[^<>:]{2,24}): [^<>]{3,200}>$"
    r"|^!\[[^\]]*\]\([^)]+\)$|\b(?:IMG|VID|PTT|AUD|STK|DOC)-\d{8}-WA\d{4}\.\w+"
)
_ANGLE = re.compile(r"^<[^<>\d@/]{3,60}>$")
_PHONE = re.compile(r"^\+?[\d\s().\-]{6,20}$")
_LONGEST = 400
_CALL_REST = re.compile(r"^[\s,.:·•<(\-]*(?:$|(?=.{0,40}$).*\d.*|tap to call back|no answer|keine antwort)")
_SHORT_WORDS = 6


class _Words(NamedTuple):
    media: frozenset[str]
    deleted: frozenset[str]
    deleted_by: re.Pattern[str]
    calls: dict[str, bool]
    notices: re.Pattern[str]
    about: re.Pattern[str]
    events: re.Pattern[str]
    edited: tuple[str, ...]
    file: re.Pattern[str]
    place: re.Pattern[str]
    hints: list[str]


def _template(text: str) -> str:
    return re.escape(text).replace(r"\{\}", ".{1,80}?")


@cache
def _words() -> _Words:
    text = files("nearer.sources").joinpath("words/whatsapp.toml").read_text("utf-8")
    languages = list(tomllib.loads(text).values())

    def each(key: str) -> list[str]:
        return [item for language in languages for item in language.get(key, [])]

    pairs = (
        joined
        for language in languages
        for thing, gone in product(language["things"], language["gone"])
        for joined in (f"{thing} {gone}", f"{thing}{gone}", f"{gone} {thing}", f"{gone}{thing}")
    )
    notices = each("notices")
    plain = [notice for notice in notices if not notice.startswith("{}")]
    about = [notice.removeprefix("{}") for notice in notices if notice.startswith("{}")]
    calls = each("calls")
    attached = "|".join(re.escape(word) for word in each("attached"))
    return _Words(
        media=frozenset((*pairs, *each("media"))),
        deleted=frozenset(each("deleted")),
        deleted_by=re.compile("|".join(f"(?:{_template(item)}$)" for item in each("deleted") if "{}" in item)),
        calls={call: any(_is_part(call, other) for other in calls) for call in calls},
        notices=re.compile("|".join(_template(item) for item in plain)),
        about=re.compile("^(.{1,80}?)(?:" + "|".join(_template(item) for item in about) + ")"),
        events=re.compile("|".join(_template(item) for item in each("events") + notices)),
        edited=tuple(each("edited")),
        file=re.compile(_FILE.pattern % attached, re.IGNORECASE),
        place=re.compile("^(?:" + "|".join(map(re.escape, each("location"))) + r")\s?: https?://", re.IGNORECASE),
        hints=_hints(notices, calls, attached.split("|")),
    )


def _is_part(call: str, other: str) -> bool:
    """Whether another call's words are these and more ("missed voice call"), so that these alone may be a person's."""
    if call == other:
        return False
    return (
        other.startswith(call)
        or other.endswith(f" {call}")
        or (" " not in other and not other.isascii() and call in other)
    )


def _hints(notices: list[str], calls: list[str], attached: list[str]) -> list[str]:
    """Literal pieces, one of which stands in every text that is a notice, a call or a file."""
    pieces = [max(notice.split("{}"), key=len).strip() for notice in notices]
    return sorted({*pieces, *calls, *(f"({word})" for word in attached), "-wa0", "](", "://maps", "google.com/maps"})


def _bare(text: str) -> str:
    """The text as the lists have it: no marks, lower case, plain spaces, no full stop at the end."""
    clean = _ANY_MARK.sub("", text).replace("\u00a0", " ").replace("\u202f", " ")
    return clean.strip().lower().removesuffix(".").strip()


def is_event(rest: str) -> bool:
    """Whether a line without a person is one that WhatsApp writes about the chat (somebody joined, a name changed)."""
    return _words().events.match(_bare(rest)) is not None


def classify(frame: pl.DataFrame) -> tuple[pl.DataFrame, int, list[int]]:
    """The frame (``speaker``, ``text``, ``line``) with ``kind``; how many were edited; lines in unknown app words.

    Only texts with a hint are looked at one by one; a chat of a million messages has few different ones.
    """
    words = _words()
    text = frame["text"]
    lower = text.str.to_lowercase()
    bare = lower.str.strip_chars(_MARKS + " .\u00a0\u202f\n")
    hinted = lower.str.contains_any(words.hints) | text.str.contains("\u200e", literal=True) | text.str.ends_with(">")
    hinted = hinted | bare.is_in(words.media | words.deleted)
    rows = (hinted & (text.str.len_bytes() < 4 * _LONGEST)).arg_true()
    if not len(rows):
        return frame.with_columns(kind=pl.lit("message")), 0, []
    people = frozenset(_bare(name) for name in frame["speaker"].drop_nulls().unique())
    looked_at = frame[rows].with_columns(row=rows.cast(pl.Int64))
    different = looked_at["text"].unique()
    counts = dict(looked_at["text"].value_counts().iter_rows())
    judged = {each: _judge(each, people, counts[each]) for each in different}
    keys = list(judged)
    looked_at = looked_at.with_columns(
        kind=pl.col("text").replace_strict(keys, [kind for kind, _, _ in judged.values()], return_dtype=pl.String),
        known=pl.col("text").replace_strict(keys, [known for _, _, known in judged.values()], return_dtype=pl.Boolean),
        clean=pl.col("text").replace_strict(keys, [clean for _, clean, _ in judged.values()], return_dtype=pl.String),
    )
    edited = sum(counts[each] for each, (kind, clean, _) in judged.items() if kind == "message" and _was_edited(each))
    kinds = pl.repeat("message", len(frame), dtype=pl.String, eager=True).scatter(rows, looked_at["kind"])
    texts = text.scatter(rows, looked_at["clean"])
    unknown = looked_at.filter(~pl.col("known"))["line"].to_list()
    return frame.with_columns(kinds.alias("kind"), texts.alias("text")), edited, unknown


def _was_edited(text: str) -> bool:
    return _ANY_MARK.sub("", text).rstrip().lower().endswith(_words().edited)


def _judge(text: str, people: frozenset[str], count: int) -> tuple[str, str, bool]:
    """The kind of one text, the text without what the app added, and whether the app's words were known."""
    clean = _ANY_MARK.sub("", text) if text.startswith("\u200e") else text
    if _was_edited(text):
        clean = _ANY_MARK.sub("", text).rstrip()
        return "message", clean[: clean.rindex("<")].rstrip(), True
    marked = text.startswith("\u200e")
    kind = _kind(_bare(text), clean.strip(), people, marked=marked)
    if kind is None and marked and count > 1 and len(clean.split()) <= _SHORT_WORDS:
        return "media", clean, False
    return kind or "message", clean, True


def _kind(bare: str, clean: str, people: frozenset[str], *, marked: bool) -> str | None:
    words = _words()
    if bare in words.deleted or words.deleted_by.match(bare):
        return "deleted"
    if _is_call(bare, marked=marked):
        return "call"
    if _is_notice(bare, people, marked=marked):
        return "system"
    first = _ANY_MARK.sub("", clean.split("\n", 1)[0]).strip()
    if bare in words.media or _ANGLE.match(bare) or words.file.search(first) or words.place.match(first):
        return "media"
    tail = _bare(clean.rsplit("\u200e", 1)[-1]) if "\u200e" in clean else ""
    return "media" if tail in words.media else None


def _is_call(bare: str, *, marked: bool) -> bool:
    for call, generic in _words().calls.items():
        if bare.startswith(call):
            rest = bare[len(call) :]
            if _CALL_REST.match(rest) and (rest or marked or not generic):
                return True
    return False


def _is_notice(bare: str, people: frozenset[str], *, marked: bool) -> bool:
    words = _words()
    if words.notices.match(bare):
        return True
    about = words.about.match(bare)
    if about is None:
        return marked and words.events.match(bare) is not None
    who = about.group(1).strip().lstrip("~").strip()
    return marked or who in people or _PHONE.match(who) is not None

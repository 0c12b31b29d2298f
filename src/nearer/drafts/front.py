"""What stands above a draft between two lines of ``+++`` or ``---``: when it is sent, and what is switched off."""

import re
import tomllib
from collections.abc import Mapping

import msgspec

from nearer.drafts.rulebook import rulebook
from nearer.errors import InputError

__all__ = ["Front", "checked_off", "front_of", "hour_of"]

_FRONT = re.compile(r"\A(\+\+\+|---)[ \t]*\n(.*?\n)\1[ \t]*(?:\n|\Z)", re.DOTALL)
_SETTING = re.compile(r"(?m)^\s*(?:at|off\b.*|\[off\])\s*(?:=|$)")


class Front(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When the draft is to be sent ("23:40"), and the rules that are off with the reason for each."""

    at: str = ""
    off: dict[str, str] = {}


def front_of(text: str) -> tuple[Front, int]:
    """The front matter of a draft and the place where the draft itself begins (0 and nothing where there is none).

    Raises:
        InputError: it is not TOML, has an unknown key, an unknown rule, or a switch without a reason.
    """
    match = _FRONT.match(text)
    if match is None or not _SETTING.search(match[2]):
        return Front(), 0
    try:
        front = msgspec.convert(tomllib.loads(match[2]), Front)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError):
        raise InputError('The lines above the draft can hold at = "23:40" and [off] rule = "reason" only.') from None
    checked_off(front.off)
    return front, match.end()


def checked_off(off: Mapping[str, str]) -> dict[str, str]:
    """The switches, each with a known rule and a reason.

    Raises:
        InputError: a rule is not known, or a reason is missing.
    """
    for name, why in off.items():
        if name not in rulebook():
            raise InputError(f"There is no rule of the name {name[:40]!r}; docs/rules lists them.")
        if not isinstance(why, str) or not why.strip():
            raise InputError(f'Switching off {name} needs a reason, such as {name} = "it\'s a quote".')
    return dict(off)


def hour_of(at: str) -> int | None:
    """The hour of a time such as ``23:40``, or of a date with a time; None for an empty text.

    Raises:
        InputError: it is not a time.
    """
    if not at.strip():
        return None
    match = re.search(r"(?:^|[T ])(\d{1,2})[:.](\d{2})", at.strip())
    if match is None or int(match[1]) > 23:
        raise InputError("The time should be like 23:40.")
    return int(match[1])

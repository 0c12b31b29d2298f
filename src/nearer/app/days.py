"""Days as people say them."""

import tomllib
from datetime import date, datetime
from functools import cache
from importlib.resources import files

__all__ = ["say_day"]


@cache
def _months() -> tuple[str, ...]:
    text = files("nearer.app").joinpath("wording/en/days.toml").read_text("utf-8")
    return tuple(str(name) for name in tomllib.loads(text)["months"])


def say_day(moment: date | datetime) -> str:
    """A day in words, such as "3 March 2025"; a moment's day is that of this machine's zone."""
    local = moment.astimezone() if isinstance(moment, datetime) else moment
    return f"{local.day} {_months()[local.month - 1]} {local.year}"

"""Codes that come with a table, as marks: names of the codebook, older names of the same codes, or plain classes."""

import re

import polars as pl

from nearer.codebook import book
from nearer.errors import InputError

__all__ = ["marks_of_codes"]

ALIASES = {
    "p_press": "press", "p_protest": "protest", "p_probe": "probe", "x_blame": "criticise", "x_contempt": "contempt",
    "x_control": "threat", "x_defend": "defend", "w_stone": "shut", "w_exit": "shut", "w_yield": "shut",
    "w_deny": "dismiss", "w_shift": "deflect", "r_pause": "pause", "c_disc": "disclose", "c_open": "ask",
    "c_valid": "validate", "c_repair": "repair", "c_warm": "warm", "c_soft": "invite", "c_meta": "invite",
    "c_solve": "invite", "p": "press", "w": "shut", "pursue": "press", "withdraw": "shut",
}  # fmt: skip
"""Finer code names of earlier couple research, and the three classes of the statistics, by codebook code."""
NONE = {"", "-", "o", "n", "none", "other", "n_info", "r_bound", "c_auton"}
"""Names that say that a turn has no code which counts for anything here."""

_ENTRY = re.compile(r"""^[\[\s"']*(?P<code>[A-Za-z_\-]+)\s*(?:[:=@]\s*(?P<share>[-+.\w]+))?[\s\]"']*$""")
_NAMED = re.compile(
    r"""['"]code['"]\s*:\s*['"](?P<code>[A-Za-z_\-]+)['"](?:.*?['"]probability['"]\s*:\s*(?P<share>[-+.\w]+))?"""
)
"""An entry such as ``{'code': 'press', 'probability': 0.9}``."""
_LISTED = re.compile(r"""^\{\s*['"](?P<code>[A-Za-z_\-]+)['"]\s*(?:,\s*(?P<share>[-+.\w]+))?""")
"""The same without the names of its parts, as a Parquet column of records gives it."""


def marks_of_codes(turns: pl.DataFrame, codes: pl.Series) -> pl.DataFrame:
    """The marks of a table whose rows carry codes.

    Args:
        turns: conversation and turn of each row.
        codes: a list of texts for each row, such as ``press``, ``shut:0.8`` or ``P_PRESS``.

    Raises:
        InputError: a code that no codebook knows, with the row (counted from 1), never the entry itself.
    """
    known = set(book())
    rows: list[int] = []
    names: list[str] = []
    shares: list[float] = []
    read: dict[str, list[tuple[str, float]]] = {}
    for row, entries in enumerate(codes.to_list()):
        for entry in entries or ():
            if entry not in read:
                read[entry] = _entries(entry, row + 1, known)
            for name, share in read[entry]:
                rows.append(row)
                names.append(name)
                shares.append(share)
    places = turns.select("conversation", "turn")[rows]
    return places.with_columns(
        code=pl.Series(names, dtype=pl.String),
        probability=pl.Series(shares, dtype=pl.Float64),
        start=pl.lit(None, dtype=pl.Int64),
        end=pl.lit(None, dtype=pl.Int64),
        coder=pl.lit("given"),
    )


def _entries(entry: str, row: int, known: set[str]) -> list[tuple[str, float]]:
    """The codes in one entry of a list, each with its probability; usually one, several where a blank parts them."""
    if entry.lstrip().startswith("{"):
        parts = [_NAMED.search(entry) or _LISTED.match(entry.strip())]
    else:
        whole = _ENTRY.match(entry)
        parts = [whole] if whole else [_ENTRY.match(part) for part in re.split(r"[\s|/+]+", entry)]
    found = []
    for part in parts:
        name = "" if part is None else part["code"].lower()
        code = ALIASES.get(name, name)
        if part is None or (code not in known and name not in NONE):
            raise InputError(
                f"Row {row} of the table has a code that is not in the codebook; please use its names, such as press "
                "or shut (nearer codes lists them), or P, W and O."
            )
        if name not in NONE:
            found.append((code, _share(part["share"], row)))
    return found


def _share(text: str | None, row: int) -> float:
    """The probability that stands with a code; 1 where none does.

    Raises:
        InputError: it is no number between 0 and 1.
    """
    try:
        share = 1.0 if text is None else float(text)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise InputError(
            f"Row {row} of the table has a probability that is not a number between 0 and 1; please mend or drop it."
        )
    return share

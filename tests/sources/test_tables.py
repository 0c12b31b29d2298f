"""Tables with the usual columns become turns, with their codes beside them."""

from pathlib import Path

import polars as pl
import pytest

from nearer.errors import InputError
from nearer.sources import open_conversations

CSV = (
    "conversation,turn,speaker,at,text,codes\n"
    "c1,0,Ana,2024-01-13T21:05:00,hey,reach;warm\nc1,1,Ben,2024-01-13T21:06:00,no,\n"
)


def test_csv_with_codes(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_text(CSV)
    read = open_conversations(tmp_path / "a.bin")
    assert read.turns["speaker"].to_list() == ["Ana", "Ben"]
    assert read.turns["line"].to_list() == [2, 3]
    assert read.codes is not None
    assert read.codes.to_list() == [["reach", "warm"], []]


@pytest.mark.parametrize("ending", ["parquet", "arrow", "jsonl", "tsv"])
def test_every_form_of_one_table_reads_alike(ending: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CSV)
    first = open_conversations(tmp_path / "a.csv")
    frame = first.turns.with_columns(pl.col("kind").cast(pl.String), codes=first.codes)
    place = tmp_path / f"b.{ending}"
    if ending == "parquet":
        frame.write_parquet(place)
    elif ending == "arrow":
        frame.write_ipc(place)
    elif ending == "jsonl":
        frame.write_ndjson(place)
    else:
        frame.with_columns(pl.col("codes").list.join(",")).write_csv(place, separator="\t")
    again = open_conversations(place)
    assert again.turns.equals(first.turns)
    assert again.codes is not None
    assert again.codes.to_list() == [["reach", "warm"], []]


def test_a_table_without_speakers_says_so(tmp_path: Path) -> None:
    pl.DataFrame({"text": ["a"]}).write_parquet(tmp_path / "a.parquet")
    with pytest.raises(InputError, match="who speaks"):
        open_conversations(tmp_path / "a.parquet")

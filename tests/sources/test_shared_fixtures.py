"""Small exports from other projects' tests, read as they are meant; skipped where the files are not at hand."""

import json
from collections import Counter
from pathlib import Path

import pytest

from nearer.sources import open_conversations

PLACES = [parent / "shared/data/chat_export_fixtures.jsonl" for parent in Path(__file__).resolve().parents]
FILE = next((place for place in PLACES if place.exists()), None)
pytestmark = pytest.mark.skipif(FILE is None, reason="the shared fixtures are not beside the repository")
ROWS = {row["id"]: row for row in map(json.loads, FILE.read_text("utf-8").splitlines())} if FILE else {}
COUNTS = {
    "2A_5M.txt": (5, {"A": 3, "B": 2}),
    "4A_11M.txt": (11, {"Alice": 3, "Bob": 2, "Eve": 2, "Mallory": 2, "Trent": 2}),
    "pokemon.txt": (
        18,
        {
            "Ash Ketchum": 4,
            "Misty": 4,
            "Brock": 3,
            "Prof. Oak": 2,
            "Raichu": 2,
            "Jessie & James": 1,
            "Meowth": 1,
            "Wobbuffet": 1,
        },
    ),
    "hrs.txt": (7, {"John Doe": 3, "Jahn Doe": 1, "John-John Doe": 1, "John Doe 🤓": 1, "🤓": 1}),
    "sample-transcript.txt": (12, {"A": 6, "B": 6}),
    "signal test": (2, {}),
}


def said_in(text: str) -> Counter[str]:
    """The senders that a JSON fixture itself names."""
    data = json.loads(text.lstrip("\ufeff"))
    if isinstance(data, list):
        return Counter(each["direction"] for each in data)
    data = data["chats"]["list"][0] if "chats" in data else data
    names: Counter[str] = Counter()
    for each in data["messages"]:
        author = each.get("author")
        name = each.get("sender_name") or each.get("from") or each.get("actor") or (author and author["nickname"])
        names[name] += each.get("action") != "joined_telegram"
    return +names


@pytest.mark.parametrize("name", ROWS)
def test_counts_and_senders_agree(name: str, tmp_path: Path) -> None:
    row = ROWS[name]
    (tmp_path / "a").write_text(row["text"], "utf-8")
    read = open_conversations(tmp_path / "a")
    said = Counter(read.turns.filter(read.turns["speaker"].is_not_null())["speaker"].to_list())
    if name.endswith(".json"):
        assert said == said_in(row["text"])
        return
    expected = next((wanted for end, wanted in COUNTS.items() if name.endswith(end)), None)
    if expected is None:
        assert said == {"Jane Doe": 1, "John Doe": 1}
    else:
        assert said.total() == expected[0]
        assert said == expected[1]

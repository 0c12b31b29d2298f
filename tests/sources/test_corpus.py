"""Every file that fuzzing started from or once broke a reader: turns, or one plain sentence."""

from pathlib import Path

import pytest

from nearer.errors import NearerError
from nearer.sources import open_conversations

CORPUS = sorted((Path(__file__).parent / "corpus").iterdir())


@pytest.mark.parametrize("place", CORPUS, ids=lambda place: place.name)
def test_a_file_of_the_corpus(place: Path) -> None:
    try:
        read = open_conversations(place)
    except NearerError as trouble:
        said = str(trouble)
        assert said.endswith(".")
        assert "\n" not in said
    else:
        assert len(read.turns) > 0

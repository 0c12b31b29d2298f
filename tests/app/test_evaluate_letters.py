"""`nearer evaluate letters`: figures of held-out answers, and one sentence where they do not fit the labels."""

from pathlib import Path

import msgspec
import pytest

from nearer.app.evaluate_letters import evaluate_letters
from nearer.errors import InputError

DATA = Path(__file__).resolve().parents[2] / "../shared/data"
FLOOR = {"elements": 0.5, "families": 0.33, "pursuit": 0.42}
"""Well under the figures of docs/model-card.md: a fall below means that something broke."""
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the labelled text is not beside this repository")


@needs_data
def test_the_figures_are_those_of_the_model_card():
    found = evaluate_letters(DATA)
    real = found.sources["real"]
    assert (real.letters, real.sentences) == (243, 3932)
    assert found == evaluate_letters(DATA)
    assert real.families.low < real.families.f1 < real.families.high
    assert real.elements_macro > FLOOR["elements"]
    assert real.families.f1 > FLOOR["families"]
    assert real.pursue_withdraw.f1 > FLOOR["pursuit"]


def test_letters_without_a_stored_answer_are_refused(tmp_path):
    row = {"id": "mine", "source": "real", "pattern": "none", "role": None, "risk": "none", "scope": "couple"}
    (tmp_path / "letters.jsonl").write_bytes(msgspec.json.encode({**row, "sentences": []}))
    with pytest.raises(InputError, match="1 letters have no stored answer"):
        evaluate_letters(tmp_path)


def test_a_folder_without_letters_is_named(tmp_path):
    with pytest.raises(InputError, match="no file letters"):
        evaluate_letters(tmp_path)


@needs_data
def test_the_command_prints_a_table_and_json(capsys):
    from nearer.cli.evaluate import letters

    letters(DATA, form="text", models=None)
    printed = capsys.readouterr().out
    assert "| pattern is pursue-withdraw, F1 |" in printed
    letters(DATA, form="json", models=None)
    assert msgspec.json.decode(capsys.readouterr().out)["schema"] == "nearer/evaluation-letters/1"


def test_a_folder_of_models_without_answers_is_named(tmp_path):
    (tmp_path / "letters.jsonl").write_text("")
    with pytest.raises(InputError, match="train with --models"):
        evaluate_letters(tmp_path, tmp_path)

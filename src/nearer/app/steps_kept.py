"""Use case: one's own steps: taken up from an answer or written, ticked privately, put away."""

from datetime import date

from nearer.app.space_items import STEP, StepKept
from nearer.app.spaces import Space
from nearer.errors import InputError
from nearer.storage import Item

__all__ = ["LONGEST_STEP", "delete_step", "keep_step", "kept_steps", "tick"]

LONGEST_STEP = 300


def keep_step(space: Space, text: str) -> None:
    """Keep a step; one that is there already is not kept twice.

    Raises:
        InputError: it is empty or too long.
    """
    if not text.strip():
        raise InputError("The step is empty; please write a few words.")
    if len(text) > LONGEST_STEP:
        raise InputError(f"A step is small: {LONGEST_STEP} characters at most.")
    if all(one.value.text != text for one in kept_steps(space)):
        space.put(STEP, StepKept(text))


def tick(space: Space, item: str, today: date) -> None:
    """Mark a step as done today, or take the mark away."""
    found = space.get(STEP, item, StepKept)
    if found is not None:
        space.put(STEP, StepKept(found.value.text, None if found.value.done else today), item=item)


def kept_steps(space: Space) -> list[Item[StepKept]]:
    """All steps, those not done first, each group the newest first."""
    found = space.list(STEP, StepKept)[::-1]
    return sorted(found, key=lambda one: one.value.done is not None)


def delete_step(space: Space, item: str) -> None:
    """Put a step away for good."""
    space.delete(STEP, item)

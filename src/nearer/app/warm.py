"""Use case: load what the first letter, draft or chat would else wait for."""

__all__ = ["warm"]

_LETTER = (
    "My partner goes quiet when I ask how the day was, and I ask again, and then we both sit there. What can I do?"
)


def warm() -> None:
    """Load the readers and models, by reading one invented letter and one draft."""
    from nearer.app.check import check
    from nearer.app.reply import reply

    check(_LETTER, coder=False)
    check(_LETTER)
    reply(_LETTER)
    from nearer.app import read  # noqa: F401

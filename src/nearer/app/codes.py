"""The use case of `nearer codes`: the book for reading."""

from nearer.codebook import book
from nearer.codebook.pages import page
from nearer.errors import InputError

__all__ = ["code_page", "code_rows"]


def code_rows() -> list[tuple[str, str, str]]:
    """Family, name and meaning of each code."""
    return [(code.family, code.id, code.what) for code in book().values()]


def code_page(name: str) -> str:
    """The page of one code, as Markdown.

    Raises:
        InputError: there is no such code.
    """
    found = book().get(name.lower())
    if found is None:
        raise InputError(f"There is no code of that name; please choose one of {', '.join(book())}.")
    return page(found)

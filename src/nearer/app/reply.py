"""Use case: a letter comes, an answer goes back. Safety looks first, before anything else is read."""

import msgspec

from nearer.answer import Answer, compose, compose_hold, to_html, to_lines, to_markdown
from nearer.errors import InputError
from nearer.letter import read
from nearer.safety import Hold, answer, look, regions

__all__ = ["FORMS", "render", "reply"]

FORMS = ("text", "markdown", "html", "json")

PRONOUNS = {"she": "she", "her": "she", "he": "he", "him": "he", "they": "they", "them": "they"}


def reply(text: str, *, name: str | None = None, pronoun: str | None = None, region: str | None = None) -> Answer:
    """The answer to a letter, or safety's own answer where one is needed. The same letter always gets the same.

    Args:
        text: the letter, in English.
        name: what to call the partner; else the name in the letter, if any.
        pronoun: she, he or they for the partner; else the one the letter uses.
        region: whose support lines to show ("UK", "US" ...); never looked up, only asked for.

    Raises:
        InputError: the text is empty or too short, or the pronoun or region is not known.
        NotALetterError: the text is no letter about two partners.

    Example:
        >>> answer = reply("My wife goes quiet whenever I ask how she is, and I feel so lonely. What can I do?")
        >>> answer.pattern, answer.role
        ('pursue-withdraw', 'pursuer')
    """
    if pronoun is not None and pronoun.lower() not in PRONOUNS:
        raise InputError("The pronoun can be she, he or they.")
    if region is not None and region not in regions():
        raise InputError(f"There are no support lines for that region yet; known are {', '.join(regions())}.")
    seen = look(text)
    if isinstance(seen, Hold):
        return compose_hold(seen, answer(seen, region=region))
    return compose(read(text, name=name, pronoun=PRONOUNS[pronoun.lower()] if pronoun else None), seen)


def render(answer: Answer, form: str) -> str:
    """The answer in one of `FORMS`, ending with a line break.

    Raises:
        InputError: there is no such form.
    """
    match form:
        case "text":
            return to_lines(answer)
        case "markdown":
            return to_markdown(answer)
        case "html":
            return to_html(answer)
        case "json":
            return msgspec.json.format(msgspec.json.encode(answer), indent=2).decode() + "\n"
    raise InputError(f"There is no format of that name; please choose one of {', '.join(FORMS)}.")

"""What can go wrong, as one tree. No error ever carries a person's words.

::

    NearerError           anything a person can mend; the surfaces turn it into one sentence
    ├── InputError        what was brought cannot be used (exit status 2)
    └── NotALetterError   readable, but no letter between partners (exit status 3)
"""

__all__ = ["InputError", "NearerError", "NotALetterError"]


class NearerError(Exception):
    """Trouble that a person can mend: one plain sentence saying what is wrong, where, and what to do."""

    exit_status = 2


class InputError(NearerError):
    """What was brought cannot be used: empty, binary, missing, malformed, or asked for in a wrong way."""


class NotALetterError(NearerError):
    """The text can be read, but it is not a letter about two partners."""

    exit_status = 3

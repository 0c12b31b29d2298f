"""What can go wrong, as one tree. No error ever carries a person's words.

::

    NearerError              anything a person can mend; the surfaces turn it into one sentence
    ├── InputError           what was brought cannot be used (exit status 2)
    ├── NotALetterError      readable, but no letter between partners (exit status 3)
    └── StoreError           what is kept cannot be read or written now (exit status 4)
        ├── WrongKey         name, passphrase, recovery code or backup passphrase open nothing
        ├── Locked           the space was locked, or is no longer there
        ├── Conflict         another device has saved since; nothing was overwritten
        ├── Tampered         an entry was changed from outside, or damaged
        ├── TableClosed      the table was closed by one of the two
        ├── ConsentNeeded    both say yes again before the table opens
        └── InvitationClosed the code opens no invitation: never did, run out, or taken back
"""

__all__ = [
    "Conflict",
    "ConsentNeeded",
    "InputError",
    "InvitationClosed",
    "Locked",
    "NearerError",
    "NotALetterError",
    "StoreError",
    "TableClosed",
    "Tampered",
    "WrongKey",
]


class NearerError(Exception):
    """Trouble that a person can mend: one plain sentence saying what is wrong, where, and what to do."""

    exit_status = 2


class InputError(NearerError):
    """What was brought cannot be used: empty, binary, missing, malformed, or asked for in a wrong way."""


class NotALetterError(NearerError):
    """The text can be read, but it is not a letter about two partners."""

    exit_status = 3


class StoreError(NearerError):
    """What is kept cannot be read or written now: full disk, no right to write, busy, or no store of Nearer."""

    exit_status = 4


class WrongKey(StoreError):
    """Nothing here opens with what was typed; it says not whether the name or the passphrase was the wrong one."""


class Locked(StoreError):
    """The space was locked, or it is no longer there."""


class Conflict(StoreError):
    """Another device has saved since: nothing was overwritten, and the caller still holds its own text."""


class Tampered(StoreError):
    """An entry was changed from outside, swapped for another, or damaged; it is not shown."""


class TableClosed(StoreError):
    """The table was closed by one of the two, and what lay on it is gone."""


class ConsentNeeded(StoreError):
    """Both say yes again before the table opens."""


class InvitationClosed(StoreError):
    """The code opens no invitation: it never did, has run out, or was taken back."""

"""From a name and a passphrase to a key: Argon2id (Biryukov, Dinu & Khovratovich 2016; RFC 9106)."""

import threading
import unicodedata

import msgspec
from nacl import bindings

from nearer.errors import InputError, StoreError
from nearer.storage.seal import KEY_BYTES, subkey

__all__ = ["MODERATE", "KeyCost", "check_name", "check_passphrase", "key_of", "salt_of", "stretch"]

SALT_BYTES = 16
SHORTEST_PASSPHRASE = 8
LONGEST = 1024
HIGHEST_OPERATIONS = 20  # a file from elsewhere may not ask for more
HIGHEST_MEMORY = 2**30

_one_at_a_time = threading.Lock()  # 256 MiB each: two people who unlock at once wait for each other


class KeyCost(msgspec.Struct, frozen=True, order=True):
    """What one guess of a passphrase costs: passes over the memory, and its size in bytes."""

    operations: int
    memory_bytes: int


MODERATE = KeyCost(operations=3, memory_bytes=256 * 2**20)  # libsodium's "moderate"


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def check_name(name: str) -> None:
    """Nothing, where the name can be that of a space.

    Raises:
        InputError: it is empty or far too long.
    """
    if not _plain(name) or len(name) > LONGEST:
        raise InputError("A space needs a name of one letter at least: please choose one.")


def check_passphrase(passphrase: str) -> None:
    """Nothing, where the passphrase can be chosen for a space or a backup.

    Raises:
        InputError: it is shorter than eight characters, or far too long.
    """
    if len(_plain(passphrase)) < SHORTEST_PASSPHRASE or len(passphrase) > LONGEST:
        raise InputError("That passphrase is too short (or far too long): three or four words in a row are good.")


def salt_of(name: str, pepper: bytes) -> bytes:
    """The salt (16 bytes) for a name in one store; capital letters and outer blanks make no difference."""
    return subkey(pepper, "nearer name", _plain(name).casefold().encode("utf-8"), SALT_BYTES)


def stretch(passphrase: str, salt: bytes, cost: KeyCost) -> bytes:
    """A key of 32 bytes from the passphrase; it costs memory and time on purpose.

    Raises:
        StoreError: the cost is beyond all measure, or the memory is not there.
    """
    if cost.operations > HIGHEST_OPERATIONS or cost.memory_bytes > HIGHEST_MEMORY:
        raise StoreError("This store or backup asks for more work than is safe; it may be damaged.")
    words = unicodedata.normalize("NFKC", passphrase).strip().encode("utf-8")
    try:
        with _one_at_a_time:
            return bindings.crypto_pwhash_alg(
                KEY_BYTES, words, salt, cost.operations, cost.memory_bytes, bindings.crypto_pwhash_ALG_ARGON2ID13
            )
    except Exception:  # the binding raises kinds of its own, for lack of memory and for wrong parameters alike
        raise StoreError("There was not enough free memory to check the passphrase; close something first.") from None


def key_of(name: str, passphrase: str, pepper: bytes, cost: KeyCost) -> bytes:
    """The key that name and passphrase make together; neither is worth anything without the other."""
    return stretch(passphrase, salt_of(name, pepper), cost)

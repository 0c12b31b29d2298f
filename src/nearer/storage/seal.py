"""Sealing: bytes in, bytes out, nothing readable between. XChaCha20-Poly1305, bound to the place of the value.

Source: Arciszewski 2020 (draft-irtf-cfrg-xchacha-03) for the cipher; Aumasson et al. 2013 (BLAKE2b) for the keys.
"""

import hashlib
import secrets

from nacl import bindings
from nacl.exceptions import CryptoError

from nearer.errors import Tampered

__all__ = ["KEY_BYTES", "bind", "new_key", "pad", "seal", "subkey", "unpad", "unseal", "unwrap", "wrap"]

KEY_BYTES = 32
NONCE_BYTES = 24
SMALL_BUCKET = 512  # bytes; sizes on disk are whole numbers of buckets, so that lengths tell little
LARGE_BUCKET = 4096  # from one large bucket upward
LENGTH_BYTES = 8


def new_key() -> bytes:
    """A random key of 32 bytes from the operating system."""
    return secrets.token_bytes(KEY_BYTES)


def bind(*parts: bytes) -> bytes:
    """The parts in one string from which each can be told apart again: every part after its own length."""
    return b"".join(len(part).to_bytes(LENGTH_BYTES, "little") + part for part in parts)


def subkey(key: bytes | bytearray, purpose: str, about: bytes = b"", size: int = KEY_BYTES) -> bytes:
    """A key (or name) of its own for one purpose, from which the parent cannot be found: keyed BLAKE2b.

    The purpose is at most 16 letters of ASCII.
    """
    return hashlib.blake2b(about, key=bytes(key), person=purpose.encode("ascii"), digest_size=size).digest()


def pad(value: bytes) -> bytes:
    """The value with its length before it, filled with zeros to a whole number of buckets."""
    filled = len(value) + LENGTH_BYTES
    bucket = SMALL_BUCKET if filled <= LARGE_BUCKET else LARGE_BUCKET
    whole = -(-filled // bucket) * bucket
    return len(value).to_bytes(LENGTH_BYTES, "little") + value + bytes(whole - filled)


def unpad(padded: bytes) -> bytes:
    """The value that was padded.

    Raises:
        Tampered: the length before it does not fit.
    """
    size = int.from_bytes(padded[:LENGTH_BYTES], "little")
    if len(padded) < LENGTH_BYTES or size > len(padded) - LENGTH_BYTES:
        raise Tampered(_CHANGED)
    return padded[LENGTH_BYTES : LENGTH_BYTES + size]


_CHANGED = (
    "An entry in this store was changed from outside or is damaged, so it is not shown. "
    "A backup may still have it: nearer restore."
)


def seal(key: bytes | bytearray, value: bytes, bound: bytes, *, nonce: bytes | None = None) -> bytes:
    """The sealed value: nonce (24 bytes), then cipher text with its tag (16 bytes).

    Args:
        key: 32 bytes.
        value: any bytes; pad them first where their length would tell something.
        bound: where the value belongs; it opens with the very same bytes alone.
        nonce: for test vectors only; a fresh random one otherwise.
    """
    nonce = nonce or secrets.token_bytes(NONCE_BYTES)
    return nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(value, bound, nonce, bytes(key))


def unseal(key: bytes | bytearray, sealed: bytes, bound: bytes) -> bytes:
    """The value inside.

    Raises:
        Tampered: another key, another place, or any bit changed.
    """
    nonce, inside = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
    try:
        return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(inside, bound, nonce, bytes(key))
    except (CryptoError, ValueError, TypeError):
        raise Tampered(_CHANGED) from None


def wrap(outer: bytes | bytearray, key: bytes | bytearray, bound: bytes, *, nonce: bytes | None = None) -> bytes:
    """A key of 32 bytes sealed by another key: 72 bytes."""
    return seal(outer, bytes(key), bind(b"wrapped key", bound), nonce=nonce)


def unwrap(outer: bytes | bytearray, wrapped: bytes, bound: bytes) -> bytes:
    """The key inside.

    Raises:
        Tampered: another outer key, another place, or any bit changed.
    """
    return unseal(outer, wrapped, bind(b"wrapped key", bound))

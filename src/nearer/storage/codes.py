"""Codes on paper: base 32 in groups of five, where the fifth sign of each group finds a slip of the pen.

The alphabet is Crockford's (no I, L, O, U). The check sign is a weighted sum over the field of 32 elements, so any
single wrong sign, any two exchanged signs in a group and any two exchanged groups are found.
"""

import secrets

from nearer.errors import InputError

__all__ = ["code_from", "new_code", "value_of"]

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
_WEIGHTS = (2, 4, 8, 16)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
DATA_SIGNS = 4
SIGN_BITS = 5


def _times(left: int, right: int) -> int:
    """The product in GF(32) with x⁵ + x² + 1."""
    product = 0
    while right:
        if right & 1:
            product ^= left
        left <<= 1
        if left & 32:
            left ^= 0b100101
        right >>= 1
    return product


def _check(signs: list[int], place: int) -> int:
    total = _times(31, place + 1)
    for sign, weight in zip(signs, _WEIGHTS, strict=True):
        total ^= _times(sign, weight)
    return total


def code_from(value: bytes) -> str:
    """The code for the bytes (a multiple of five bytes, at most 25: two groups for every five bytes)."""
    bits = int.from_bytes(value, "big")
    count = len(value) * 8 // SIGN_BITS
    signs = [(bits >> (SIGN_BITS * (count - 1 - index))) & 31 for index in range(count)]
    groups = []
    for place, start in enumerate(range(0, count, DATA_SIGNS)):
        data = signs[start : start + DATA_SIGNS]
        groups.append("".join(ALPHABET[sign] for sign in [*data, _check(data, place)]))
    return "-".join(groups)


def value_of(code: str, size: int) -> bytes:
    """The bytes of a code as a person types it: blanks, dashes and small letters make no difference.

    Raises:
        InputError: signs are missing or too many, or a group (it says which) does not fit its check sign.
    """
    typed = "".join(sign for sign in code.upper().translate(_READ_AS) if sign.isalnum())
    wanted = size * 8 // SIGN_BITS // DATA_SIGNS * (DATA_SIGNS + 1)
    if len(typed) != wanted:
        raise InputError(f"A code has {wanted} letters and figures, and this one has {len(typed)}: please look again.")
    bits = 0
    for place, start in enumerate(range(0, wanted, DATA_SIGNS + 1)):
        signs = [ALPHABET.find(sign) for sign in typed[start : start + DATA_SIGNS + 1]]
        if -1 in signs or _check(signs[:DATA_SIGNS], place) != signs[DATA_SIGNS]:
            raise InputError(f"The {_ORDINALS[place]} group of the code has a slip in it: please compare it again.")
        for sign in signs[:DATA_SIGNS]:
            bits = bits << SIGN_BITS | sign
    return bits.to_bytes(size, "big")


def new_code(size: int) -> tuple[bytes, str]:
    """Random bytes and their code: 20 bytes are eight groups of five signs, 10 bytes are four."""
    value = secrets.token_bytes(size)
    return value, code_from(value)

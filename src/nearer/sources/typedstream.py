"""The words in a message's attributedBody: Apple's typed stream, of which only the string at its head is read."""

import re

__all__ = ["body_text"]

_STRING = re.compile(rb"NS(?:Mutable)?String\x01.{0,24}?\x84\x01\+", re.DOTALL)
_TWO_BYTES, _FOUR_BYTES = 0x81, 0x82


def body_text(data: bytes) -> str | None:
    """The text of an attributed string as NSArchiver writes it; None where the bytes hold none.

    After the class name stands ``+`` and the length: one byte, or 0x81 and two, or 0x82 and four (little endian).
    """
    match = _STRING.search(data)
    if match is None or match.end() >= len(data):
        return None
    start = match.end()
    length = data[start]
    start += 1
    width = {_TWO_BYTES: 2, _FOUR_BYTES: 4}.get(length, 0)
    if width:
        length = int.from_bytes(data[start : start + width], "little")
        start += width
    if start + length > len(data):
        return None
    return data[start : start + length].decode("utf-8", errors="replace")

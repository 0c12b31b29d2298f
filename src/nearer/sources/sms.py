"""SMS Backup & Restore's XML: texts, picture messages and calls, as strict parsers will not read it.

The app writes ``&#0;`` and the halves of surrogate pairs as numbers, which no XML allows. The file is therefore scanned
for its few elements, and the only entities known are XML's five and numbers: nothing can grow.
"""

import re
from collections.abc import Iterator

import msgspec

from nearer.errors import InputError
from nearer.sources.dates import day_number
from nearer.sources.names import clean_name
from nearer.sources.reading import Asked, Reading, Row, instants_from_rows, join_readings, plausible
from nearer.sources.signal_desktop import OWN_NAME
from nearer.sources.stamps import read_clock, read_date, stamp_pattern
from nearer.sources.text import LONGEST_LINE, Source, blocks
from nearer.sources.wording import doubt, skip
from nearer.sources.zones import zone_of_clocks

__all__ = ["fits", "read", "unescape"]

_ROOT = re.compile(r"<(?:smses|calls)\b")
_NAME = re.compile(r"<(/?[A-Za-z]+)")
_ATTRIBUTE = re.compile(r"\s+([\w.:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_END = re.compile(r"\s*[/?]?>")
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));")
_PLAIN = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_SENT = {"2", "4", "5", "6"}
_DRAFT = "3"
_UNKNOWN = {"", "null", "(Unknown)"}


class _Element(msgspec.Struct, frozen=True):
    name: str
    attributes: dict[str, str]


class _Item(msgspec.Struct):
    """A text, picture message or call being read."""

    contact: str
    row: Row
    clock: str = ""
    has_file: bool = False


def fits(head: str) -> bool:
    """Whether a text is XML whose root is that of a backup of texts or calls."""
    return head.lstrip("\ufeff \t\r\n").startswith("<") and _ROOT.search(head) is not None


def unescape(text: str) -> str:
    """The text with its entities replaced; halves of a pair joined, the character 0 and its like dropped."""
    if "&" not in text:
        return text
    joined = _ENTITY.sub(_character, text)
    return joined.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if _has_half(joined) else joined


def _has_half(text: str) -> bool:
    return any("\ud800" <= letter <= "\udfff" for letter in text)


def _character(entity: re.Match[str]) -> str:
    decimal, hexadecimal, name = entity.groups()
    if name:
        return _PLAIN[name]
    number = int(decimal) if decimal else int(hexadecimal, 16)
    if number < 0x20 and number not in {9, 10, 13}:
        return ""
    return chr(number) if number <= 0x10FFFF else ""


def _elements(source: Source, cut_off: list[int]) -> Iterator[_Element]:
    """The elements of the file in order; a last one that is not whole is counted as cut off."""
    rest = ""
    for block in blocks(source):
        text = rest + block.text
        position = 0
        while (start := text.find("<", position)) >= 0:
            if text.startswith(("<!DOCTYPE", "<!ENTITY"), start):
                raise InputError("The XML file defines entities of its own, which no backup does; it was not read.")
            element, position = _element(text, start)
            if position < 0:
                break
            if element:
                yield element
        rest = text[start:] if start >= 0 else ""
        if len(rest) > LONGEST_LINE:
            raise InputError("An element of the XML file has no end; please make the backup again.")
    if rest:
        cut_off.append(1)


def _element(text: str, start: int) -> tuple[_Element | None, int]:
    """The element that starts here and where it ends; a negative end when the text does not hold it whole."""
    for opening, closing in (("<!--", "-->"), ("<?", "?>")):
        if text.startswith(opening, start):
            end = text.find(closing, start)
            return None, end + len(closing) if end >= 0 else -1
    named = _NAME.match(text, start)
    if not named:
        return None, start + 1 if start + 1 < len(text) else -1
    position, attributes = named.end(), {}
    while attribute := _ATTRIBUTE.match(text, position):
        attributes[attribute[1]] = attribute[2] if attribute[2] is not None else attribute[3]
        position = attribute.end()
    ended = _END.match(text, position)
    if ended:
        return _Element(named[1], attributes), ended.end()
    unfinished = len(text) - position < LONGEST_LINE and text.find(">", position) < 0
    return None, -1 if unfinished or _open_quote(text, position) else position + 1


def _open_quote(text: str, position: int) -> bool:
    """Whether an attribute's value begins here and does not end within the text."""
    begun = re.compile(r"\s+[\w.:-]+\s*=\s*([\"'])").match(text, position)
    return begun is not None and text.find(begun[1], begun.end()) < 0


def read(source: Source, name: str, asked: Asked) -> Reading:
    """The turns with every contact, one conversation a contact.

    Raises:
        InputError: the file defines entities, or holds no message.
    """
    cut_off: list[int] = []
    items: list[_Item] = []
    drafts: list[tuple[int, int]] = []
    seen = 0
    for element in _elements(source, cut_off):
        if element.name in {"sms", "mms", "call"}:
            made = _item(element)
            seen += 1
            if made:
                items.append(made)
            else:
                drafts.append((seen, seen))
        elif element.name == "part" and items:
            _add_part(items[-1], element.attributes)
    chats: dict[str, list[_Item]] = {}
    for item in items:
        item.row.kind = "media" if item.has_file and item.row.kind == "message" else item.row.kind
        chats.setdefault(item.contact, []).append(item)
    read = join_readings([_chat(contact, part) for contact, part in chats.items()])
    doubts = (*read.doubts, *((doubt("cut-off", count=1),) if cut_off else ()))
    left_out = {**read.skipped, **({"draft": skip("draft", drafts)} if drafts else {})}
    return msgspec.structs.replace(read, doubts=doubts, skipped=left_out, total=seen)


def _chat(contact: str, items: list[_Item]) -> Reading:
    read = instants_from_rows("sms", contact, [item.row for item in items], total=len(items))
    pairs = [(wall, item.row.at) for item in items if item.row.at and (wall := _wall(item.clock)) is not None]
    near = [(wall, at // 1_000_000 * 1_000_000) for wall, at in pairs if plausible(at) is not None]
    zone = zone_of_clocks(near)
    return msgspec.structs.replace(read, zone=zone) if zone else read


def _wall(clock: str) -> int | None:
    """The clock on the wall that the backup shows beside each time, where its months are words."""
    match = re.match(stamp_pattern(), clock)
    written = read_date(match[1]) if match else None
    shown = read_clock(match[2]) if match else None
    if written is None or shown is None or not written.named or not shown.shape.startswith("s"):
        return None
    day = day_number(written, None)
    return None if day is None else (day * 86_400 + shown.seconds) * 1_000_000


def _item(element: _Element) -> _Item | None:
    """A message or call; None for a draft."""
    given = {key: unescape(value) for key, value in element.attributes.items()}
    kind = given.get("type") if element.name != "mms" else given.get("msg_box")
    if kind == _DRAFT and element.name != "call":
        return None
    contact = given.get("contact_name", "")
    address = given.get("address", given.get("number", ""))
    who = clean_name(address if contact in _UNKNOWN else contact) or "unknown"
    when = given.get("date", "")
    at = int(when) * 1000 if when.isdecimal() and len(when) < 15 else None
    speaker = OWN_NAME if kind in _SENT else who
    if element.name == "call":
        return _Item(who, Row(speaker if kind == "2" else who, at, "", "call"), given.get("readable_date", ""))
    text = given.get("body", "") if element.name == "sms" else ""
    return _Item(who, Row(speaker, at, text), given.get("readable_date", ""))


def _add_part(item: _Item, attributes: dict[str, str]) -> None:
    content = attributes.get("ct", "")
    if content == "text/plain":
        text = unescape(attributes.get("text", ""))
        item.row.text = f"{item.row.text}\n{text}".strip("\n") if text != "null" else item.row.text
    elif content and content != "application/smil":
        item.has_file = True

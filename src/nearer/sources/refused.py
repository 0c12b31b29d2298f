"""What is not read, told by content: backups, copies of a device, an app's own store, and logs of notifications.

These are what somebody takes from another's phone or out of its backup; a chat that one of the two exported in the
app itself is what they share. Source: Freed et al. 2018, CHI; Levy & Schneier 2020, J Cybersecurity 6:1.
"""

import re
from collections.abc import Callable

import msgspec

from nearer.errors import InputError
from nearer.sources.wording import say

__all__ = ["LOOK", "Refused", "refuse"]

LOOK = 4096
"""Bytes at the beginning that are enough to tell nearly all of these."""


class Refused(InputError):
    """The file is of a kind that is never read, whoever brings it."""


class _Sign(msgspec.Struct, frozen=True):
    """One kind of thing: which sentence is said of it, and whether the first bytes are of it."""

    kind: str
    fits: Callable[[bytes], bool]


_SQLITE = b"SQLite format 3\0"
_STORES = re.compile(
    rb"CREATE TABLE (?:IF NOT EXISTS )?[\"'`\[]?(?:jid|message_add_on|chat_list|messages_quotes|ZWAMESSAGE|"
    rb"ZWACHATSESSION|job_spec|recipient_preferences|sessionItems)\b|key_remote_jid"
)
_IOS_FILES = re.compile(rb"CREATE TABLE Files \(fileID")
_NOTIFICATION_TABLES = re.compile(
    rb"CREATE TABLE (?:IF NOT EXISTS )?[\"'`\[]?(?:Notification|NotificationHandler|notifications?|notification_log)\b"
    rb"|CREATE TABLE record \(rec_id",
    re.IGNORECASE,
)
_PLIST_KEYS = re.compile(
    rb"BackupKeyBag|IsFullBackup|SnapshotState|Last Backup Date|Installed Applications|WasPasscodeSet|Target Identifier"
)
_SIGNAL_BACKUP = re.compile(rb"\0\0\0[\x30-\x40]\x0a[\x30-\x40]\x0a\x10.{16}\x12\x20", re.DOTALL)
_VERSION = re.compile(rb"2\.\d{2}\.\d{1,4}(?:\.\d{1,4})?")
_TAR_APP = re.compile(rb"(?:apps/|data/data/|\./data/|data/app/|shared/0/)")
_DUMPED = re.compile(rb"Current Notification Manager state|NotificationRecord\(0x")
_PACKAGE = re.compile(rb'"(?:package|packageName|package_name|pkg|appPackage)"\s*:\s*"[a-z]\w*(?:\.\w+)+"')
_PACKAGE_COLUMNS = {"package", "packagename", "package name", "package_name", "pkg", "app package", "apppackage"}
_IMAGES = (b"EVF\x09\x0d\x0a\xff\x00", b"EVF2\r\n\x81\x00", b"\x3a\xff\x26\xed", b"QFI\xfb", b"KDMV", b"ADCRYPT")


def refuse(head: bytes) -> None:
    """Nothing, where a file that begins with these bytes (`LOOK` of them or more) may be looked at further.

    Raises:
        Refused: it is a backup, a copy of a device, an app's own store, or a log of notifications.
    """
    for sign in _SIGNS:
        if sign.fits(head):
            raise Refused(say(f"refused-{sign.kind}"))


def _is_backup(head: bytes) -> bool:
    """Android's own backup, a tar of app data, Signal's backup, or a part of an iPhone's backup."""
    if head.startswith(b"ANDROID BACKUP\n") or _SIGNAL_BACKUP.match(head):
        return True
    if head[257:262] == b"ustar" and _TAR_APP.match(head):
        return True
    if head.startswith(_SQLITE):
        return _IOS_FILES.search(head) is not None
    is_plist = head.startswith(b"bplist00") or b"<!DOCTYPE plist" in head[:400]
    return is_plist and _PLIST_KEYS.search(head) is not None


def _is_whatsapp_backup(head: bytes) -> bool:
    """WhatsApp's encrypted backup (.crypt14, .crypt15), or the key to one.

    Since crypt14 the first byte is the size of a header that names the app's version; a 1 may stand after it.
    """
    if head.startswith(b"\xac\xed\x00\x05ur\x00\x02[B"):
        return True
    if len(head) < 64 or not 20 <= head[0] <= 250:
        return False
    start = 2 if head[1] == 1 else 1
    return head[start] in (0x08, 0x12, 0x1A) and _VERSION.search(head[start : head[0] + 2]) is not None


def _is_store(head: bytes) -> bool:
    return head.startswith(_SQLITE) and _STORES.search(head) is not None


def _is_image(head: bytes) -> bool:
    """A forensic image, a virtual disk, or a disk or partition copied whole."""
    if head.startswith(_IMAGES) or head[32:36] == b"NXSB" or head[512:520] == b"EFI PART":
        return True
    boots = head[510:512] == b"\x55\xaa" and head[:1] in (b"\xeb", b"\xe9", b"\xfa", b"\x33", b"\0")
    is_ext = head[1080:1082] == b"\x53\xef" and not any(head[:1024])
    return boots or is_ext


def _is_notifications(head: bytes) -> bool:
    """A log of notifications: as Android dumps it, as a table or a list of apps with their titles, or a database."""
    if head.startswith(_SQLITE):
        return _NOTIFICATION_TABLES.search(head) is not None
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if _DUMPED.search(start[:2048]):
        return True
    if re.match(rb"[{]|\[\s*[{]", start):
        return _PACKAGE.search(start) is not None
    names = {name.strip(b"\"' \r").decode("utf-8", "replace").casefold() for name in _first_cells(start)}
    return bool(names & _PACKAGE_COLUMNS) and bool(names & {"title", "text", "content", "ticker", "message"})


def _first_cells(text: bytes) -> list[bytes]:
    return re.split(rb"[,;\t|]", text.split(b"\n", 1)[0][:1000])


_SIGNS = (
    _Sign("backup", _is_backup),
    _Sign("backup", _is_whatsapp_backup),
    _Sign("store", _is_store),
    _Sign("image", _is_image),
    _Sign("notifications", _is_notifications),
)

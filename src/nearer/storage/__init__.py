"""Sealed spaces, and the table of two. It seals and opens; what the things mean it does not know. See docs/storage.md.

Example: ``store = open_store(url_of("data"))``, then ``space, kit = store.create_space(name, passphrase)`` and
``space.put("letter", Letter(…))``.
"""

from nearer.storage.backup import restore
from nearer.storage.entry import Item, Raw
from nearer.storage.files import whole_file
from nearer.storage.invitation import INVITATION_DAYS, Invitation
from nearer.storage.passphrase import MODERATE, KeyCost
from nearer.storage.space import RecoveryKit, Space, SpaceId
from nearer.storage.store import Store, open_store, url_of
from nearer.storage.table import CONSENT_DAYS, Table, TableSeat

__all__ = [
    "CONSENT_DAYS",
    "INVITATION_DAYS",
    "MODERATE",
    "Invitation",
    "Item",
    "KeyCost",
    "Raw",
    "RecoveryKit",
    "Space",
    "SpaceId",
    "Store",
    "Table",
    "TableSeat",
    "open_store",
    "restore",
    "url_of",
    "whole_file",
]

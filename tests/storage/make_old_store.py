"""Make the backups of past migrations that the tests bring back; run once when a migration is added.

``python -m tests.storage.make_old_store``
"""

import secrets
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from nearer.storage import KeyCost, backup
from nearer.storage.database import Database
from nearer.storage.migrations import NEWEST, run
from nearer.storage.space import Ground, create_space

FOLDER = Path(__file__).parent / "data"
PASSPHRASE = "the passphrase of the past"
SPOKEN = b"thank you for the tea"
CODES = FOLDER / "recovery-codes.txt"


def main() -> None:
    """Write ``data/backup-N.bin`` for each migration before the newest, and the recovery code of its space."""
    FOLDER.mkdir(exist_ok=True)
    for version in range(1, NEWEST):
        with tempfile.TemporaryDirectory() as folder:
            database = Database(f"sqlite:///{folder}/notes.db")
            pepper = secrets.token_bytes(32)
            with database.writing() as connection:
                run(connection, start=0, stop=version, pepper=pepper)
            ground = Ground(database, pepper, KeyCost(1, 8192), lambda: datetime(2026, 1, 5, 20, 0, tzinfo=UTC))
            space, kit = create_space(ground, "the past", PASSPHRASE)
            space.put("note", SPOKEN, item="one")
            backup.backup(ground, FOLDER / f"backup-{version}.bin", PASSPHRASE)
            CODES.write_text(kit.code + "\n", "utf-8")
            database.close()


if __name__ == "__main__":
    main()

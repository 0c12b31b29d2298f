"""The tables on disk, as they are now. Every value is sealed; ids are random or keyed hashes."""

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, SmallInteger, Table

__all__ = ["about", "entries", "envelopes", "metadata", "spaces", "tables"]

metadata = MetaData()

# One row: which migration wrote the store, and the random pepper for names.
about = Table(
    "about",
    metadata,
    Column("one", SmallInteger, primary_key=True),
    Column("version", Integer, nullable=False),
    Column("pepper", LargeBinary, nullable=False),
)

# One row a space. SQLite keeps rows without rowid in the order of their keys, so the order tells no time.
spaces = Table(
    "spaces",
    metadata,
    Column("door", LargeBinary, primary_key=True),
    Column("operations", Integer, nullable=False),
    Column("memory_bytes", Integer, nullable=False),
    Column("found_by", LargeBinary, nullable=False, unique=True),
    Column("by_passphrase", LargeBinary, nullable=False),
    Column("recovered_by", LargeBinary, nullable=False, unique=True),
    Column("by_recovery", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# One row a kept thing, of spaces and tables alike; a shelf cannot be traced to its space without the key.
entries = Table(
    "entries",
    metadata,
    Column("row", LargeBinary, primary_key=True),
    Column("shelf", LargeBinary, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Index("entries_by_shelf", "shelf"),
    sqlite_with_rowid=False,
)

# One row a table of two; wrapped is empty until the two sit down together for the first time.
tables = Table(
    "tables",
    metadata,
    Column("door", LargeBinary, primary_key=True),
    Column("wrapped", LargeBinary),
    sqlite_with_rowid=False,
)

# One row an invitation that has not run out.
envelopes = Table(
    "envelopes",
    metadata,
    Column("door", LargeBinary, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

"""Files that are whole or not there: written aside, put on the disk, then moved into place."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from nearer.errors import StoreError

__all__ = ["whole_file"]

_NO_FOLDER = "The file cannot be written there: please name a folder that exists and is yours."
_FULL = "The file could not be written whole; the disk may be full. Nothing was changed."


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """A file to write to, readable by its owner alone; it takes its name when the block ends without trouble.

    Raises:
        StoreError: the folder is missing or not one's own, the name is a folder, or the disk is full.
    """
    if path.is_dir():
        raise StoreError("The place to write to is a folder: please name a file in it.")
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".nearer-")
    except OSError:
        raise StoreError(_NO_FOLDER) from None
    aside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        aside.replace(path)
        _sync(path.parent)
    except OSError:
        raise StoreError(_FULL) from None
    finally:
        aside.unlink(missing_ok=True)


def _sync(folder: Path) -> None:
    """Put the folder's new entry on the disk, where the system can."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

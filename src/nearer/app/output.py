"""Writing a file whole or not at all."""

import os
import tempfile
from pathlib import Path

from nearer.errors import InputError

__all__ = ["write_whole"]


def write_whole(path: Path, text: str) -> None:
    """Write the text to the path in one step: the old file stays until the new one is complete.

    Raises:
        InputError: the folder is missing or cannot be written to, or the path is a folder.
    """
    if path.is_dir():
        raise InputError("The place to write to is a folder; please name a file in it.")
    try:
        handle, name = tempfile.mkstemp(dir=path.parent or Path(), prefix=".nearer-")
    except OSError:
        raise InputError(
            "The answer could not be written there; please name a folder that exists and is yours."
        ) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise InputError("The answer could not be written whole; the disk may be full. Nothing was changed.") from None

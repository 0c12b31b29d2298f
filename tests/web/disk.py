"""What lies in the folder of a server: how many rows, and whether anybody's words can be read there."""

import sqlite3


def rows_in(folder):
    with sqlite3.connect(folder / "notes.db") as store:
        return store.execute("SELECT COUNT(*) FROM entries").fetchone()[0]


def words_on_disk(folder, text):
    """Any eight bytes of the text in any file of the folder."""
    runs = {text.encode()[place : place + 8] for place in range(len(text.encode()) - 7)}
    held = b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())
    return [run for run in runs if run in held]

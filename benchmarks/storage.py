"""What sealing costs: the sealed store beside the same rows kept in plain words with sqlite3.

    python benchmarks/storage.py

Both write with WAL and synchronous=FULL, one transaction a row, into a temporary folder.
"""

import json
import resource
import sqlite3
import tempfile
import time
from pathlib import Path

from nearer.storage import KeyCost, open_store, url_of

NOTE = ("I felt alone when the door closed, and I would like ten minutes with you after supper. " * 12).encode()
COUNT = 1000


def seconds(work, times=1):
    start = time.perf_counter()
    for number in range(times):
        work(number)
    return (time.perf_counter() - start) / times


with tempfile.TemporaryDirectory() as folder:
    plain = sqlite3.connect(Path(folder) / "plain.db", isolation_level=None)
    plain.execute("PRAGMA journal_mode = WAL").fetchall()
    plain.execute("PRAGMA synchronous = FULL")
    plain.execute("CREATE TABLE kept (kind TEXT, id TEXT, value BLOB, PRIMARY KEY (kind, id))")
    store = open_store(url_of(folder), cost=KeyCost(1, 8192))
    space, _ = store.create_space("bench", "passphrase")
    rows = {
        "put one": (
            seconds(lambda n: space.put("note", NOTE, item=str(n)), COUNT),
            seconds(lambda n: plain.execute("INSERT INTO kept VALUES ('note', ?, ?)", (str(n), NOTE)), COUNT),
        ),
        "get one": (
            seconds(lambda n: space.get("note", str(n), bytes), COUNT),
            seconds(lambda n: plain.execute("SELECT value FROM kept WHERE id = ?", (str(n),)).fetchone(), COUNT),
        ),
        f"list {COUNT}": (
            seconds(lambda _: space.list("note", bytes), 5),
            seconds(lambda _: plain.execute("SELECT * FROM kept WHERE kind = 'note'").fetchall(), 5),
        ),
        f"list none of {COUNT}": (seconds(lambda _: space.list("letter", bytes), 5), None),
    }
    print(f"{'':24}{'sealed ms':>12}{'plain ms':>12}{'ratio':>8}")
    for name, (sealed, bare) in rows.items():
        ratio = (f"{bare * 1000:12.2f}", f"{sealed / bare:8.1f}") if bare else (f"{'':12}", "")
        print(f"{name:24}{sealed * 1000:12.2f}{''.join(ratio)}")
    store.close()
    sizes = [path.stat().st_size for path in (Path(folder) / "notes.db", Path(folder) / "plain.db")]
    print(f"{'file, bytes a row':24}{sizes[0] / COUNT:12.0f}{sizes[1] / COUNT:12.0f}{sizes[0] / sizes[1]:8.1f}")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    store = open_store(url_of(folder + "/usual"))
    made = seconds(lambda _: store.create_space("usual", "passphrase"))
    opened = seconds(lambda _: store.open_space("usual", "passphrase"), 3)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"open a space, s": round(opened, 2), "memory then, MB": round((after - before) / 1024)}))
    store.close()
    plain.close()

"""How fast the web app is on this machine: start, first page, and notes on drafts while several people type at once.

Run: ``python benchmarks/web_speed.py`` (or with ``--people 20 --seconds 20``). It needs the test extra (httpx2).
"""

import argparse
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import httpx2 as httpx

DRAFT = (
    "I waited for you last night and you did not call. You never tell me when you are late, and I sit there and think "
    "of everything that can have happened. I know that work is hard at the moment. Could we find a way, this week, so "
    "that I know when you will be home? I miss our evenings."
)
LETTER = "My partner goes quiet whenever I ask how the day was. I ask again, and then we both sit there. What can I do?"
PAUSES = 0.15
"""How often somebody stops for a second, after which all that there is to say is asked for."""
SERVER = """
import sys
from pathlib import Path
import uvicorn
from nearer.app.spaces import Spaces
from nearer.app.warm import warm
from nearer.storage import KeyCost
from nearer.web.sessions import Tries
from nearer.web.settings import Settings
from nearer.web.site import create_app
folder = Path(sys.argv[1])
app = create_app(Settings(data=folder), spaces=Spaces(folder, cost=KeyCost(1, 8192)), warm=warm, tries=Tries(10**6))
uvicorn.run(app, port=int(sys.argv[2]), http="h11", loop="asyncio", log_level="critical", access_log=False)
"""
"""The same app with cheap keys and no limit of tries, so that twenty people can sign in at once."""


def shares(times):
    """Median and 95th percentile in milliseconds."""
    ordered = sorted(times)
    return (
        f"median {statistics.median(ordered) * 1000:6.1f} ms   p95 {ordered[int(0.95 * len(ordered))] * 1000:6.1f} ms"
    )


def start_up(folder):
    """Seconds from the command to the line that it is ready, of work until then, and to the first page."""
    begun = time.perf_counter()
    command = [sys.executable, "-m", "nearer", "serve", "--port", "0", "--data", folder]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    address = re.search(r"http\S+", server.stdout.readline())[0]
    ready, work = time.perf_counter() - begun, worked_by(server.pid)
    client = httpx.Client()
    begun = time.perf_counter()
    client.get(address).raise_for_status()
    first = time.perf_counter() - begun
    server.terminate()
    server.wait()
    return ready, work, first


def person(address, name):
    """A client whose space is open, and the key of its forms."""
    client = httpx.Client(base_url=address, headers={"origin": address})
    key = re.search(r'name="form_key" value="(\w+)"', client.get("/begin").text)[1]
    words = {"passphrase": "four plain words here", "passphrase_again": "four plain words here"}
    client.post("/begin", data={"form_key": key, "name": name, **words}).raise_for_status()
    return client, re.search(r'name="form_key" value="(\w+)"', client.get("/settings").text)[1]


def type_on(client, key, seconds, times):
    """Types word by word, with a note asked for after each pause of 0.2 to 1.2 seconds."""
    dice, end, words = random.Random(key), time.perf_counter() + seconds, DRAFT.split()
    while time.perf_counter() < end:
        for count in range(4, len(words), 3):
            time.sleep(dice.uniform(0.2, 1.2))
            begun = time.perf_counter()
            fields = {"form_key": key, "draft": " ".join(words[:count])}
            client.post("/drafts/live", data=fields, headers={"hx-request": "true"}).raise_for_status()
            times.append(time.perf_counter() - begun)
            if dice.random() < PAUSES:
                time.sleep(0.9)
                client.post("/drafts/pause", data=fields, headers={"hx-request": "true"}).raise_for_status()
            if time.perf_counter() > end:
                return


def worked_by(pid):
    """Seconds that the processor has worked for a process; unlike wall time, other programs do not add to it."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident(pid, which="VmRSS"):
    """Megabytes of memory that a process holds, or held at most (VmHWM)."""
    return int(re.search(which + r":\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def main():
    """Print the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=20)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        starts = [start_up(folder) for _ in range(5)]
    ready, worked, first = zip(*starts, strict=True)
    best, usual, work = min(ready), statistics.median(ready), statistics.median(worked)
    print(f"programs waiting   {os.getloadavg()[0]:.1f} for {os.cpu_count()} cores, before")
    print(f"ready after        {best:.2f} s (best of five), {usual:.2f} s (median), {work:.2f} s of work; goal 1.5 s")
    print(f"very first page    {statistics.median(first) * 1000:.0f} ms; goal 100 ms")
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen([sys.executable, "-c", SERVER, folder, "8797"])
        address = "http://127.0.0.1:8797"
        for _ in range(200):
            try:
                httpx.get(address + "/healthz")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        people = [person(address, f"person {number}") for number in range(asked.people)]
        time.sleep(5)
        measure(people, asked, server.pid)
        server.terminate()
        server.wait()


def measure(people, asked, pid):
    """Pages one after the other, then everybody typing at once."""
    client = people[0][0]
    for path in ("/", "/home", "/drafts/new", "/check-in"):
        times = []
        for _ in range(50):
            begun = time.perf_counter()
            client.get(path)
            times.append(time.perf_counter() - begun)
        print(f"{path:18} {shares(times)}")
    times, before = [], worked_by(pid)
    threads = [threading.Thread(target=type_on, args=(*one, asked.seconds, times)) for one in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    work = (worked_by(pid) - before) / asked.seconds
    print(f"notes, {asked.people} typing   {shares(times)}; goal p95 150 ms")
    print(f"                   {len(times)} requests in {asked.seconds:.0f} s, {work:.0%} of one core")
    letter = {"form_key": people[0][1], "letter": LETTER}
    client.post("/letters/new", data=letter, timeout=60).raise_for_status()
    print(f"memory             {resident(pid):.0f} MB, {resident(pid, 'VmHWM'):.0f} MB at most; goal 500 MB")
    print(f"programs waiting   {os.getloadavg()[0]:.1f}, after")


if __name__ == "__main__":
    main()

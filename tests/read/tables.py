"""Tables of invented couples, drawn from a known pattern: who speaks when, and with which code."""

import json
from datetime import datetime, timedelta

import numpy as np

PEOPLE = ("Noor", "Elias")
CODES = {0: ["press", "protest", "probe"], 1: ["shut", "dismiss", "deflect"]}
SOFT = ["ask", "warm", "disclose", "repair", "invite"]


def rows_of(days=60, talks=2, theta=0.0, seed=1, start="2025-03-03", mood=0.7):
    """One dict a turn: Noor tends to press and Elias to close; ``theta`` is the log odds of both arrows."""
    random = np.random.default_rng(seed)
    level, own = np.array([[-1.5, -2.4], [-2.4, -1.5]]), 0.6
    rows = []
    for day in range(days):
        bad_day = mood * random.standard_normal()
        for talk in range(talks):
            at = datetime.fromisoformat(start) + timedelta(days=day, hours=9 + 8 * talk + 2 * random.random())
            last = np.full(2, -1)
            person = int(random.integers(2))
            for _ in range(int(6 + random.poisson(6))):
                odds = level[person] + bad_day
                odds = odds + own * (last[person] == np.arange(2))
                if person == 1 and last[0] == 0:
                    odds = odds + np.array([0.0, theta])
                if person == 0 and last[1] == 1:
                    odds = odds + np.array([theta, 0.0])
                weight = np.exp(odds)
                mark = int(random.choice(3, p=np.append(weight, 1.0) / (1 + weight.sum())))
                code = random.choice(CODES[mark]) if mark < 2 else random.choice([*SOFT, ""], p=[0.08] * 5 + [0.6])
                rows.append(
                    {
                        "conversation": "c1",
                        "at": at.isoformat(timespec="seconds"),
                        "speaker": PEOPLE[person],
                        "codes": [str(code)] if code else [],
                    }
                )
                last[person] = mark
                person = 1 - person
                at += timedelta(minutes=float(3.5 + random.lognormal(0.8, 0.8)))
    return rows


def write_lines(place, rows):
    """The rows as JSON Lines."""
    place.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return place


def write_csv(place, rows):
    """The rows as CSV, the codes parted by semicolons."""
    lines = ["conversation,at,speaker,codes"]
    lines += [",".join([row["conversation"], row["at"], row["speaker"], ";".join(row["codes"])]) for row in rows]
    place.write_text("\n".join(lines), encoding="utf-8")
    return place

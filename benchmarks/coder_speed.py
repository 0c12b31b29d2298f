"""How fast turns are coded, with peers beside, and how much memory a million messages take.

    python benchmarks/coder_speed.py DATA [MESSAGES]

The chat is made of the texts under DATA with one word of each swapped at random, so that hardly any two are the same.
CPU seconds are those of this process (user and system, all threads).
"""

import json
import random
import resource
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

from nearer.coding.coder import packaged
from nearer.coding.fast import fast_coder, settled
from nearer.coding.frames import turns_of
from nearer.coding.labels import TURN_CODES
from nearer.coding.mark import Way, _Talk, mark

data = Path(sys.argv[1])
messages = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
dice = random.Random(7)


def texts_of(name):
    return [json.loads(line)["text"] for line in (data / name).read_text(encoding="utf-8").splitlines()]


def chat(count, pool):
    words = [word for text in pool[:4000] for word in text.split()]
    made = []
    for _ in range(count):
        parts = dice.choice(pool).split() or ["ok"]
        parts[dice.randrange(len(parts))] = dice.choice(words)
        made.append(" ".join(parts))
    speakers = dice.choices(["A", "B"], k=count)
    return pl.DataFrame({"conversation": ["c"] * count, "turn": range(count), "speaker": speakers, "text": made})


def clocked(work):
    wall, cpu = time.perf_counter(), time.process_time()
    found = work()
    return found, time.perf_counter() - wall, time.process_time() - cpu


def show(name, count, wall, cpu):
    print(f"| {name} | {count:,} | {count / wall:,.0f} | {count / cpu:,.0f} |", flush=True)


pool = texts_of("chats.jsonl")
turns = turns_of(chat(messages, pool))
print(f"mean length {turns['text'].str.len_chars().mean():.0f} characters")
print("| coder | turns | a second | a CPU second |\n|---|---|---|---|")


def fast_only(way):
    coders = packaged(way)
    talk = _Talk(turns)
    done = 0
    for start in range(0, len(talk.texts), 16_384):
        places = np.arange(start, min(start + 16_384, len(talk.texts)))
        before = [talk.texts[one] if one >= 0 else None for one in talk.places.other[places]]
        heard = coders.heard([talk.texts[place] for place in places], before)
        found = coders.mixture.foretold(heard[:, len(TURN_CODES) :])
        done += int(settled(found, coders.mixture.limits(), coders.mixture.gate).sum())
    return done


fast_coder()
for way in (Way(), Way(blind=True)):
    done, wall, cpu = clocked(lambda way=way: fast_only(way))
    show(f"fast path, {way.coder} (settles {done / messages:.0%})", messages, wall, cpu)
few = turns.head(3_000)
for name, way in (
    ("careful, blind", Way(blind=True, careful=True)),
    ("careful, context", Way(careful=True)),
    ("both, blind", Way(blind=True)),
    ("both, context", Way()),
):
    coders = packaged(way)
    mark(few.head(64), coders)
    _, wall, cpu = clocked(lambda coders=coders: mark(few, coders))
    show(name, len(few), wall, cpu)

from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402
from sklearn.multiclass import OneVsRestClassifier  # noqa: E402
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer  # noqa: E402

some = turns["text"].head(20_000).to_list()
judge = SentimentIntensityAnalyzer()
_, wall, cpu = clocked(lambda: [judge.polarity_scores(text) for text in some])
show("VADER", len(some), wall, cpu)
letters = TfidfVectorizer(sublinear_tf=True, min_df=3, ngram_range=(2, 5), analyzer="char_wb")
features = letters.fit_transform(pool)
model = OneVsRestClassifier(LogisticRegression(max_iter=50)).fit(
    features, np.random.default_rng(1).random((len(pool), 18)) < 0.1
)
_, wall, cpu = clocked(lambda: model.predict_proba(letters.transform(some)))
show("TF-IDF of letters, logistic regression", len(some), wall, cpu)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
print(f"\npeak memory of this process {peak:.2f} GiB")

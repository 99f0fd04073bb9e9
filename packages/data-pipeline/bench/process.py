"""The work of pipeline.process with pandas, scikit-learn and NumPy; prints the seconds it took.

Read the aclImdb archive, clean, validate, find exact and near duplicates (MinHash by one permutation, banded,
candidates measured exactly), check, split, hash.
"""
import hashlib
import html
import json
import re
import sys
import tarfile
import time
import unicodedata

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import HashingVectorizer

REVIEW = re.compile(r"(?:^|/)(train|test)/(neg|pos|unsup)/(\d+)_(\d+)\.txt$")
URLS = re.compile(r"(?:^|/)(train|test)/urls_(neg|pos|unsup)\.txt$")
MOVIE = re.compile(r"/title/(tt\d+)")
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\ufeff]")
SPACE = re.compile(r"\s\s+|[^\S ]")
RESIDUE = r"</?[A-Za-z][A-Za-z0-9]{0,15}(?:\s[^<>]*)?/?>|&(?:[A-Za-z]{2,10}|#\d{1,7});"
DAMAGE = "[\ufffd\x80-\x9f]|[ÂÃ][\x80-\xbf]|â€"
BINS, BANDS, ROWS, THRESHOLD = 128, 21, 6, 0.8


def read(path):
    rows, movies = [], {}
    with tarfile.open(path, "r:gz") as archive:
        for member in archive:
            review = REVIEW.search(member.name)
            urls = None if review else URLS.search(member.name)
            if review:
                text = archive.extractfile(member).read().decode("utf-8")
                rows.append((review[1], review[2], int(review[3]), int(review[4]), text))
            elif urls:
                lines = archive.extractfile(member).read().decode("utf-8").splitlines()
                movies[urls[1], urls[2]] = [MOVIE.search(line)[1] for line in lines]
    frame = pd.DataFrame(rows, columns=["folder", "label", "number", "rating", "text"])
    frame["group"] = [movies[f, l][n] for f, l, n in zip(frame.folder, frame.label, frame.number)]
    frame["id"] = frame.folder + "/" + frame.label + "/" + frame.number.astype(str) + "_" + frame.rating.astype(str)
    return frame.sort_values("id").reset_index(drop=True)


def clean(text):
    text = html.unescape(BREAK.sub("\n", text))
    text = unicodedata.normalize("NFC", CONTROL.sub(" ", text))
    return SPACE.sub(" ", text).strip()


def near_duplicates(texts):
    shingles = HashingVectorizer(
        ngram_range=(5, 5), n_features=2**31 - 1, norm=None, alternate_sign=False, token_pattern=r"[^\W_]+"
    ).transform(texts)
    shingles.sort_indices()
    n = shingles.shape[0]
    row = np.repeat(np.arange(n, dtype=np.int64), np.diff(shingles.indptr))
    key = row * BINS + (shingles.indices >> 24)
    first = np.flatnonzero(np.r_[True, key[1:] != key[:-1]])
    signature = np.full(n * BINS, -1, dtype=np.int64)
    signature[key[first]] = shingles.indices[first] & 0xFFFFFF
    signature = signature.reshape(n, BINS)
    for bin_ in list(range(BINS - 1, -1, -1)) * 2:
        empty = signature[:, bin_] < 0
        signature[empty, bin_] = signature[empty, (bin_ + 1) % BINS]
    weights = np.random.default_rng(0).integers(1, 2**62, size=ROWS, dtype=np.int64) | 1
    parent = np.arange(n)

    def find(i):
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    seen = set()
    for band in range(BANDS):
        keys = (signature[:, band * ROWS : (band + 1) * ROWS] * weights).sum(axis=1)
        order = np.argsort(keys, kind="stable")
        ends = np.flatnonzero(np.r_[True, keys[order][1:] != keys[order][:-1], True])
        for start, end in zip(ends[:-1], ends[1:]):
            if end - start < 2:
                continue
            head = order[start]
            for other in order[start + 1 : end]:
                if (head, other) in seen or find(head) == find(other):
                    continue
                seen.add((head, other))
                a = shingles.indices[shingles.indptr[head] : shingles.indptr[head + 1]]
                b = shingles.indices[shingles.indptr[other] : shingles.indptr[other + 1]]
                shared = len(np.intersect1d(a, b, assume_unique=True))
                if len(a) + len(b) > shared and shared >= THRESHOLD * (len(a) + len(b) - shared):
                    x, y = sorted((find(head), find(other)))
                    parent[y] = x
    return np.array([find(i) for i in range(n)])


def process(path):
    """The frame with the part of each review, what the checks found, and the version of each part."""
    frame = read(path)
    frame["text"] = [clean(text) for text in frame.text]
    assert frame.id.is_unique and (frame.text.str.len() > 0).all()
    unlabelled = frame.label == "unsup"
    frame["part"] = np.where(unlabelled, "unlabelled", frame.folder)
    labelled = frame[~unlabelled]
    first = frame.drop_duplicates("text")
    clusters = pd.Series(first.index[near_duplicates(first.text)], index=first.index)
    frame["same"] = frame.groupby("text", sort=False).ngroup()
    train, test = labelled[labelled.part == "train"], labelled[labelled.part == "test"]
    findings = {
        "documents": len(frame),
        "labels": {"/".join(key): int(n) for key, n in labelled.groupby(["part", "label"]).size().items()},
        "exact": int(frame.duplicated(["part", "text"]).sum()),
        "across": int(test.text.isin(set(train.text)).sum()),
        "near": int((clusters != clusters.index).sum()),
        "conflicts": int((labelled.groupby("text").label.nunique() > 1).sum()),
        "groups": len(set(train.group) & set(test.group)),
        "residue": int(frame.text.str.contains(RESIDUE).sum()),
        "damage": int(frame.text.str.contains(DAMAGE).sum()),
        "lengths": frame.text.str.len().describe().to_dict(),
    }
    versions = {}
    for part, rows in frame.groupby("part"):
        hashes = sorted(
            hashlib.sha256(json.dumps(row, ensure_ascii=False).encode()).hexdigest()
            for row in zip(rows.rating, rows.group, rows.id, rows.label, rows.text)
        )
        versions[part] = hashlib.sha256(json.dumps(hashes).encode()).hexdigest()
    return frame, findings, versions


def main(path):
    start = time.perf_counter()
    _, findings, versions = process(path)
    seconds = time.perf_counter() - start
    print(findings, versions, file=sys.stderr)
    assert findings["documents"] == 100_000 and findings["across"] > 100
    print(seconds)


if __name__ == "__main__":
    main(sys.argv[1])

"""The main job written with pandas, scikit-learn and SciPy: archive to report. Prints the seconds it took.

Its steps are ours: read the archive; clean; validate; exact and near duplicates, leaks, residue, damage, lengths;
versions; vectorize; fit; evaluate; profile both splits and compare them column by column and word by word; save the
model; load it again and predict five texts; write the report. What it leaves out of ours costs ours time: the tracked
run, the results kept for the next run, the languages of texts, the strongest words, HTTP.

Usage: job_full.py ARCHIVE
"""

import json
import re
import sys
import tempfile
import time
from pathlib import Path

import joblib
import numpy as np
import pandas as pd
from scipy.stats import chi2_contingency, ks_2samp
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, log_loss, roc_auc_score
from sklearn.pipeline import make_pipeline

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "packages" / "data-pipeline" / "bench"))
from process import process  # noqa: E402

WORD = re.compile(r"\w+")
COMPARED_WORDS = 1000
EXAMPLES = [
    "A wonderful film: funny, moving, and beautifully acted. I loved every minute.",
    "Two hours of my life that I will never get back. Dull, badly written, worse acted.",
    "Not bad at all, though the ending is a little disappointing.",
    "I expected a masterpiece and got a tedious mess.",
    "The plot is thin, but the cast is superb and I laughed the whole way through.",
]


def profile(texts, vocabulary=None):
    """The columns by which texts are compared, and how much of them a model knows."""
    characters = texts.str.len()
    words = texts.map(WORD.findall)
    count = words.str.len().clip(lower=1)
    columns = pd.DataFrame(
        {
            "characters": characters,
            "words": words.str.len(),
            "distinctWordShare": words.map(lambda w: len({x.lower() for x in w})) / count,
            "meanWordLength": words.map(lambda w: sum(map(len, w))) / count,
            "nonLetterShare": texts.str.count(r"[^A-Za-z]") / characters,
            "upperCaseShare": texts.str.count(r"[A-Z]") / characters,
        }
    )
    if vocabulary is not None:
        unknown = words.map(lambda w: sum(x.lower() not in vocabulary for x in w))
        columns["unknownWordShare"] = unknown / count
    return columns


def drift(train, test, vocabulary):
    # A model knows the words of its own train texts.
    reference, current = profile(train), profile(test, vocabulary)
    columns = {name: float(ks_2samp(reference[name], current[name]).pvalue) for name in reference}
    counter = CountVectorizer(max_features=COMPARED_WORDS)
    before = np.asarray(counter.fit_transform(train).sum(axis=0)).ravel()
    now = np.asarray(counter.transform(test).sum(axis=0)).ravel()
    words = float(chi2_contingency(np.vstack([before + 1, now + 1])).pvalue)
    return {"columns": columns, "words": words, "reference": current.describe().to_dict()}


def main(path):
    start = time.perf_counter()
    frame, findings, versions = process(path)
    train, test = frame[frame.part == "train"], frame[frame.part == "test"]
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    x_train = vectorizer.fit_transform(train.text)
    x_test = vectorizer.transform(test.text)
    model = LogisticRegression(solver="liblinear", C=10, tol=0.01).fit(x_train, train.label)
    p = model.predict_proba(x_test)[:, 1]
    actual = (test.label == "pos").to_numpy()
    report = {
        "versions": versions,
        "quality": findings,
        "accuracy": accuracy_score(actual, p > 0.5),
        "f1": f1_score(actual, p > 0.5),
        "roc_auc": roc_auc_score(actual, p),
        "log_loss": log_loss(actual, p),
        "confusion": confusion_matrix(actual, p > 0.5).tolist(),
        "drift": drift(train.text, test.text, vectorizer.vocabulary_),
    }
    with tempfile.TemporaryDirectory() as folder:
        joblib.dump(make_pipeline(vectorizer, model), f"{folder}/model.joblib")
        served = joblib.load(f"{folder}/model.joblib")
        report["predictions"] = served.predict_proba(EXAMPLES)[:, 1].tolist()
        with open(f"{folder}/report.json", "w", encoding="utf-8") as file:
            json.dump(report, file)
    print(json.dumps({"seconds": time.perf_counter() - start, **report}))


main(sys.argv[1])

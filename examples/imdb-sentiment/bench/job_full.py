"""The main job written with pandas and scikit-learn: archive to report. Prints the seconds it took.

Usage: job_full.py ARCHIVE
"""

import hashlib
import html
import json
import re
import sys
import tarfile
import tempfile
import time
import unicodedata

import joblib
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix, f1_score, log_loss, roc_auc_score

BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
SPACE = re.compile(r"\s+")


def read(path):
    rows = []
    with tarfile.open(path, "r:gz") as archive:
        for member in archive:
            parts = member.name.split("/")
            if not member.isfile() or len(parts) != 4 or parts[2] not in ("neg", "pos", "unsup"):
                continue
            text = archive.extractfile(member).read().decode("utf-8")
            rows.append((member.name, parts[1], parts[2], text))
    return pd.DataFrame(rows, columns=["id", "split", "label", "text"])


def clean(text):
    text = unicodedata.normalize("NFC", html.unescape(BREAK.sub(" ", text)))
    return SPACE.sub(" ", text).strip()


def main(path):
    start = time.perf_counter()
    data = read(path)
    data["text"] = data["text"].map(clean)
    digest = hashlib.sha256()
    for row in data.sort_values("id").itertuples():
        digest.update(f"{row.id}\0{row.label}\0{row.text}\0".encode())
    quality = {
        "empty": int((data["text"].str.len() == 0).sum()),
        "duplicates": int(data["text"].duplicated().sum()),
        "labels": data["label"].value_counts().to_dict(),
        "html": int(data["text"].str.contains("<", regex=False).sum()),
    }
    labelled = data[data["label"] != "unsup"]
    train = labelled[labelled["split"] == "train"]
    test = labelled[labelled["split"] == "test"]
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    x_train = vectorizer.fit_transform(train["text"])
    x_test = vectorizer.transform(test["text"])
    model = LogisticRegression(solver="liblinear", C=10, tol=0.01).fit(x_train, train["label"])
    p = model.predict_proba(x_test)[:, 1]
    actual = (test["label"] == "pos").to_numpy()
    report = {
        "version": digest.hexdigest(),
        "quality": quality,
        "accuracy": accuracy_score(actual, p > 0.5),
        "f1": f1_score(actual, p > 0.5),
        "roc_auc": roc_auc_score(actual, p),
        "log_loss": log_loss(actual, p),
        "confusion": confusion_matrix(actual, p > 0.5).tolist(),
    }
    with tempfile.TemporaryDirectory() as folder:
        joblib.dump((vectorizer, model), f"{folder}/model.joblib")
        with open(f"{folder}/report.json", "w", encoding="utf-8") as file:
            json.dump(report, file)
    print(json.dumps({"seconds": time.perf_counter() - start, **report}))


main(sys.argv[1])

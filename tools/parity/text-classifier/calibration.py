"""Golden probabilities of calibrated text classifiers, from scikit-learn's CalibratedClassifierCV(pipeline, ensemble=False).

The vectorizer of the second model learns from labels: it must be fitted in each fold.

Run: python calibration.py > packages/text-classifier/src/golden/calibration.json
"""

import json
import warnings

import numpy as np
import sklearn
from sklearn.calibration import CalibratedClassifierCV
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer, TfidfVectorizer
from sklearn.feature_selection import SelectKBest, chi2
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.pipeline import make_pipeline

warnings.filterwarnings("ignore")
rng = np.random.default_rng(5)
words = [f"word{i}" for i in range(60)]


def corpus(classes, rows):
    """Texts whose words depend on their label; a fifth of the labels are of another class."""
    labels = rng.integers(0, classes, rows)
    texts = []
    for label in labels:
        weights = 1 + 2.0 * (np.arange(60) % classes == label)
        texts.append(" ".join(rng.choice(words, rng.integers(6, 14), p=weights / weights.sum())))
    noisy = rng.random(rows) < 0.2
    return texts, [f"class{label}" for label in np.where(noisy, rng.integers(0, classes, rows), labels)]


def models():
    tight = LogisticRegression(solver="newton-cholesky", tol=1e-10, max_iter=100_000)
    yield "tfidf", make_pipeline(TfidfVectorizer(min_df=2), tight)
    yield "selected", make_pipeline(CountVectorizer(min_df=2), SelectKBest(chi2, k=25), TfidfTransformer(), tight)


out = {"sklearn": sklearn.__version__, "cases": []}
for classes, rows in ((2, 120), (3, 180)):
    texts, labels = corpus(classes, rows)
    results = []
    for name, model in models():
        for method in ("sigmoid", "isotonic"):
            calibrated = CalibratedClassifierCV(model, method=method, ensemble=False).fit(texts, labels)
            p = calibrated.predict_proba(texts)
            results.append({"model": name, "method": method, "logLoss": log_loss(labels, p), "probabilities": p[:12].ravel().tolist()})
    out["cases"].append({"texts": texts, "labels": labels, "results": results})
print(json.dumps(out))

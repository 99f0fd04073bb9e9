"""Golden values of metrics with parameters, from scikit-learn.

Run: python scorers.py > packages/train/src/selection/golden/scorers.json
"""

import json

import numpy as np
import sklearn
from sklearn import metrics as m

rng = np.random.default_rng(23)
out = {"sklearn": sklearn.__version__, "cases": []}
for classes in (["fraud", "legit"], ["a", "b", "c"]):
    rows, size = 120, len(classes)
    y = rng.choice(size, rows, p=[0.25, 0.75] if size == 2 else [0.5, 0.3, 0.2])
    z = rng.normal(size=(rows, size))
    z[np.arange(rows), y] += 1.1
    p = np.exp(np.round(z, 1))
    p /= p.sum(axis=1, keepdims=True)
    q = p.argmax(axis=1)
    values = []
    for k, positive in enumerate(classes):
        is_positive, is_predicted, scores = y == k, q == k, p[:, k]
        precision, recall, _ = m.precision_recall_curve(is_positive, scores)
        one = {"positive": positive}
        values += [
            [{"metric": "precision", **one}, m.precision_score(is_positive, is_predicted)],
            [{"metric": "recall", **one}, m.recall_score(is_positive, is_predicted)],
            [{"metric": "f1", **one}, m.f1_score(is_positive, is_predicted)],
            [{"metric": "fbeta", "beta": 2, **one}, m.fbeta_score(is_positive, is_predicted, beta=2)],
            [{"metric": "fbeta", "beta": 0.5, **one}, m.fbeta_score(is_positive, is_predicted, beta=0.5)],
            [{"metric": "rocAuc", **one}, m.roc_auc_score(is_positive, scores)],
            [{"metric": "averagePrecision", **one}, m.average_precision_score(is_positive, scores)],
            # The last point of the curve, precision 1 at recall 0, belongs to no threshold.
            [{"metric": "recallAtPrecision", "precision": 0.8, **one}, recall[:-1][precision[:-1] >= 0.8].max(initial=0)],
            [{"metric": "precisionAtRecall", "recall": 0.7, **one}, precision[:-1][recall[:-1] >= 0.7].max()],
            [{"metric": "cost", "falsePositiveCost": 1, "falseNegativeCost": 5, **one},
             float(np.mean(1 * (~is_positive & is_predicted) + 5 * (is_positive & ~is_predicted)))],
        ]
    for average in ("macro", "micro", "weighted"):
        values.append([{"metric": "f1", "average": average}, m.f1_score(y, q, average=average)])
        values.append([{"metric": "fbeta", "beta": 2, "average": average}, m.fbeta_score(y, q, beta=2, average=average)])
    out["cases"].append({"classes": classes, "actual": y.tolist(), "probabilities": p.ravel().tolist(),
                         "values": [{"scoring": s, "value": float(v)} for s, v in values]})
print(json.dumps(out))

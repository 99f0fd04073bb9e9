"""Golden probabilities of calibrated classifiers, from scikit-learn's CalibratedClassifierCV(ensemble=False).

Run: python calibrated.py > packages/train/src/calibration/golden/calibrated.json
"""

import json
import warnings

import numpy as np
import scipy.sparse as sp
import sklearn
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC

warnings.filterwarnings("ignore")
rng = np.random.default_rng(17)
tight = {"tol": 1e-10, "max_iter": 1_000_000}
models = {
    "logisticRegression": LogisticRegression(solver="newton-cholesky", **tight),
    "linearSvc": LinearSVC(random_state=0, **tight),
    "multinomialNb": MultinomialNB(),
}


def data(classes, rows, cols):
    y = rng.integers(0, classes, rows)
    dense = rng.poisson(0.35, (rows, cols)) * rng.exponential(0.5, (rows, cols))
    for k in range(classes):
        dense[np.ix_(y == k, range(k, cols, classes * 2))] *= 1.8
    X = sp.csr_matrix(dense.astype(np.float32).round(3)).astype(np.float64)
    X.sort_indices()
    return X, y


out = {"sklearn": sklearn.__version__, "cases": []}
for classes, rows, cols in ((2, 150, 12), (4, 200, 16)):
    X, y = data(classes, rows, cols)
    weights = rng.integers(1, 4, rows)
    results = []
    for name, model in models.items():
        # Two classes without decision values keep the log odds of the sigmoid here, see docs/migration.md.
        methods = ("isotonic",) if classes == 2 and name == "multinomialNb" else ("sigmoid", "isotonic")
        for method in methods:
            for sample in (None, weights):
                calibrated = CalibratedClassifierCV(model, method=method, ensemble=False).fit(X, y, sample_weight=sample)
                p = calibrated.predict_proba(X)
                results.append({"classifier": name, "method": method, "sampleWeight": sample is not None,
                                "logLoss": log_loss(y, p), "probabilities": p[:12].ravel().tolist()})
    out["cases"].append({
        "classes": classes, "rows": rows, "cols": cols, "indptr": X.indptr.tolist(), "indices": X.indices.tolist(),
        "values": [float(v) for v in X.data.astype(np.float32)], "codes": y.tolist(), "weights": weights.tolist(),
        "results": results,
    })
print(json.dumps(out))

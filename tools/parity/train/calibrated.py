"""Golden probabilities of calibrated classifiers, from scikit-learn's CalibratedClassifierCV(ensemble=False).

Run: python calibrated.py > packages/train/src/calibration/golden/calibrated.json
"""

import json
import warnings

import numpy as np
import sklearn
from sklearn.calibration import CalibratedClassifierCV
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss
from sklearn.naive_bayes import MultinomialNB
from sklearn.svm import LinearSVC
from sparse_rows import data

warnings.filterwarnings("ignore")
rng = np.random.default_rng(17)
tight = {"tol": 1e-10, "max_iter": 1_000_000}
models = {
    "logisticRegression": LogisticRegression(solver="newton-cholesky", **tight),
    "linearSvc": LinearSVC(random_state=0, **tight),
    "multinomialNb": MultinomialNB(),
}


out = {"sklearn": sklearn.__version__, "cases": []}
for classes, rows, cols in ((2, 150, 12), (4, 200, 16)):
    X, y = data(rng, classes, rows, cols, factor=1.8)
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

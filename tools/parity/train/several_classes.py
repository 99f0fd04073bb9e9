"""Golden optima for several classes: scikit-learn's defaults of LogisticRegression, and class weights.

Run: python several_classes.py > packages/train/src/linear/golden/several-classes.json
"""

import json
import warnings

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC
from sparse_rows import data

warnings.filterwarnings("ignore")
tight = {"tol": 1e-10, "max_iter": 1_000_000}
classes, rows, cols = 4, 140, 18
rng = np.random.default_rng(5)
X, y = data(rng, classes, rows, cols)
keep = (y != 3) | (np.arange(rows) % 3 == 0)
X, y = X[keep], y[keep]
weights = rng.integers(1, 4, len(y))
names = ["a", "b", "c", "d"]
labels = np.array(names)[y]
models = []


def add(name, options, model, sample=None):
    model.fit(X, labels, sample_weight=sample)
    models.append({
        "name": name, "options": options, "sampleWeight": sample is not None,
        "coef": model.coef_.ravel().tolist(), "intercept": model.intercept_.tolist(),
    })


for options, own in (({}, {}), ({"C": 5}, {"C": 5}), ({"fitIntercept": False}, {"fit_intercept": False}),
                     ({"classWeight": "balanced"}, {"class_weight": "balanced"}),
                     ({"classWeight": {"b": 3, "d": 0.5}}, {"class_weight": {"b": 3, "d": 0.5}})):
    # The default solver of scikit-learn is lbfgs; newton-cholesky comes nearer to the same optimum.
    for sample in (None, weights):
        add("logisticRegression", options, LogisticRegression(solver="newton-cholesky", **own, **tight), sample)
        if "fitIntercept" not in options:
            add("linearSvc", options, LinearSVC(random_state=0, **own, **tight), sample)
X.sort_indices()
print(json.dumps({
    "sklearn": sklearn.__version__, "classes": names, "rows": X.shape[0], "cols": cols, "indptr": X.indptr.tolist(),
    "indices": X.indices.tolist(), "values": [float(v) for v in X.data.astype(np.float32)], "codes": y.tolist(),
    "weights": weights.tolist(), "models": models,
}))

"""Golden optima of the linear models, from scikit-learn at tight tolerance.

Run: python solvers.py > packages/train/src/linear/golden/solvers.json
"""

import json
import warnings

import numpy as np
import sklearn
from scipy.special import logsumexp
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import ComplementNB, MultinomialNB
from sklearn.svm import LinearSVC
from sklearn.utils.class_weight import compute_sample_weight
from sparse_rows import data

warnings.filterwarnings("ignore")
rng = np.random.default_rng(11)


def fitted(model, options, X, y, weights):
    model.fit(X, y, **({"sample_weight": weights} if weights is not None else {}))
    return {"coef": np.asarray(model.coef_).ravel().tolist(), "intercept": np.ravel(model.intercept_).tolist(),
            "objective": objective(model, options, X, y, weights)}


def objective(model, options, X, y, weights):
    """Penalty + C x weighted losses, written out here, at the optimum that scikit-learn found."""
    classes, rows = len(np.unique(y)), np.ones(len(y)) if weights is None else weights.astype(float)
    if options.get("classWeight") == "balanced":
        rows = rows * compute_sample_weight("balanced", y)
    z = X @ model.coef_.T + model.intercept_
    svm = isinstance(model, LinearSVC)
    ratio = {"l1": 1, "elasticnet": options.get("l1Ratio", 0.5)}.get(options.get("penalty"), 0)
    penalised = [model.coef_.ravel()] + ([np.ravel(model.intercept_)] if svm or options["solver"] == "liblinear" else [])
    w = np.concatenate(penalised)
    if classes > 2 and not svm:
        loss = logsumexp(z, axis=1) - z[np.arange(len(y)), y]
    else:
        signs = np.where(y[:, None] == (np.arange(classes) if classes > 2 else [1]), 1, -1)
        hinge = np.maximum(0, 1 - signs * z)
        loss = (hinge if options.get("loss") == "hinge" else hinge**2) if svm else np.logaddexp(0, -signs * z)
        loss = loss.sum(axis=1)
    return float(ratio * np.abs(w).sum() + (1 - ratio) * (w @ w) / 2 + options["C"] * (rows * loss).sum())


out = {"sklearn": sklearn.__version__, "cases": []}
for classes, rows, cols in ((2, 120, 25), (3, 120, 20)):
    X, y = data(rng, classes, rows, cols)
    weights = rng.integers(1, 4, rows)
    models = []

    def add(name, options, model, sample=None):
        models.append({"name": name, "options": options, "sampleWeight": sample is not None,
                       **fitted(model, options, X, y, sample)})

    tight = {"tol": 1e-10, "max_iter": 1_000_000}
    for C in (0.3, 5):
        for sample in (None, weights):
            add("logisticRegression", {"solver": "lbfgs", "C": C}, LogisticRegression(C=C, solver="newton-cholesky", **tight), sample)
            if classes == 2:
                add("logisticRegression", {"solver": "liblinear", "C": C}, LogisticRegression(C=C, solver="liblinear", random_state=0, **tight), sample)
                add("logisticRegression", {"solver": "liblinear", "penalty": "l1", "C": C}, LogisticRegression(C=C, l1_ratio=1, solver="liblinear", random_state=0, **tight), sample)
                add("logisticRegression", {"solver": "coordinate-descent", "penalty": "l1", "C": C}, LogisticRegression(C=C, l1_ratio=1, solver="saga", random_state=0, **tight), sample)
                add("logisticRegression", {"solver": "coordinate-descent", "penalty": "elasticnet", "l1Ratio": 0.4, "C": C},
                    LogisticRegression(C=C, l1_ratio=0.4, solver="saga", random_state=0, **tight), sample)
        if classes == 2:
            for fit_intercept, class_weight in ((False, None), (True, "balanced")):
                options = {"C": C, "fitIntercept": fit_intercept, **({"classWeight": class_weight} if class_weight else {})}
                own = dict(C=C, fit_intercept=fit_intercept, class_weight=class_weight)
                add("logisticRegression", {"solver": "liblinear", **options}, LogisticRegression(solver="liblinear", random_state=0, **own, **tight))
                add("logisticRegression", {"solver": "lbfgs", **options}, LogisticRegression(solver="newton-cholesky", **own, **tight))
        add("linearSvc", {"C": C}, LinearSVC(C=C, random_state=0, **tight))
        add("linearSvc", {"C": C, "loss": "hinge"}, LinearSVC(C=C, loss="hinge", random_state=0, **tight))
    probabilities = []
    for name, model in (("multinomialNb", MultinomialNB(alpha=0.7)), ("complementNb", ComplementNB(alpha=0.7)), ("complementNb-norm", ComplementNB(alpha=0.7, norm=True))):
        for sample in (None, weights):
            p = model.fit(X, y, sample_weight=sample).predict_proba(X[:10])
            probabilities.append({"name": name, "sampleWeight": sample is not None, "probabilities": p.ravel().tolist()})
    out["cases"].append({
        "classes": classes, "rows": rows, "cols": cols, "indptr": X.indptr.tolist(), "indices": X.indices.tolist(),
        "values": [float(v) for v in X.data.astype(np.float32)], "codes": y.tolist(), "weights": weights.tolist(),
        "models": models, "naiveBayes": probabilities,
    })
text = json.dumps(out)
print(text)

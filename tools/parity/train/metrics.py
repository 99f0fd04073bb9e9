"""Golden values of the metrics, from scikit-learn. Run: python metrics.py > packages/measures/src/metrics/golden/metrics.json"""

import json

import numpy as np
import sklearn
from sklearn import metrics as m
from sklearn.calibration import calibration_curve

rng = np.random.default_rng(7)


def case(classes, rows):
    y = rng.integers(0, classes, rows)
    z = rng.normal(size=(rows, classes))
    z[np.arange(rows), y] += 0.9
    p = np.exp(np.round(z, 1))
    p /= p.sum(axis=1, keepdims=True)
    q = p.argmax(axis=1)
    hard = {}
    for average in ("binary",) if classes == 2 else ("micro", "macro", "weighted"):
        hard[average] = {
            "precision": m.precision_score(y, q, average=average),
            "recall": m.recall_score(y, q, average=average),
            "f1": m.f1_score(y, q, average=average),
            "f2": m.fbeta_score(y, q, beta=2, average=average),
        }
    out = {
        "classes": classes,
        "actual": y.tolist(),
        "probabilities": p.ravel().tolist(),
        "averages": hard,
        "accuracy": m.accuracy_score(y, q),
        "balancedAccuracy": m.balanced_accuracy_score(y, q),
        "logLoss": m.log_loss(y, p),
        "brier": m.brier_score_loss(y, p if classes > 2 else p[:, 1]),
        "matthews": m.matthews_corrcoef(y, q),
        "kappa": m.cohen_kappa_score(y, q),
        "confusion": m.confusion_matrix(y, q).tolist(),
    }
    names = ["negative", "positive", "neutral", "mixed or no opinion at all", "ünïcödé"][:classes]
    out["labels"] = names
    # Every class given, as somebody would who has names for them; one of five does not occur in the second.
    out["reports"] = [
        {"actual": a.tolist(), "predicted": b.tolist(), "digits": d,
         "text": m.classification_report(a, b, labels=range(classes), target_names=names, digits=d, zero_division=0)}
        for a, b, d in ((y, q, 2), (y, q, 4), (y[:16] % 2, q[:16] % 2, 1), (y[:8] % 2, q[:8] % 2, 0))
    ]
    if classes == 2:
        s = p[:, 1]
        fpr, tpr, thresholds = m.roc_curve(y, s)
        precision, recall, cuts = m.precision_recall_curve(y, s)
        out |= {
            "rocAuc": m.roc_auc_score(y, s),
            "averagePrecision": m.average_precision_score(y, s),
            "roc": {"fpr": fpr.tolist(), "tpr": tpr.tolist(), "thresholds": thresholds[1:].tolist()},
            "precisionRecall": {"precision": precision.tolist(), "recall": recall.tolist(), "thresholds": cuts.tolist()},
            "calibration": {k: [v.tolist() for v in calibration_curve(y, s, n_bins=8, strategy=k)] for k in ("uniform", "quantile")},
        }
    else:
        out |= {
            "rocAuc": m.roc_auc_score(y, p, multi_class="ovr"),
            "rocAucWeighted": m.roc_auc_score(y, p, multi_class="ovr", average="weighted"),
        }
    return out


print(json.dumps({"sklearn": sklearn.__version__, "cases": [case(2, 150), case(3, 150), case(5, 120)]}))

"""Golden values of performance figures: real scikit-learn and SciPy on shared data.

Usage: python tools/parity/monitor/performance.py > packages/monitor/src/performance/golden/performance.json
"""
import json
import sys

import numpy as np
import scipy
import sklearn
from scipy import stats
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import accuracy_score, brier_score_loss, f1_score, log_loss, roc_auc_score

rng = np.random.default_rng(7)

score = np.round(rng.beta(0.7, 0.6, 400), 3)
truth = (rng.random(400) < score**1.2).astype(int)
label = (score > 0.5).astype(int)

multi = np.round(rng.dirichlet([1, 1.5, 0.8], 300), 3)
multi[:, 0] = np.round(1 - multi[:, 1] - multi[:, 2], 3)
multi_truth = np.array([rng.choice(3, p=np.abs(row) / np.abs(row).sum()) for row in multi])
multi_label = multi.argmax(1)

shares = np.round(rng.random(40) * 0.6 + np.linspace(0, 0.4, 40), 4)
weights = rng.integers(1, 30, 40)

json.dump(
    {
        "versions": {"scikit-learn": sklearn.__version__, "scipy": scipy.__version__},
        "binary": {
            "score": score.tolist(),
            "truth": truth.tolist(),
            "accuracy": accuracy_score(truth, label),
            "f1": f1_score(truth, label),
            "rocAuc": roc_auc_score(truth, score),
            "logLoss": log_loss(truth, np.clip(score, 1e-15, 1)),
            "brier": brier_score_loss(truth, score),
        },
        "multi": {
            "probabilities": multi.tolist(),
            "truth": multi_truth.tolist(),
            "accuracy": accuracy_score(multi_truth, multi_label),
            "f1": f1_score(multi_truth, multi_label, average="macro"),
            "rocAuc": float(np.mean([roc_auc_score(multi_truth == c, multi[:, c]) for c in range(3)])),
        },
        "wilson": [
            {"k": k, "n": n, "interval": list(stats.binomtest(k, n).proportion_ci(method="wilson"))}
            for k, n in [(0, 10), (9, 10), (10, 10), (905, 1000), (1, 25000)]
        ],
        "isotonic": {
            "shares": shares.tolist(),
            "weights": weights.tolist(),
            "fitted": IsotonicRegression().fit_transform(np.arange(40), shares, sample_weight=weights).tolist(),
        },
    },
    sys.stdout,
)

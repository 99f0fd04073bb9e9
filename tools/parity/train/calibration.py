"""Golden calibrations and tests between models. Run: python calibration.py > packages/train/src/calibration/golden/calibration.json"""

import json

import numpy as np
import sklearn
from scipy import stats
from sklearn.calibration import _sigmoid_calibration
from sklearn.feature_selection import chi2
from sklearn.isotonic import IsotonicRegression

rng = np.random.default_rng(5)
scores = np.round(rng.normal(size=80), 2)
y = (rng.random(80) < 1 / (1 + np.exp(-2.5 * scores + 0.4))).astype(int)
a, b = _sigmoid_calibration(scores, y, max_abs_prediction_threshold=1e9)
iso = IsotonicRegression(out_of_bounds="clip").fit(scores, y)
grid = np.linspace(-3, 3, 41)
X = rng.poisson(0.8, (30, 12)).astype(float)
t = rng.integers(0, 3, 30)
print(json.dumps({
    "sklearn": sklearn.__version__, "scores": scores.tolist(), "codes": y.tolist(),
    "platt": {"slope": -a, "offset": -b},
    "grid": grid.tolist(), "isotonic": iso.predict(grid).tolist(),
    "chi2": {"X": X.tolist(), "codes": t.tolist(), "scores": chi2(X, t)[0].tolist()},
    "mcnemar": {"b": 12, "c": 25, "exact": stats.binomtest(12, 37).pvalue},
}))

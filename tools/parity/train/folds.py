"""Golden folds, from scikit-learn. Run: python folds.py > packages/train/src/selection/golden/folds.json"""

import json

import numpy as np
import sklearn
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold, StratifiedKFold

rng = np.random.default_rng(3)
y = rng.integers(0, 3, 90)
# Group sizes all differ, so that the order of equal groups plays no part.
sizes = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14]
g = np.repeat(np.arange(len(sizes)), sizes)
names = np.array([f"g{i:02d}" for i in g])[rng.permutation(90)]
assign = lambda cv: [t.tolist() for _, t in cv.split(y, y, names)]
print(json.dumps({
    "sklearn": sklearn.__version__,
    "codes": y.tolist(),
    "groups": names.tolist(),
    "stratifiedKFold": assign(StratifiedKFold(4)),
    "groupKFold": assign(GroupKFold(4)),
    "stratifiedGroupKFold": assign(StratifiedGroupKFold(4)),
}))

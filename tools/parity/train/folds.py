"""Golden folds, from scikit-learn. Run: python folds.py > packages/train/src/selection/golden/folds.json"""

import json

import numpy as np
import sklearn
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold, StratifiedKFold

rng = np.random.default_rng(3)
y = rng.integers(0, 3, 90)
# Group sizes all differ, so that the order of equal groups plays no part; `ties` has groups of equal sizes.
sizes = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14]
g = np.repeat(np.arange(len(sizes)), sizes)
names = np.array([f"g{i:02d}" for i in g])[rng.permutation(90)]
assign = lambda cv: [t.tolist() for _, t in cv.split(y, y, names)]
tied = np.repeat([f"t{i:02d}" for i in range(20)], [2, 3, 3, 2, 1, 3, 1, 2, 2, 3, 1, 1, 3, 2, 3, 1, 2, 2, 3, 1])
zeros = np.zeros(len(tied))
print(json.dumps({
    "sklearn": sklearn.__version__,
    "codes": y.tolist(),
    "groups": names.tolist(),
    "stratifiedKFold": assign(StratifiedKFold(4)),
    "groupKFold": assign(GroupKFold(4)),
    "stratifiedGroupKFold": assign(StratifiedGroupKFold(4)),
    "ties": {"groups": tied.tolist(), "groupKFold": [t.tolist() for _, t in GroupKFold(4).split(zeros, zeros, tied)]},
}))

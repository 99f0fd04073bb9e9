"""Writes packages/features/src/golden/transformers.json: what a real scikit-learn makes of a small matrix.
python tools/parity/features/make-golden-transformers.py
"""

import json
import pathlib

import numpy as np
import sklearn
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.feature_selection import SelectKBest, chi2, mutual_info_classif
from sklearn.preprocessing import MaxAbsScaler, StandardScaler
from scipy.sparse import csr_matrix

OUT = pathlib.Path(__file__).parents[3] / "packages/features/src/golden/transformers.json"
rng = np.random.default_rng(5)
X = rng.poisson(rng.gamma(0.4, 1, size=(1, 24)), size=(40, 24)).astype(float)
X[:, 7] = 0
codes = {"two": rng.integers(0, 2, 40), "three": rng.integers(0, 3, 40)}
for y in codes.values():
    X[:, 3] += y
sparse = csr_matrix(X)
svd = TruncatedSVD(n_components=5, algorithm="arpack", random_state=0).fit(sparse)
signs = np.sign(svd.components_[np.arange(5), np.abs(svd.components_).argmax(axis=1)])

out = {
    "scikit-learn": sklearn.__version__,
    "rows": [[[int(c), float(v)] for c, v in zip(row.indices, row.data)] for row in sparse],
    "cols": 24,
    "codes": {name: y.tolist() for name, y in codes.items()},
    "chi2": {name: [None if np.isnan(v) else float(v) for v in chi2(sparse, y)[0]] for name, y in codes.items()},
    "mutualInformation": {
        name: mutual_info_classif(sparse > 0, y, discrete_features=True).tolist() for name, y in codes.items()
    },
    "selected": {
        name: SelectKBest(chi2, k=6).fit(sparse, y).get_support(indices=True).tolist() for name, y in codes.items()
    },
    "maxAbs": MaxAbsScaler().fit_transform(sparse).toarray().tolist(),
    "standardDeviation": StandardScaler(with_mean=False).fit_transform(sparse).toarray().tolist(),
    "tfidf": TfidfTransformer(sublinear_tf=True, norm="l1").fit_transform(sparse).toarray().tolist(),
    "singularValues": svd.singular_values_.tolist(),
    "components": (svd.components_ * signs[:, None]).tolist(),
}
OUT.write_text(json.dumps(out, separators=(",", ":")))
print(OUT.stat().st_size)

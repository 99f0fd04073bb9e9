"""The scikit-learn side of train's benchmarks.

prepare ARCHIVE DIR   writes the train matrix (TF-IDF of 1-2-grams, sublinear, min_df 2) and its labels
fit DIR SOLVER TOL    fits C = 10 on it (SOLVER liblinear-dual: dual=True); prints the objective, then the seconds
grid ARCHIVE ROWS     a 5-fold, 20-point grid over features and C on so many reviews; prints the seconds
"""

import re
import sys
import tarfile
import time
import warnings

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.pipeline import Pipeline

warnings.filterwarnings("ignore")
C = 10


def reviews(archive):
    found = []
    with tarfile.open(archive) as tar:
        for member in tar:
            if match := re.match(r"aclImdb/train/(pos|neg)/(\d+)_", member.name):
                found.append((match[1], int(match[2]), tar.extractfile(member).read().decode()))
    found.sort(key=lambda r: (r[1], r[0]))
    return [r[2] for r in found], np.array([r[0] == "pos" for r in found], dtype=np.int32)


def prepare(archive, folder):
    texts, y = reviews(archive)
    X = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2).fit_transform(texts).tocsr()
    X.sort_indices()
    X.indptr.astype("<u4").tofile(f"{folder}/indptr")
    X.indices.astype("<u4").tofile(f"{folder}/indices")
    X.data.astype("<f4").tofile(f"{folder}/values")
    y.astype("<i4").tofile(f"{folder}/codes")
    np.array(X.shape, dtype="<u4").tofile(f"{folder}/shape")


def fit(folder, solver, tol):
    rows, cols = np.fromfile(f"{folder}/shape", "<u4")
    indptr = np.fromfile(f"{folder}/indptr", "<u4").astype(np.int32)
    indices = np.fromfile(f"{folder}/indices", "<u4").astype(np.int32)
    X = sp.csr_matrix((np.fromfile(f"{folder}/values", "<f4").astype(np.float64), indices, indptr), shape=(rows, cols))
    y = np.fromfile(f"{folder}/codes", "<i4")
    start = time.perf_counter()
    options = {"solver": "liblinear", "dual": True} if solver == "liblinear-dual" else {"solver": solver}
    model = LogisticRegression(C=C, **options, tol=float(tol), max_iter=10_000, random_state=0).fit(X, y)
    seconds = time.perf_counter() - start
    w, b = model.coef_[0], model.intercept_[0]
    penalty = w @ w / 2 + (b * b / 2 if solver.startswith("liblinear") else 0)
    print(repr(float(penalty + C * np.logaddexp(0, -(2 * y - 1) * (X @ w + b)).sum())))
    print(seconds)


def grid(archive, rows):
    texts, y = reviews(archive)
    texts, y = texts[: int(rows)], y[: int(rows)]
    pipeline = Pipeline([("tfidf", TfidfVectorizer(sublinear_tf=True)), ("model", LogisticRegression(solver="liblinear", max_iter=1000))])
    space = {"tfidf__ngram_range": [(1, 1), (1, 2)], "tfidf__min_df": [2, 5], "model__C": [0.1, 1, 3, 10, 30]}
    start = time.perf_counter()
    search = GridSearchCV(pipeline, space, cv=StratifiedKFold(5), n_jobs=2, refit=False).fit(texts, y)
    seconds = time.perf_counter() - start
    print(search.best_score_)
    print(seconds)


{"prepare": prepare, "fit": fit, "grid": grid}[sys.argv[1]](*sys.argv[2:])

"""Made-up sparse rows whose values depend on the class, for the scripts of this folder."""

import numpy as np
import scipy.sparse as sp


def data(rng, classes, rows, cols, factor=2.2):
    """A matrix and the class of each row. Each class has columns whose values are multiplied by the factor."""
    y = rng.integers(0, classes, rows)
    dense = rng.poisson(0.35, (rows, cols)) * rng.exponential(0.5, (rows, cols))
    for k in range(classes):
        dense[np.ix_(y == k, range(k, cols, classes * 2))] *= factor
    X = sp.csr_matrix(dense.astype(np.float32).round(3)).astype(np.float64)
    X.sort_indices()
    return X, y

"""Golden values of every drift method: real SciPy, NumPy and Evidently on shared data.

Usage: python tools/parity/monitor/drift.py > packages/monitor/src/drift/golden/drift.json
"""
import json
import sys
import warnings

import numpy as np
import pandas as pd
import scipy
from scipy import stats

import pandas.core.dtypes.common as pandas_types

# pandas 3 dropped a name that one of Evidently's unrelated modules imports; without it nothing of it loads.
if not hasattr(pandas_types, "infer_dtype_from_object"):
    pandas_types.infer_dtype_from_object = lambda dtype: np.dtype(dtype).type

import evidently  # noqa: E402
from evidently.legacy.calculations.stattests import get_stattest
from evidently.legacy.core import ColumnType  # noqa: E402
from evidently.legacy.calculations.stattests.mmd_stattest import kernel_matrix, mmd_2samp

warnings.filterwarnings("ignore")
rng = np.random.default_rng(20240601)


def rounded(values, digits=4):
    return [round(float(v), digits) for v in values]


NUMERIC = {
    "normal": (rounded(rng.normal(0, 1, 200)), rounded(rng.normal(0.3, 1.2, 150))),
    "same": (rounded(rng.normal(5, 2, 300)), rounded(rng.normal(5, 2, 300))),
    "ties": (rng.poisson(8, 300).tolist(), rng.poisson(9, 280).tolist()),
    "heavyTail": (rounded(rng.lognormal(5, 1, 1200), 2), rounded(rng.lognormal(5.2, 1, 400), 2)),
    "scores": (rounded(rng.beta(0.6, 0.4, 1500), 3), rounded(rng.beta(0.5, 0.5, 1000), 3)),
    "fewValues": (rng.integers(1, 5, 400).tolist(), rng.choice([1, 2, 3, 4], 300, p=[0.4, 0.3, 0.2, 0.1]).tolist()),
    "fewValuesLarge": (rng.integers(1, 5, 1400).tolist(), rng.choice([1, 2, 3, 4], 300, p=[0.4, 0.3, 0.2, 0.1]).tolist()),
    "twoValues": (rng.integers(0, 2, 500).tolist(), rng.choice([0, 1], 200, p=[0.35, 0.65]).tolist()),
    "tiny": (rounded(rng.normal(0, 1, 9)), rounded(rng.normal(1, 1, 12))),
    "negative": (rounded(rng.normal(-300, 40, 90), 1), rounded(rng.normal(-310, 30, 80), 1)),
    "far": (rounded(rng.normal(0, 1, 60)), rounded(rng.normal(9, 1, 50))),
}
CATEGORICAL = {
    "three": (rng.choice(list("abc"), 300, p=[0.5, 0.3, 0.2]).tolist(), rng.choice(list("abc"), 250, p=[0.4, 0.35, 0.25]).tolist()),
    "threeLarge": (rng.choice(list("abc"), 1300, p=[0.5, 0.3, 0.2]).tolist(), rng.choice(list("abc"), 250, p=[0.3, 0.35, 0.35]).tolist()),
    "two": (rng.choice(["neg", "pos"], 300).tolist(), rng.choice(["neg", "pos"], 300, p=[0.42, 0.58]).tolist()),
    "newCategory": (rng.choice(list("ab"), 300).tolist(), rng.choice(list("abz"), 250, p=[0.49, 0.49, 0.02]).tolist()),
    "vanished": (rng.choice(list("abz"), 300, p=[0.45, 0.45, 0.1]).tolist(), rng.choice(list("ab"), 250).tolist()),
    "many": (rng.integers(0, 40, 900).astype(str).tolist(), rng.integers(0, 44, 700).astype(str).tolist()),
}


def test(result):
    statistic, p = float(result[0]), float(result[1])
    return {"statistic": statistic, "pValue": p}


def evidently_score(name, kind, a, b):
    kind = ColumnType(kind)
    method = get_stattest(pd.Series(a), pd.Series(b), kind, name)
    return float(method(pd.Series(a), pd.Series(b), kind, None).drift_score)


def contingency(a, b, lambda_):
    keys = sorted(set(a) | set(b))
    table = [[list(s).count(k) for k in keys] for s in (a, b)]
    if len(keys) < 2:
        return {"statistic": 0.0, "pValue": 1.0}
    return test(stats.chi2_contingency(table, correction=False, lambda_=lambda_)[:2])


def numeric(a, b):
    x, y = np.asarray(a, float), np.asarray(b, float)
    k = kernel_matrix(x.reshape(-1, 1), y.reshape(-1, 1)) if len(x) < 1000 and len(y) < 1000 else None
    golden = {
        "ks": test(stats.ks_2samp(x, y)),
        "anderson": (lambda r: {"statistic": float(r.statistic), "pValue": float(r.pvalue)})(
            stats.anderson_ksamp([x, y], variant="midrank")
        ),
        "cramer_von_mises": (lambda r: {"statistic": float(r.statistic), "pValue": float(r.pvalue)})(
            stats.cramervonmises_2samp(x, y, method="asymptotic")
        ),
        "mannw": test(stats.mannwhitneyu(x, y, method="asymptotic")),
        "t_test": test(stats.ttest_ind(x, y)),
        "ed": {"statistic": float(stats.energy_distance(x, y))},
        "wasserstein": {"statistic": evidently_score("wasserstein", "num", x, y)},
        "jensenshannon": {"statistic": evidently_score("jensenshannon", "num", x, y)},
        "kl_div": {"statistic": evidently_score("kl_div", "num", x, y)},
        "psi": {"statistic": evidently_score("psi", "num", x, y)},
        "hellinger": {"statistic": evidently_score("hellinger", "num", x, y)},
    }
    if k is not None:
        k = k - np.diag(np.diagonal(k))
        golden["empirical_mmd"] = {"statistic": float(mmd_2samp(k, len(y)))}
    return golden


def categorical(a, b):
    golden = {
        "chisquare": {"pValue": evidently_score("chisquare", "cat", a, b)},
        "chisquareContingency": contingency(a, b, "pearson"),
        "g_test": contingency(a, b, "log-likelihood"),
        "jensenshannon": {"statistic": evidently_score("jensenshannon", "cat", a, b)},
        "kl_div": {"statistic": evidently_score("kl_div", "cat", a, b)},
        "psi": {"statistic": evidently_score("psi", "cat", a, b)},
        "hellinger": {"statistic": evidently_score("hellinger", "cat", a, b)},
    }
    keys = sorted(set(a) | set(b))
    if len(keys) == 2:
        golden["z"] = {"pValue": evidently_score("z", "cat", a, b)}
        table = [[list(s).count(k) for k in keys] for s in (b, a)]
        golden["fisher_exact"] = test(stats.fisher_exact(table))
    shares = [np.array([list(s).count(k) / len(s) for k in keys]) for s in (a, b)]
    golden["TVD"] = {"statistic": float(0.5 * np.abs(shares[0] - shares[1]).sum())}
    return golden


def default(kind, a, b):
    kind = ColumnType(kind)
    method = get_stattest(pd.Series(a), pd.Series(b), kind, None)
    result = method(pd.Series(a), pd.Series(b), kind, None)
    return {"method": method.name, "score": float(result.drift_score), "threshold": float(result.actual_threshold), "drifted": bool(result.drifted)}


def irrational(n, step):
    return [(i * step) % 1.0 for i in range(1, n + 1)]


cases = []
for name, (a, b) in NUMERIC.items():
    cases.append({"name": name, "type": "numeric", "reference": a, "current": b, "methods": numeric(a, b), "default": default("num", a, b)})
for name, (a, b) in CATEGORICAL.items():
    cases.append({"name": name, "type": "categorical", "reference": a, "current": b, "methods": categorical(a, b), "default": default("cat", a, b)})

large = []
for n, m, power in [(12000, 500, 1), (11000, 10500, 1), (20000, 3000, 2), (15000, 90, 2), (10001, 7, 1)]:
    x = np.array(irrational(n, 0.6180339887498949))
    y = np.array(irrational(m, 0.7548776662466927))
    if power == 2:
        y = y * y * 0.05 + y * 0.95
    large.append({"n": n, "m": m, "power": power, **test(stats.ks_2samp(x, y))})

kolmogorov = [
    {"d": d, "n": n, "sf": float(stats.kstwo.sf(d, n))}
    for n in (1, 2, 7, 30, 99, 140, 141, 500, 4000, 25000, 200000)
    for d in [v / np.sqrt(n) for v in (0.3, 0.5, 0.7, 0.9, 1.1, 1.36, 1.6, 2.2, 3.0, 4.5)]
    if d < 1
]

from statsmodels.stats.multitest import multipletests  # noqa: E402 (only for the corrections)

ps = rounded(rng.beta(0.4, 1.5, 25), 6)
corrections = {
    "pValues": ps,
    "bonferroni": multipletests(ps, method="bonferroni")[1].tolist(),
    "holm": multipletests(ps, method="holm")[1].tolist(),
    "benjaminiHochberg": stats.false_discovery_control(ps, method="bh").tolist(),
}

json.dump(
    {
        "versions": {"scipy": scipy.__version__, "numpy": np.__version__, "evidently": evidently.__version__},
        "cases": cases,
        "large": large,
        "kolmogorov": kolmogorov,
        "corrections": corrections,
    },
    sys.stdout,
)

"""Makes packages/core/src/math/golden.json: exp, log and log1p rounded from 60 digits of Python's decimal module."""
import json
import math
import random
import sys
from decimal import Decimal, getcontext
from pathlib import Path

getcontext().prec = 60
getcontext().Emin, getcontext().Emax = -9999, 9999
draw = random.Random(20)


def exp(x: float) -> float:
    return float(Decimal(x).exp())


def log(x: float) -> float:
    return float(Decimal(x).ln())


def log1p(x: float) -> float:
    # For tiny x, 60 digits of 1 + x would not hold x: the series is then exact enough.
    d = Decimal(x)
    return float(d - d * d / 2 + d * d * d / 3) if abs(x) < 1e-12 else float((1 + d).ln())


def any_positive() -> float:
    return math.ldexp(1 + draw.random(), draw.randint(-1074, 1023))


tables = {
    "exp": (exp, [draw.uniform(-1, 1) for _ in range(150)] + [draw.uniform(-745, 709) for _ in range(150)]
            + [draw.uniform(-745.1, -707) for _ in range(40)]
            + [0.0, 1.0, -1.0, 0.5, 709.782712893384, -745.133219101941, 1e-300, -1e-17, 0.34657359027997264]),
    "log": (log, [draw.uniform(0.5, 2) for _ in range(150)] + [any_positive() for _ in range(150)]
            + [1.0, 2.0, 5e-324, 1.7976931348623157e308, 0.9999999999999999, 1.0000000000000002, math.sqrt(2), math.sqrt(0.5)]),
    "log1p": (log1p, [draw.uniform(-0.999, 1) for _ in range(150)] + [any_positive() for _ in range(100)]
              + [-any_positive() for _ in range(100)] + [1e-20, -1e-20, -0.9999999999999999, 0.41, -0.29, 1e300]),
}
golden = {
    name: [[x, f(x)] for x in points if name != "log1p" or x > -1] for name, (f, points) in tables.items()
}
target = Path(__file__).parents[3] / "packages/core/src/math/golden.json"
target.write_text("{" + ",\n".join(f'"{k}": {json.dumps(v)}' for k, v in golden.items()) + "}\n")
print({k: len(v) for k, v in golden.items()}, file=sys.stderr)

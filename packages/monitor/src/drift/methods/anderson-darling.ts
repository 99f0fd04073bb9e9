import { portableExp, portableLog } from "@imdb/core";
import type { DriftMethod } from "./method.js";
import type { NumericPair } from "./pair.js";

/**
 * The standardised statistic at each significance level, from table 2 of Scholz & Stephens for two samples. `PARABOLA`
 * is fitted to these points by least squares: the logarithm of the p-value as a quadratic function of the statistic.
 */
// biome-ignore lint/suspicious/noApproximativeNumericConstant: 2.718 is a critical value, not e.
const CRITICAL = [0.325, 1.226, 1.961, 2.718, 3.752, 4.592, 6.546] as const;
const LEVELS = [0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001] as const;
const PARABOLA = fitParabola(CRITICAL, LEVELS.map(portableLog));

/**
 * Two-sample Anderson–Darling test with midranks. It is more sensitive in the tails than the Kolmogorov–Smirnov test.
 * The p-value is interpolated; it is never below 0.001 or above 0.25.
 *
 * @see Scholz & Stephens (1987), K-sample Anderson–Darling tests; `scipy.stats.anderson_ksamp`.
 */
export const andersonDarling: DriftMethod = {
  name: "anderson",
  title: "Anderson–Darling",
  result: "pValue",
  threshold: 0.1,
  numeric(pair) {
    // The statistic needs two different values, its variance four records.
    if (pair.keys.length < 2 || pair.referenceCount + pair.currentCount < 4)
      return { statistic: 0, pValue: 1 };
    const statistic = (midrankStatistic(pair) - 1) / Math.sqrt(varianceOf(pair));
    const [a, b, c] = PARABOLA;
    if (statistic < CRITICAL[0]) return { statistic, pValue: 0.25 };
    if (statistic > CRITICAL[6]) return { statistic, pValue: 0.001 };
    return { statistic, pValue: portableExp(a + b * statistic + c * statistic * statistic) };
  },
};

/** The statistic: equation 7 of Scholz & Stephens. */
function midrankStatistic({ keys, reference, current, referenceCount, currentCount }: NumericPair): number {
  const total = referenceCount + currentCount;
  let [cumulative, a, b, first, second] = [0, 0, 0, 0, 0];
  for (let i = 0; i < keys.length; i++) {
    const ties = reference[i]! + current[i]!;
    const rank = cumulative + ties / 2;
    const weight = ties / total / (rank * (total - rank) - (total * ties) / 4);
    first += weight * (total * (a + reference[i]! / 2) - rank * referenceCount) ** 2;
    second += weight * (total * (b + current[i]! / 2) - rank * currentCount) ** 2;
    cumulative += ties;
    a += reference[i]!;
    b += current[i]!;
  }
  return ((total - 1) / total) * (first / referenceCount + second / currentCount);
}

/** The variance of the statistic: equation 4 of Scholz & Stephens for two samples. */
function varianceOf({ referenceCount, currentCount }: NumericPair): number {
  const n = referenceCount + currentCount;
  const H = 1 / referenceCount + 1 / currentCount;
  let h = 0;
  let g = 0;
  for (let i = n - 1; i > 1; i--) {
    h += 1 / i;
    g += h / (n - i + 1);
  }
  h += 1;
  const a = 4 * g - 6 + (10 - 6 * g) * H;
  const b = 4 * (2 * g - 4) + 16 * h + (2 * g - 14 * h - 4) * H - 8 * h + 4 * g - 6;
  const c = 4 * (6 * h + 2 * g - 2) + 2 * (4 * h - 4 * g + 6) + (2 * h - 6) * H + 4 * h;
  const d = 4 * (2 * h + 6) - 8 * h;
  return (a * n ** 3 + b * n ** 2 + c * n + d) / ((n - 1) * (n - 2) * (n - 3));
}

/** Least-squares fit of y on 1, x and x², by Gaussian elimination of the normal equations. */
function fitParabola(x: readonly number[], y: readonly number[]): [number, number, number] {
  const sum = (f: (i: number) => number) => x.reduce((total, _, i) => total + f(i), 0);
  const rows = [0, 1, 2].map((r) => [
    ...[0, 1, 2].map((c) => sum((i) => x[i]! ** (r + c))),
    sum((i) => y[i]! * x[i]! ** r),
  ]);
  for (let p = 0; p < 3; p++) {
    for (let r = 0; r < 3; r++) {
      if (r === p) continue;
      const factor = rows[r]![p]! / rows[p]![p]!;
      rows[r] = rows[r]!.map((value, c) => value - factor * rows[p]![c]!);
    }
  }
  return [rows[0]![3]! / rows[0]![0]!, rows[1]![3]! / rows[1]![1]!, rows[2]![3]! / rows[2]![2]!];
}

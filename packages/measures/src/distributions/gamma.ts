import { above, anyNumber, checkOption } from "@imdb/core/options";
import { logGamma } from "./log-gamma.js";

/**
 * The upper regularised incomplete gamma function Q(a, x) for a > 0, x ≥ 0: a series for x < a + 1, a continued
 * fraction for larger x.
 *
 * @see Press et al. (2007), Numerical Recipes, 6.2; Lentz (1976) for the continued fraction.
 */
function gammaQ(a: number, x: number): number {
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a));
  return x < a + 1 ? 1 - scale * series(a, x) : scale * continuedFraction(a, x);
}

function series(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; term > sum * 1e-17 && n < 100_000; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let i = 1; i < 100_000; i++) {
    const an = -i * (i - a);
    b += 2;
    d = 1 / nonZero(an * d + b);
    c = nonZero(b + an / c);
    const delta = d * c;
    h *= delta;
    if (Math.abs(delta - 1) < 1e-16) break;
  }
  return h;
}

/** A value that can be divided by: 1e-300 in place of a smaller one. */
export function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value;
}

const degreesRule = above(0);

/**
 * Survival function of the chi-squared distribution: the probability that the variable exceeds x.
 *
 * @param x        NaN gives NaN.
 * @param degrees  Degrees of freedom, above 0.
 * @throws `INVALID_OPTION`
 * @see `scipy.stats.chi2.sf`
 */
export function chiSquaredSf(x: number, degrees: number): number {
  checkOption("x", x, anyNumber, "chiSquaredSf");
  checkOption("degrees", degrees, degreesRule, "chiSquaredSf");
  return Number.isNaN(x) ? Number.NaN : gammaQ(degrees / 2, x / 2);
}

/**
 * Survival function of the standard normal distribution: the probability that the variable exceeds z.
 *
 * @param z  NaN gives NaN.
 * @throws `INVALID_OPTION`
 * @see `scipy.stats.norm.sf`
 */
export function normalSf(z: number): number {
  checkOption("z", z, anyNumber, "normalSf");
  const tail = 0.5 * gammaQ(0.5, (z * z) / 2);
  return z >= 0 ? tail : 1 - tail;
}

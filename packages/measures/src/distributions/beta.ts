import { above, anyNumber, checkOption } from "@imdb/core/options";
import { nonZero } from "./gamma.js";
import { logGamma } from "./log-gamma.js";

/**
 * The regularised incomplete beta function I_x(a, b), by Lentz's continued fraction.
 *
 * @see Press et al. (2007), Numerical Recipes, 6.4.
 */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const factor = Math.exp(
    a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b) - Math.log(a),
  );
  let c = 1;
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / nonZero(1 + even * d);
    c = nonZero(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / nonZero(1 + odd * d);
    c = nonZero(1 + odd / c);
    const change = d * c;
    fraction *= change;
    if (Math.abs(change - 1) < 1e-16) break;
  }
  return factor * fraction;
}

const degreesRule = above(0);

/**
 * Survival function of Student's t distribution: the probability that the variable exceeds t.
 *
 * @param t        From 0.
 * @param degrees  Degrees of freedom, above 0.
 * @throws `INVALID_OPTION`
 * @see `scipy.stats.t.sf`
 */
export function studentSf(t: number, degrees: number): number {
  checkOption("t", t, anyNumber, "studentSf");
  checkOption("degrees", degrees, degreesRule, "studentSf");
  return 0.5 * incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}

import { anyNumber, checkOption } from "@imdb/core/options";
import { logGamma } from "./log-gamma.js";

/**
 * Survival function of the limiting distribution of the Cramér–von Mises statistic: the probability that it
 * exceeds x.
 *
 * @throws `INVALID_OPTION`
 * @see Csörgő & Faraway (1996), The exact and asymptotic distributions of Cramér–von Mises statistics, (1.2);
 *      `scipy.stats.cramervonmises`.
 */
export function cramerVonMisesSf(x: number): number {
  checkOption("x", x, anyNumber, "cramerVonMisesSf");
  // Below 0.003 the distribution function is less than 1e-17.
  if (x < 0.003) return 1;
  let cdf = 0;
  for (let k = 0; k < 1000; k++) {
    const y = 4 * k + 1;
    const q = (y * y) / (16 * x);
    const u = Math.exp(logGamma(k + 0.5) - logGamma(k + 1)) / (Math.PI ** 1.5 * Math.sqrt(x));
    const term = u * Math.sqrt(y) * Math.exp(-q) * besselK(0.25, q);
    cdf += term;
    if (term < 1e-12) break;
  }
  return Math.max(0, 1 - cdf);
}

/**
 * The modified Bessel function of the second kind, from its integral ∫ exp(−x cosh t) cosh(νt) dt by the trapezoidal
 * rule. For this integrand the rule converges faster than any power of the step.
 *
 * @see Abramowitz & Stegun (1964), 9.6.24.
 */
function besselK(order: number, x: number): number {
  const step = 1 / 32;
  let sum = 0.5 * Math.exp(-x);
  for (let i = 1; i < 1000; i++) {
    const t = i * step;
    const term = Math.exp(-x * Math.cosh(t)) * Math.cosh(order * t);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return sum * step;
}

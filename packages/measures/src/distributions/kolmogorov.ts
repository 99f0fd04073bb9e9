import { logChoose } from "./log-gamma.js";

/**
 * Survival function of the two-sided Kolmogorov–Smirnov statistic: the probability that the statistic of n
 * observations is at least d. The two-sample test uses it as an approximation, with n₁n₂ / (n₁ + n₂) rounded as n.
 *
 * Three methods: Durbin's matrix (exact) for n ≤ 140, twice the one-sided probability where that is exact to 1e-10,
 * and Pelz & Good's expansion in between.
 *
 * @param d  The statistic: the largest difference of the distribution functions.
 * @param n  The number of observations, an integer from 1.
 * @see Simard & L'Ecuyer (2011), Computing the two-sided Kolmogorov–Smirnov distribution; Marsaglia, Tsang &
 *      Wang (2003); Pelz & Good (1976); `scipy.stats.kstwo.sf`.
 */
export function kolmogorovSf(d: number, n: number): number {
  if (Number.isNaN(n * d)) return Number.NaN;
  if (d >= 1) return 0;
  if (n * d <= 0.5) return 1;
  const nxx = n * d * d;
  if (nxx >= 370) return 0;
  if (n <= 140 ? nxx >= 4 : nxx >= 2.2) return Math.min(1, 2 * smirnovSf(d, n));
  return clip(1 - (n <= 140 || n * d * Math.sqrt(d) <= 1.4 ? durbinCdf(d, n) : pelzGoodCdf(d, n)));
}

/** The one-sided survival function as a sum of positive terms: Birnbaum & Tingey (1951). */
function smirnovSf(d: number, n: number): number {
  const last = Math.floor(n * (1 - d));
  let sum = 0;
  for (let j = 0; j <= last; j++) {
    const q = d + j / n;
    const p = 1 - q;
    if (p <= 0) continue;
    sum += Math.exp(logChoose(n, j) + (n - j) * Math.log(p) + (j - 1) * Math.log(q));
  }
  return d * sum;
}

/** The distribution function by Durbin's matrix: n! / nⁿ times an entry of its n-th power. Exponents are kept apart. */
function durbinCdf(d: number, n: number): number {
  const k = Math.floor(n * d) + 1;
  const m = 2 * k - 1;
  const h = k - n * d;
  const matrix = new Float64Array(m * m);
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) matrix[i * m + j] = i - j + 1 < 0 ? 0 : 1;
  for (let i = 0; i < m; i++) {
    matrix[i * m]! -= h ** (i + 1);
    matrix[(m - 1) * m + i]! -= h ** (m - i);
  }
  matrix[(m - 1) * m]! += 2 * h - 1 > 0 ? (2 * h - 1) ** m : 0;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) {
      for (let g = 1; g <= i - j + 1; g++) matrix[i * m + j]! /= g;
    }
  }
  const power = matrixPower(matrix, m, n);
  let value = power.matrix[(k - 1) * m + k - 1]!;
  let exponent = power.exponent;
  for (let i = 1; i <= n; i++) {
    value *= i / n;
    if (value < 1e-140) {
      value *= 1e140;
      exponent -= 140;
    }
  }
  return value * 10 ** exponent;
}

/** The n-th power of an m × m matrix as `matrix · 10^exponent`. */
function matrixPower(matrix: Float64Array, m: number, n: number): { matrix: Float64Array; exponent: number } {
  if (n === 1) return { matrix, exponent: 0 };
  const half = matrixPower(matrix, m, Math.floor(n / 2));
  let result = multiply(half.matrix, half.matrix, m);
  let exponent = 2 * half.exponent;
  if (n % 2 === 1) result = multiply(matrix, result, m);
  const middle = Math.floor(m / 2);
  if (result[middle * m + middle]! > 1e140) {
    result = result.map((value) => value * 1e-140);
    exponent += 140;
  }
  return { matrix: result, exponent };
}

function multiply(a: Float64Array, b: Float64Array, m: number): Float64Array {
  const c = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < m; k++) {
      const factor = a[i * m + k]!;
      for (let j = 0; j < m; j++) c[i * m + j]! += factor * b[k * m + j]!;
    }
  }
  return c;
}

/** The distribution function by Pelz & Good (1976): the limit and its first three corrections in 1/√n. */
function pelzGoodCdf(d: number, n: number): number {
  const root = Math.sqrt(n);
  const z = d * root;
  const z2 = z * z;
  const z4 = z2 * z2;
  const z6 = z4 * z2;
  const pi2 = Math.PI * Math.PI;
  const pi4 = pi2 * pi2;
  let k0 = 0;
  let k1 = 0;
  let k2 = 0;
  let k3 = 0;
  for (let k = 0; k < 40; k++) {
    const s = (k + 0.5) ** 2;
    const e = Math.exp((-s * pi2) / (2 * z2));
    k0 += e;
    k1 += (pi2 * s - z2) * e;
    k2 += (6 * z6 + 2 * z4 + pi2 * (2 * z4 - 5 * z2) * s + pi4 * (1 - 2 * z2) * s * s) * e;
    k3 +=
      (-30 * z6 -
        90 * z6 * z2 +
        pi2 * (135 * z4 - 96 * z6) * s +
        pi4 * (212 * z4 - 60 * z2) * s * s +
        pi2 * pi4 * s * s * s * (5 - 30 * z2)) *
      e;
  }
  let k2b = 0;
  let k3b = 0;
  for (let k = 1; k < 40; k++) {
    const s = k * k;
    const e = Math.exp((-s * pi2) / (2 * z2));
    k2b += pi2 * s * e;
    k3b += (3 * pi2 * s * z2 - pi4 * s * s) * e;
  }
  const sqrt2pi = Math.sqrt(2 * Math.PI);
  const sqrtHalfPi = Math.sqrt(Math.PI / 2);
  return (
    (k0 * sqrt2pi) / z +
    (k1 * sqrtHalfPi) / (3 * z4) / root +
    ((k2 * sqrtHalfPi) / (36 * z6 * z) - (k2b * sqrtHalfPi) / (18 * z2 * z)) / n +
    ((k3 * sqrtHalfPi) / (3240 * z6 * z4) + (k3b * sqrtHalfPi) / (108 * z6)) / (n * root)
  );
}

function clip(p: number): number {
  return Math.min(1, Math.max(0, p));
}

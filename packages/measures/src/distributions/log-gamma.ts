const LANCZOS = [
  0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
] as const;

/**
 * The natural logarithm of the gamma function for x > 0, with a relative error of about 1e-14.
 *
 * @see Lanczos (1964), A precision approximation of the gamma function; g = 7, nine coefficients.
 */
export function logGamma(x: number): number {
  let sum: number = LANCZOS[0];
  const z = x - 1;
  for (let i = 1; i < LANCZOS.length; i++) sum += LANCZOS[i]! / (z + i);
  const t = z + 7.5;
  return 0.5 * Math.log(2 * Math.PI) + (z + 0.5) * Math.log(t) - t + Math.log(sum);
}

/** The natural logarithm of the binomial coefficient "n choose k". */
export function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}

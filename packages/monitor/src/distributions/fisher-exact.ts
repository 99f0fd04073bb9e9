import { logChoose } from "./log-gamma.js";

/**
 * Two-sided p-value of Fisher's exact test of the table [[a, b], [c, d]]: the probability, with the margins
 * fixed, of all tables that are no likelier than this one.
 *
 * @see Fisher (1935), The logic of inductive inference; `scipy.stats.fisher_exact`.
 */
export function fisherExact(a: number, b: number, c: number, d: number): number {
  const drawn = a + c;
  const inFirst = a + b;
  const total = a + b + c + d;
  const low = Math.max(0, drawn - (c + d));
  const high = Math.min(drawn, inFirst);
  const all = logChoose(total, drawn);
  const logProbability = (k: number) => logChoose(inFirst, k) + logChoose(total - inFirst, drawn - k) - all;
  // The factor is SciPy's: tables as likely as this one must not fall out by rounding.
  const limit = logProbability(a) + 1e-7;
  let sum = 0;
  for (let k = low; k <= high; k++) {
    const log = logProbability(k);
    if (log <= limit) sum += Math.exp(log);
  }
  return Math.min(1, sum);
}

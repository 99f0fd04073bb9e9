import { logChoose } from "./log-gamma.js";

/** The factor is SciPy's: tables as likely as this one must not fall out by rounding. */
const AS_LIKELY = 1 + 1e-7;
/** Of this table's probability: beyond such a table, all together are less than what can be written. */
const NEGLIGIBLE = 1e-20;

/**
 * Two-sided p-value of Fisher's exact test of the table [[a, b], [c, d]]: the probability, with the margins
 * fixed, of all tables that are no likelier than this one.
 *
 * Neighbouring tables differ by a factor without logarithms, so one is computed and the others follow from it.
 *
 * @see Fisher (1935), The logic of inductive inference; `scipy.stats.fisher_exact`.
 */
export function fisherExact(a: number, b: number, c: number, d: number): number {
  const drawn = a + c;
  const inFirst = a + b;
  const rest = c + d;
  const all = logChoose(inFirst + rest, drawn);
  const own = Math.exp(logChoose(inFirst, a) + logChoose(rest, c) - all);
  const low = Math.max(0, drawn - rest);
  const high = Math.min(drawn, inFirst);
  let sum = 1;
  // In units of the probability of this table, away from it on either side.
  let ratio = 1;
  for (let k = a; k < high; k++) {
    ratio *= ((inFirst - k) * (drawn - k)) / ((k + 1) * (rest - drawn + k + 1));
    if (ratio <= AS_LIKELY) sum += ratio;
    if (ratio < NEGLIGIBLE) break;
  }
  ratio = 1;
  for (let k = a; k > low; k--) {
    ratio *= (k * (rest - drawn + k)) / ((inFirst - k + 1) * (drawn - k + 1));
    if (ratio <= AS_LIKELY) sum += ratio;
    if (ratio < NEGLIGIBLE) break;
  }
  return Math.min(1, own * sum);
}

import { checkOption, integer } from "@imdb/core/options";
import { logChoose } from "./log-gamma.js";

const count = integer(0, Number.MAX_SAFE_INTEGER);

/** SciPy's tolerance: a table that is equally likely must not be left out because of rounding. */
const EQUALLY_LIKELY = 1 + 1e-7;
/** Tables whose probability is a smaller share of the given table's do not change the sum in double precision. */
const NEGLIGIBLE = 1e-20;

/**
 * Two-sided p-value of Fisher's exact test of the table [[a, b], [c, d]]: the total probability of all tables with the
 * same margins that are at most as likely as this one.
 *
 * The probability of a table follows from that of its neighbour by one factor, so logarithms are taken only once.
 *
 * @param a  A count, a whole number from 0, as `b`, `c` and `d` are.
 * @throws `INVALID_OPTION`
 * @see Fisher (1935), The logic of inductive inference; `scipy.stats.fisher_exact`.
 */
export function fisherExact(a: number, b: number, c: number, d: number): number {
  const counts = { a, b, c, d };
  for (const name in counts) checkOption(name, counts[name as "a"], count, "fisherExact");
  const firstColumn = a + c;
  const firstRow = a + b;
  const secondRow = c + d;
  const total = logChoose(firstRow + secondRow, firstColumn);
  const observed = Math.exp(logChoose(firstRow, a) + logChoose(secondRow, c) - total);
  const low = Math.max(0, firstColumn - secondRow);
  const high = Math.min(firstColumn, firstRow);
  let sum = 1;
  // Probabilities relative to the observed table, first with larger and then with smaller a.
  let ratio = 1;
  for (let k = a; k < high; k++) {
    ratio *= ((firstRow - k) * (firstColumn - k)) / ((k + 1) * (secondRow - firstColumn + k + 1));
    if (ratio <= EQUALLY_LIKELY) sum += ratio;
    if (ratio < NEGLIGIBLE) break;
  }
  ratio = 1;
  for (let k = a; k > low; k--) {
    ratio *= (k * (secondRow - firstColumn + k)) / ((firstRow - k + 1) * (firstColumn - k + 1));
    if (ratio <= EQUALLY_LIKELY) sum += ratio;
    if (ratio < NEGLIGIBLE) break;
  }
  return Math.min(1, observed * sum);
}

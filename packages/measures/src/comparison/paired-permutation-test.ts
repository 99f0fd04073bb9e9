import { seededRandom } from "@imdb/core";
import { integer, optionsOf, seed } from "@imdb/core/options";
import { checkLists } from "../arguments.js";
import { NotFinite } from "../errors.js";
import { checkLength } from "../metrics/checks.js";

/** The mean difference of the scores of two models, and the p-value of the permutation test. */
export interface PermutationResult {
  /** Mean of first − second. */
  readonly difference: number;
  /** Two-sided; at least 1 / (permutations + 1). */
  readonly pValue: number;
}

/** Options of {@link pairedPermutationTest}. */
export interface PermutationOptions {
  /** Number of random sign patterns. Default 10,000. */
  readonly permutations?: number;
  /** Seed of the sign patterns. Default 0. */
  readonly seed?: number;
}

const permutationOptions = optionsOf<PermutationOptions>({
  permutations: [10_000, integer(1, 10_000_000)],
  seed: [0, seed],
});

/**
 * Paired permutation test: whether two models have different mean scores on the same rows. If the models were equal,
 * the difference of each row would have either sign with the same probability.
 *
 * @param first   The first model's score of each row (1 or 0 for right or wrong, a loss, …).
 * @param second  The second model's score of each row.
 * @throws `SHAPE_MISMATCH`, `NOT_FINITE`, `INVALID_OPTION`, `UNDEFINED_METRIC` when there are no rows.
 * @see    Pitman (1937); Good (2005), Permutation, Parametric and Bootstrap Tests of Hypotheses.
 */
export function pairedPermutationTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: PermutationOptions = {},
): PermutationResult {
  const { permutations, seed } = permutationOptions.resolve(options);
  checkLists({ first, second });
  checkLength(first, second.length, "pairedPermutationTest");
  const differences: number[] = [];
  for (let i = 0; i < first.length; i++) {
    const difference = first[i]! - second[i]!;
    if (!Number.isFinite(difference)) {
      throw NotFinite.create({ what: "Paired scores", position: i, value: String(difference) });
    }
    // A difference of 0 stays 0 under either sign.
    if (difference !== 0) differences.push(difference);
  }
  const observed = differences.reduce((sum, d) => sum + d, 0);
  const random = seededRandom(seed).fork("permutation-test");
  // A sum that differs by rounding alone counts as equally large.
  const threshold = Math.abs(observed) * (1 - 1e-12);
  let extreme = 0;
  for (let round = 0; round < permutations; round++) {
    let sum = 0;
    let bits = 0;
    for (let at = 0; at < differences.length; at++) {
      if (at % 32 === 0) bits = random.integer(2 ** 32);
      sum += bits & 1 ? differences[at]! : -differences[at]!;
      bits >>>= 1;
    }
    if (Math.abs(sum) >= threshold) extreme++;
  }
  return { difference: observed / first.length, pValue: (extreme + 1) / (permutations + 1) };
}

import { ShapeMismatch, seededRandom } from "@imdb/core";
import { integer, optionsOf, seed } from "@imdb/core/options";
import { NotFinite, UndefinedMetric } from "../errors.js";

/** The mean difference of two models' scores and how often chance makes one as large. */
export interface PermutationResult {
  /** Mean of first − second. */
  readonly difference: number;
  /** Two-sided; never below 1 / (permutations + 1). */
  readonly pValue: number;
}

/** What {@link pairedPermutationTest} takes. */
export interface PermutationOptions {
  /** Default 10,000. */
  readonly permutations?: number;
  /** Default 0. */
  readonly seed?: number;
}

const permutationOptions = optionsOf<PermutationOptions>({
  permutations: [10_000, integer(1, 10_000_000)],
  seed: [0, seed],
});

/**
 * Whether two models' scores differ on the same rows: if they were alike, each row's difference might as well
 * have the other sign.
 *
 * @param first    A score a row (right or wrong as 1 or 0, a loss); `second` likewise.
 * @throws `SHAPE_MISMATCH`, `NOT_FINITE`, `INVALID_OPTION`, `UNDEFINED_METRIC` when there are no rows.
 * @see    Pitman (1937); Good (2005), Permutation, Parametric and Bootstrap Tests of Hypotheses.
 */
export function pairedPermutationTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  options: PermutationOptions = {},
): PermutationResult {
  const { permutations, seed } = permutationOptions.resolve(options);
  if (first.length !== second.length) {
    throw ShapeMismatch.create({ what: "Paired scores", expected: first.length, actual: second.length });
  }
  if (first.length === 0)
    throw UndefinedMetric.create({ metric: "pairedPermutationTest", reason: "there are no rows" });
  const differences: number[] = [];
  for (let i = 0; i < first.length; i++) {
    const difference = first[i]! - second[i]!;
    if (!Number.isFinite(difference)) {
      throw NotFinite.create({ what: "Paired scores", position: i, value: String(difference) });
    }
    // Equal scores stay equal under either sign.
    if (difference !== 0) differences.push(difference);
  }
  const observed = differences.reduce((sum, d) => sum + d, 0);
  const random = seededRandom(seed).fork("permutation-test");
  const bar = Math.abs(observed) * (1 - 1e-12);
  let asLarge = 0;
  for (let round = 0; round < permutations; round++) {
    let sum = 0;
    let bits = 0;
    for (let at = 0; at < differences.length; at++) {
      if (at % 32 === 0) bits = random.integer(2 ** 32);
      sum += bits & 1 ? differences[at]! : -differences[at]!;
      bits >>>= 1;
    }
    if (Math.abs(sum) >= bar) asLarge++;
  }
  return { difference: observed / first.length, pValue: (asLarge + 1) / (permutations + 1) };
}

import { labelsOf, type RunOptions, type Split, seededRandom } from "@imdb/core";
import { above, integer, optional, optionsOf } from "@imdb/core/options";
import { checkTrainRun } from "../fitting/arguments.js";
import { displaySearch } from "./display-results.js";
import { resolveScoring } from "./scorer.js";
import { searchPairs } from "./search.js";
import {
  allPairs,
  type SearchOptions,
  type SearchPoint,
  type SearchResult,
  searchOptions,
} from "./search-options.js";
import { positionsOf, withTrainRows } from "./splitter.js";
import { stratifiedKFold } from "./stratified-k-fold.js";

/** Options of {@link halvingGridSearchCV}. */
export interface HalvingOptions extends SearchOptions {
  /** After each round 1/factor of the candidates remain, and the training rows grow by this factor. Default 3. */
  readonly factor?: number;
  /** Training rows of a fold in the first round. Default: chosen so that the last round has all rows. */
  readonly minRows?: number;
}

const halvingOptions = optionsOf<HalvingOptions, "cv" | "runner" | "memory" | "minRows">({
  ...searchOptions.rules,
  factor: [3, above(1)],
  minRows: optional(integer(2)),
});

/** The result of a halving search, with the points of every round. */
export interface HalvingResult extends SearchResult {
  readonly rounds: readonly { readonly trainRows: number; readonly points: readonly SearchPoint[] }[];
}

/**
 * Successive halving: all combinations are evaluated on few training rows, the best of them on more, and the last ones
 * on all. The test rows of a fold are the same in every round.
 *
 * @throws What `gridSearchCV` throws.
 * @see    Jamieson & Talwalkar (2016), Non-stochastic best arm identification; scikit-learn's
 *         `HalvingGridSearchCV`.
 */
export async function halvingGridSearchCV(
  options: HalvingOptions,
  train: Split<"train">,
  run: RunOptions = {},
): Promise<HalvingResult> {
  const { factor, minRows: firstRows, cv = stratifiedKFold(), ...search } = halvingOptions.resolve(options);
  checkTrainRun(train, run);
  const { name, direction } = resolveScoring(search.scoring, labelsOf(train));
  let pairs = allPairs(search);
  const roundsNeeded = Math.max(1, Math.ceil(Math.log(pairs.length) / Math.log(factor) - 1e-9) + 1);
  const minRows =
    firstRows ?? Math.max(2, Math.floor(train.examples.length / factor ** (roundsNeeded - 1) / 2));
  const rounds: { trainRows: number; points: readonly SearchPoint[] }[] = [];
  for (let round = 0; ; round++) {
    const last = pairs.length === 1 || round === roundsNeeded - 1;
    const limit = last ? Infinity : Math.round(minRows * factor ** round);
    const limited = withTrainRows(cv, (rows, codes) => sampled(rows, codes, limit, run.seed ?? 0));
    const result = await searchPairs({ ...search, cv: limited }, pairs, train, run);
    rounds.push({ trainRows: limit === Infinity ? train.examples.length : limit, points: result.points });
    if (last) return displaySearch({ ...result, rounds });
    const kept = Math.max(1, Math.ceil(pairs.length / factor));
    const score = (at: number) => direction * result.points[at]!.mean[name]!;
    const best = [...pairs.keys()].sort((a, b) => score(b) - score(a) || a - b).slice(0, kept);
    pairs = pairs.filter((_, at) => best.includes(at));
  }
}

/** A random sample of training rows with the class shares of the fold, and at least two rows per class. */
function sampled(rows: Uint32Array, codes: ArrayLike<number>, limit: number, seed: number): Uint32Array {
  if (rows.length <= limit) return rows;
  const share = limit / rows.length;
  const order = seededRandom(seed).fork("halving").permutation(rows.length);
  const inOrder = Array.from(order, (at) => rows[at]!);
  const ofClass = positionsOf(inOrder.map((row) => codes[row]!));
  const chosen = [...ofClass.values()].flatMap((places) =>
    places.slice(0, Math.max(2, Math.round(share * places.length))),
  );
  return Uint32Array.from(chosen, (at) => inOrder[at]!).sort();
}

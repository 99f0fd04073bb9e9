import { type FittedOf, type RunOptions, seededRandom, type TextEstimator, type TrainData } from "@imdb/core";
import { above, integer, optional, optionsOf } from "@imdb/core/options";
import { displaySearch } from "./display-results.js";
import { scoreCandidates } from "./search.js";
import {
  isTextSearch,
  type PointScores,
  type SearchOptions,
  type SearchPoint,
  type SearchResult,
  searchOptions,
  type TextSearchOptions,
  type TextSearchPoint,
  type TextSearchResult,
  textSearchOptions,
  type UnsetSettings,
} from "./search-options.js";
import { searchSpace } from "./search-space.js";
import { positionsOf, withTrainRows } from "./splitter.js";
import { stratifiedKFold } from "./stratified-k-fold.js";

/** Options of {@link halvingGridSearchCV}. */
export interface HalvingOptions extends SearchOptions {
  /** After each round 1/factor of the candidates remain, and the training rows grow by this factor. Default 3. */
  readonly factor?: number;
  /** Training rows of a fold in the first round. Default: chosen so that the last round has all rows. */
  readonly minRows?: number;
}

type TextOptions<T extends TextEstimator = TextEstimator> = TextSearchOptions<T> &
  Pick<HalvingOptions, "factor" | "minRows">;

const ofHalving = { factor: [3, above(1)], minRows: optional(integer(2)) } as const;
const pairOptions = optionsOf<HalvingOptions, UnsetSettings | "minRows">({
  ...searchOptions.rules,
  ...ofHalving,
});
const textOptions = optionsOf<TextOptions, UnsetSettings | "minRows">({
  ...textSearchOptions.rules,
  ...ofHalving,
});

/** One round of a halving search. */
export interface HalvingRound<P extends PointScores = SearchPoint> {
  /** Training rows of a fold. */
  readonly trainRows: number;
  readonly points: readonly P[];
}

/** The result of a halving search, with the points of every round. */
export interface HalvingResult extends SearchResult {
  readonly rounds: readonly HalvingRound[];
}

/**
 * Successive halving: all candidates are evaluated on few training rows, the best of them on more, and the last ones
 * on all. The test rows of a fold are the same in every round.
 *
 * @throws What `gridSearchCV` throws.
 * @see    Jamieson & Talwalkar (2016), Non-stochastic best arm identification; scikit-learn's
 *         `HalvingGridSearchCV`.
 */
export function halvingGridSearchCV<T extends TextEstimator, L extends string>(
  options: TextOptions<T>,
  train: TrainData<L>,
  run?: RunOptions,
): Promise<
  TextSearchResult<FittedOf<T, L>, T> & { readonly rounds: readonly HalvingRound<TextSearchPoint>[] }
>;
export function halvingGridSearchCV(
  options: HalvingOptions,
  train: TrainData,
  run?: RunOptions,
): Promise<HalvingResult>;
export async function halvingGridSearchCV(
  options: HalvingOptions | TextOptions,
  given: TrainData,
  run: RunOptions = {},
): Promise<object> {
  const resolved = isTextSearch(options) ? textOptions.resolve(options) : pairOptions.resolve(options);
  const { factor, minRows: firstRows, cv = stratifiedKFold(), ...search } = resolved;
  const { settings, candidates: all, data, finish } = searchSpace(search, given, run);
  const { train } = data;
  let candidates = all;
  const roundsNeeded = Math.max(1, Math.ceil(Math.log(candidates.length) / Math.log(factor) - 1e-9) + 1);
  const minRows =
    firstRows ?? Math.max(2, Math.floor(train.examples.length / factor ** (roundsNeeded - 1) / 2));
  const rounds: HalvingRound<PointScores>[] = [];
  for (let round = 0; ; round++) {
    const last = candidates.length === 1 || round === roundsNeeded - 1;
    const limit = last ? Infinity : Math.round(minRows * factor ** round);
    const limited = withTrainRows(cv, (rows, codes) => sampled(rows, codes, limit, run.seed ?? 0));
    const scored = await scoreCandidates({ ...settings, cv: limited }, candidates, data, run);
    rounds.push({ trainRows: limit === Infinity ? train.examples.length : limit, points: scored.points });
    if (last) return displaySearch({ ...(await finish(scored)), rounds });
    const kept = Math.max(1, Math.ceil(candidates.length / factor));
    const rank = (at: number) => scored.points[at]!.rank;
    const best = [...candidates.keys()].sort((a, b) => rank(a) - rank(b) || a - b).slice(0, kept);
    candidates = candidates.filter((_, at) => best.includes(at));
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

import { type RunOptions, type Split, seededRandom } from "@imdb/core";
import { above, integer, optional, optionsOf } from "@imdb/core/options";
import { allPairs } from "./grid-search-cv.js";
import { directionOf } from "./scoring.js";
import {
  type SearchOptions,
  type SearchPoint,
  type SearchResult,
  searchOptions,
  searchPairs,
} from "./search.js";
import type { Fold } from "./splitter.js";

/** What {@link halvingGridSearchCV} takes besides. */
export interface HalvingOptions extends SearchOptions {
  /** One in so many candidates stays after a round, and rows grow by it. Default 3. */
  readonly factor?: number;
  /** Training rows of a fold in the first round. Default: so many that the last round has all. */
  readonly minRows?: number;
}

const halvingOptions = optionsOf<HalvingOptions, "cv" | "runner" | "memory" | "minRows">({
  ...searchOptions.rules,
  factor: [3, above(1)],
  minRows: optional(integer(2)),
});

/** The outcome, with every round's points. */
export interface HalvingResult extends SearchResult {
  readonly rounds: readonly { readonly trainRows: number; readonly points: readonly SearchPoint[] }[];
}

/**
 * Successive halving: all combinations on few training rows, the best of them on more, the last on all.
 * Evaluation rows are the same in every round.
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
  const { factor, minRows: least, ...search } = halvingOptions.resolve(options);
  const { scoring } = search;
  const direction = directionOf(scoring);
  let pairs = allPairs(search);
  const roundsNeeded = Math.max(1, Math.ceil(Math.log(pairs.length) / Math.log(factor) - 1e-9) + 1);
  const minRows = least ?? Math.max(2, Math.floor(train.examples.length / factor ** (roundsNeeded - 1) / 2));
  const rounds: { trainRows: number; points: readonly SearchPoint[] }[] = [];
  for (let round = 0; ; round++) {
    const last = pairs.length === 1 || round === roundsNeeded - 1;
    const limit = last ? Infinity : Math.round(minRows * factor ** round);
    const result = await searchPairs(search, pairs, train, run, (fold, codes) =>
      shortened(fold, codes, limit, run.seed ?? 0),
    );
    rounds.push({ trainRows: limit === Infinity ? train.examples.length : limit, points: result.points });
    if (last) return { ...result, rounds };
    const order = pairs
      .map((pair, at) => ({ pair, score: direction * result.points[at]!.mean[scoring]!, at }))
      .sort((a, b) => b.score - a.score || a.at - b.at);
    const keep = Math.max(1, Math.ceil(pairs.length / factor));
    pairs = order
      .slice(0, keep)
      .sort((a, b) => a.at - b.at)
      .map(({ pair }) => pair);
  }
}

/** The first rows of a seeded order, with the class shares of the fold and at least two rows a class. */
function shortened(fold: Fold, codes: Int32Array, limit: number, seed: number): Fold {
  if (fold.train.length <= limit) return fold;
  const share = limit / fold.train.length;
  const order = seededRandom(seed).fork("halving").permutation(fold.train.length);
  const size = new Map<number, number>();
  for (const row of fold.train) size.set(codes[row]!, (size.get(codes[row]!) ?? 0) + 1);
  const taken = new Map<number, number>();
  const kept: number[] = [];
  for (const at of order) {
    const row = fold.train[at]!;
    const code = codes[row]!;
    const quota = Math.max(2, Math.round(share * size.get(code)!));
    const sofar = taken.get(code) ?? 0;
    if (sofar >= quota) continue;
    taken.set(code, sofar + 1);
    kept.push(row);
  }
  return { ...fold, train: Uint32Array.from(kept).sort() };
}

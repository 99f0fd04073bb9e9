import { type RunOptions, type Split, seededRandom } from "@imdb/core";
import { above, integer, optional, optionsOf } from "@imdb/core/options";
import { directionOf } from "./scoring.js";
import {
  allPairs,
  type SearchOptions,
  type SearchPoint,
  type SearchResult,
  searchOptions,
  searchPairs,
} from "./search.js";
import { placesOf, withTrainRows } from "./splitter.js";
import { stratifiedKFold } from "./stratified-k-fold.js";

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
  const { factor, minRows: least, cv = stratifiedKFold(), ...search } = halvingOptions.resolve(options);
  const { scoring } = search;
  const direction = directionOf(scoring);
  let pairs = allPairs(search);
  const roundsNeeded = Math.max(1, Math.ceil(Math.log(pairs.length) / Math.log(factor) - 1e-9) + 1);
  const minRows = least ?? Math.max(2, Math.floor(train.examples.length / factor ** (roundsNeeded - 1) / 2));
  const rounds: { trainRows: number; points: readonly SearchPoint[] }[] = [];
  for (let round = 0; ; round++) {
    const last = pairs.length === 1 || round === roundsNeeded - 1;
    const limit = last ? Infinity : Math.round(minRows * factor ** round);
    const shorter = withTrainRows(cv, (rows, codes) => shortened(rows, codes, limit, run.seed ?? 0));
    const result = await searchPairs({ ...search, cv: shorter }, pairs, train, run);
    rounds.push({ trainRows: limit === Infinity ? train.examples.length : limit, points: result.points });
    if (last) return { ...result, rounds };
    const keep = Math.max(1, Math.ceil(pairs.length / factor));
    const score = (at: number) => direction * result.points[at]!.mean[scoring]!;
    const best = [...pairs.keys()].sort((a, b) => score(b) - score(a) || a - b).slice(0, keep);
    pairs = pairs.filter((_, at) => best.includes(at));
  }
}

/** The first rows of a seeded order, with the class shares of the fold and at least two rows a class. */
function shortened(rows: Uint32Array, codes: ArrayLike<number>, limit: number, seed: number): Uint32Array {
  if (rows.length <= limit) return rows;
  const share = limit / rows.length;
  const order = seededRandom(seed).fork("halving").permutation(rows.length);
  const inOrder = Array.from(order, (at) => rows[at]!);
  const ofClass = placesOf(inOrder.map((row) => codes[row]!));
  const kept = [...ofClass.values()].flatMap((places) =>
    places.slice(0, Math.max(2, Math.round(share * places.length))),
  );
  return Uint32Array.from(kept, (at) => inOrder[at]!).sort();
}

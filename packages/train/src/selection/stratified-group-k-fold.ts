import { seededRandom } from "@imdb/core";
import { type CvSplitter, foldsOf, requireGroups, requireRowsPerFold } from "./splitter.js";
import { type KFoldOptions, kFoldOptions } from "./stratified-k-fold.js";
import { meanAndStd } from "./summarize.js";

/**
 * Folds that keep every group on one side and the class shares as even as that allows: groups with the most
 * uneven class counts first, each to the fold that leaves the shares most even.
 *
 * @throws `INVALID_OPTION`; on splitting `TOO_FEW_FOR_FOLDS`.
 * @see    scikit-learn's `StratifiedGroupKFold`.
 */
export function stratifiedGroupKFold(options: KFoldOptions = {}): CvSplitter {
  const params = kFoldOptions.resolve(options);
  const { folds, shuffleSeed } = params;
  return {
    params: { splitter: "stratifiedGroupKFold", ...params },
    split(codes, given) {
      const groups = requireGroups(given, codes.length, folds);
      const totals = requireRowsPerFold(codes, folds);
      const counts = countsByGroup(codes, groups, totals.length);
      const names = [...counts.keys()].sort();
      const order =
        shuffleSeed === undefined
          ? names.map((_, i) => i)
          : seededRandom(shuffleSeed).permutation(names.length);
      const byUnevenness = Array.from(order, (i) => names[i]!)
        .map((name) => ({ name, spread: meanAndStd(counts.get(name)!).std }))
        .sort((a, b) => b.spread - a.spread);
      const load = Array.from({ length: folds }, () => new Float64Array(totals.length));
      const foldOf = new Map<string, number>();
      for (const { name } of byUnevenness) {
        const best = mostEven(load, counts.get(name)!, totals);
        counts.get(name)!.forEach((count, k) => {
          load[best]![k]! += count;
        });
        foldOf.set(name, best);
      }
      return foldsOf(
        groups.map((group) => foldOf.get(group)!),
        folds,
      );
    },
  };
}

function countsByGroup(
  codes: ArrayLike<number>,
  groups: readonly string[],
  classes: number,
): Map<string, Float64Array> {
  const counts = new Map(groups.map((group) => [group, new Float64Array(classes)]));
  groups.forEach((group, i) => {
    counts.get(group)![codes[i]!]!++;
  });
  return counts;
}

/** The fold where adding a group leaves the classes' shares with the least spread; of equals, the smaller. */
function mostEven(load: readonly Float64Array[], group: Float64Array, totals: Uint32Array): number {
  let best = 0;
  let bestSpread = Infinity;
  let bestRows = Infinity;
  load.forEach((own, fold) => {
    let spread = 0;
    totals.forEach((total, k) => {
      if (total === 0) return;
      spread += meanAndStd(load.map((row, f) => (row[k]! + (f === fold ? group[k]! : 0)) / total)).std;
    });
    const rows = own.reduce((a, b) => a + b, 0);
    if (spread < bestSpread - 1e-15 || (Math.abs(spread - bestSpread) <= 1e-15 && rows < bestRows)) {
      best = fold;
      bestSpread = spread;
      bestRows = rows;
    }
  });
  return best;
}

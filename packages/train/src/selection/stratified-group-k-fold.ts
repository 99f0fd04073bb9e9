import { byCodePoint, ownFacts, seededRandom } from "@imdb/core";
import { checkOption, numberList } from "@imdb/core/options";
import { ALWAYS_TRAIN, codesToDivide } from "./small-classes.js";
import { type CvSplitter, foldsOf, requireGroups, rowsOfClasses } from "./splitter.js";
import { type KFoldOptions, kFoldOptions } from "./stratified-k-fold.js";
import { meanAndStd } from "./summarize.js";

/**
 * Folds in which every group is either in the training rows or in the test rows, with class shares as equal as the
 * groups allow. The group with the largest spread of its class counts is assigned first, and each group to the fold
 * that keeps the class shares most equal. With `smallClasses: "train"` every group with a row of a small class stays in
 * the training rows.
 *
 * @throws `INVALID_OPTION`; `split` throws `TOO_FEW_FOR_FOLDS`.
 * @see    scikit-learn's `StratifiedGroupKFold`.
 */
export function stratifiedGroupKFold(options: KFoldOptions = {}): CvSplitter {
  const params = kFoldOptions.resolve(options, "stratifiedGroupKFold");
  const { folds, shuffleSeed } = params;
  const splitter: CvSplitter = {
    params: { splitter: "stratifiedGroupKFold", ...params },
    identity: JSON.stringify({ splitter: "stratifiedGroupKFold", ...params }),
    split(codes, given, classes) {
      checkOption("codes", codes, numberList);
      const groups = requireGroups(given, codes.length, folds);
      const divided = codesToDivide(codes, params, classes);
      const rows = rowsToDivide(divided, groups);
      const ofRows = Array.from(rows, (row) => divided[row]!);
      const groupsOfRows = Array.from(rows, (row) => groups[row]!);
      requireGroups(groupsOfRows, rows.length, folds);
      const totals = rowsOfClasses(ofRows);
      const counts = countsByGroup(ofRows, groupsOfRows, totals.length);
      const names = [...counts.keys()].sort(byCodePoint);
      const order =
        shuffleSeed === undefined
          ? names.map((_, i) => i)
          : seededRandom(shuffleSeed).permutation(names.length);
      const bySpread = Array.from(order, (i) => names[i]!)
        .map((name) => ({ name, spread: meanAndStd(counts.get(name)!).std }))
        .sort((a, b) => b.spread - a.spread);
      const countsOfFold = Array.from({ length: folds }, () => new Float64Array(totals.length));
      const foldOf = new Map<string, number>();
      for (const { name } of bySpread) {
        const best = mostEqual(countsOfFold, counts.get(name)!, totals);
        counts.get(name)!.forEach((count, k) => {
          countsOfFold[best]![k]! += count;
        });
        foldOf.set(name, best);
      }
      return foldsOf(
        groups.map((group) => foldOf.get(group) ?? ALWAYS_TRAIN),
        folds,
      );
    },
  };
  return ownFacts(splitter, "identity");
}

/** The rows of groups in which no row has to stay in the training rows. */
function rowsToDivide(divided: Int32Array, groups: readonly string[]): number[] {
  const keptInTrain = new Set(groups.filter((_, row) => divided[row] === ALWAYS_TRAIN));
  return [...groups.keys()].filter((row) => !keptInTrain.has(groups[row]!));
}

/** The number of rows of each class in each group. */
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

/** The fold for a group that keeps the class shares most equal. Of equal folds, the one with the fewest rows. */
function mostEqual(countsOfFold: readonly Float64Array[], group: Float64Array, totals: Uint32Array): number {
  let best = 0;
  let bestSpread = Infinity;
  let bestRows = Infinity;
  countsOfFold.forEach((counts, fold) => {
    let spread = 0;
    totals.forEach((total, k) => {
      if (total === 0) return;
      spread += meanAndStd(
        countsOfFold.map((row, f) => (row[k]! + (f === fold ? group[k]! : 0)) / total),
      ).std;
    });
    const rows = counts.reduce((a, b) => a + b, 0);
    if (spread < bestSpread - 1e-15 || (Math.abs(spread - bestSpread) <= 1e-15 && rows < bestRows)) {
      best = fold;
      bestSpread = spread;
      bestRows = rows;
    }
  });
  return best;
}

import { oneOf } from "@imdb/core/options";
import { TooFewForFolds } from "../errors.js";
import { rowsOfClasses } from "./splitter.js";

/**
 * What a splitter into folds does about a class with fewer rows than there are folds. `"refuse"`: an error.
 * `"train"`: its rows are in the training rows of every fold, and are never test rows. `"merge"`: all such classes count
 * as one class when the rows are divided. `"split"`: its rows are divided like those of other classes, and some folds
 * have no test row of it, as in scikit-learn; `crossValidate` and the searches return a warning.
 */
export type SmallClasses = "refuse" | "train" | "merge" | "split";

/** The rule of {@link SmallClasses}. */
export const smallClassesRule = oneOf("refuse", "train", "merge", "split");

/** The code of rows that stay in the training rows of every fold. */
export const ALWAYS_TRAIN = -1;

/**
 * The codes by which rows are divided into folds: those of the rows, but for classes that are too small.
 *
 * @param classes  The names of the classes, for errors.
 * @throws `TOO_FEW_FOR_FOLDS` for a small class that is refused, and when there are fewer rows than folds.
 */
export function codesToDivide(
  codes: ArrayLike<number>,
  { folds, smallClasses: choice }: { readonly folds: number; readonly smallClasses: SmallClasses },
  classes: readonly string[] | undefined,
): Int32Array {
  const counts = rowsOfClasses(codes);
  const isSmall = Array.from(counts, (count) => count > 0 && count < folds);
  if (choice === "refuse") refuseSmall(counts, isSmall, folds, classes);
  const divided = Int32Array.from(codes, (code) => {
    if (!isSmall[code] || choice === "split") return code;
    return choice === "train" ? ALWAYS_TRAIN : counts.length;
  });
  const rows = divided.filter((code) => code !== ALWAYS_TRAIN).length;
  if (rows < folds) throw TooFewForFolds.create({ what: "Rows", count: rows, folds });
  const merged = divided.filter((code) => code === counts.length).length;
  if (merged > 0 && merged < folds) {
    throw TooFewForFolds.create({ what: "Rows of the classes that were merged", count: merged, folds });
  }
  return divided;
}

function refuseSmall(
  counts: Uint32Array,
  isSmall: readonly boolean[],
  folds: number,
  classes: readonly string[] | undefined,
): void {
  const code = isSmall.indexOf(true);
  if (code < 0) return;
  throw TooFewForFolds.create({
    what: `Rows of class ${classes ? JSON.stringify(classes[code]) : code}`,
    count: counts[code]!,
    folds,
    remedy: 'Use fewer folds or more data, or set smallClasses to "train", "merge" or "split".',
  });
}

import type { Labels } from "@imdb/core";
import type { Fold } from "./splitter.js";

/** The classes that none of the rows has, as JSON texts. */
export function classesWithout({ classes, codes }: Labels, rows: Uint32Array): string[] {
  const counts = new Uint32Array(classes.length);
  for (const row of rows) counts[codes[row]!]!++;
  return classes.filter((_, k) => counts[k] === 0).map((label) => JSON.stringify(label));
}

/**
 * One warning for each class that is missing in the training rows or in the test rows of some folds. A splitter that
 * does not divide by class (groups, time, a hash, given folds) cannot promise that every class is in every fold.
 */
export function foldWarnings(labels: Labels, folds: readonly Fold[]): string[] {
  const missing = (side: "train" | "test") => {
    const foldsWithout = new Map<string, number>();
    for (const fold of folds) {
      for (const label of classesWithout(labels, fold[side])) {
        foldsWithout.set(label, (foldsWithout.get(label) ?? 0) + 1);
      }
    }
    const rows = side === "train" ? "training rows" : "test rows";
    return [...foldsWithout].map(
      ([label, count]) => `Class ${label} is missing in the ${rows} of ${count} of ${folds.length} folds.`,
    );
  };
  return [...missing("train"), ...missing("test")];
}

import type { Labels } from "@imdb/core";
import type { Fold } from "./splitter.js";

/** The classes that none of the rows has, as JSON texts. */
export function classesWithout({ classes, codes }: Labels, rows: Uint32Array): string[] {
  const counts = new Uint32Array(classes.length);
  for (const row of rows) counts[codes[row]!]!++;
  return classes.filter((_, k) => counts[k] === 0).map((label) => JSON.stringify(label));
}

/**
 * The warnings of figures that are set to 0 in several results, each once, with the number of those that have it: an undefined
 * precision is part of a mean as 0, and the mean does not show it.
 *
 * @param of  The results, in the plural: folds, candidates.
 */
export function gatherWarnings(results: readonly (readonly string[])[], of: string): string[] {
  const counts = new Map<string, number>();
  for (const warning of results.flatMap((one) => [...new Set(one)])) {
    if (!SET_TO_0.test(warning)) continue;
    counts.set(warning, (counts.get(warning) ?? 0) + 1);
  }
  return [...counts].map(([warning, count]) => `In ${count} of ${results.length} ${of}: ${warning}`);
}

/** As evaluations say it. */
const SET_TO_0 = /is not defined and set to 0/;

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

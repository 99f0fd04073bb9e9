import { byCodePoint } from "@imdb/core";
import { type Estimate, wilson } from "@imdb/measures";
import * as z from "zod";

/** The number of records with a predicted and a true label. */
export const confusionCellSchema = z.strictObject({
  predicted: z.string(),
  actual: z.string(),
  count: z.int().min(1),
});

/** @see {@link confusionCellSchema} */
export type ConfusionCell = z.infer<typeof confusionCellSchema>;

/** Adds up cells with equal labels. The result is in code point order of the labels. */
export function sumCells(cells: readonly ConfusionCell[]): ConfusionCell[] {
  const sums = new Map<string, ConfusionCell>();
  for (const cell of cells) {
    const key = JSON.stringify([cell.predicted, cell.actual]);
    sums.set(key, { ...cell, count: cell.count + (sums.get(key)?.count ?? 0) });
  }
  return [...sums.values()].sort(
    (a, b) => byCodePoint(a.predicted, b.predicted) || byCodePoint(a.actual, b.actual),
  );
}

/** Precision, recall and F1 of the positive class; null where there is nothing that they are a share of. */
export interface PositiveScores {
  readonly class: string;
  /** With Wilson's 95 % interval. */
  readonly precision: Estimate | null;
  /** With Wilson's 95 % interval. */
  readonly recall: Estimate | null;
  readonly f1: Estimate | null;
}

/** The scores of the positive class of a profile; null where none was named. */
export function positiveScores({
  confusion,
  positive,
}: {
  readonly confusion: readonly ConfusionCell[];
  readonly positive?: string | undefined;
}): PositiveScores | null {
  if (positive === undefined) return null;
  const sum = (has: (cell: ConfusionCell) => boolean) =>
    confusion.reduce((total, cell) => total + (has(cell) ? cell.count : 0), 0);
  const both = sum((cell) => cell.predicted === positive && cell.actual === positive);
  const predicted = sum((cell) => cell.predicted === positive);
  const actual = sum((cell) => cell.actual === positive);
  const share = (n: number, total: number) => (total === 0 ? null : wilson(n, total));
  const either = predicted + actual - both;
  return {
    class: positive,
    precision: share(both, predicted),
    recall: share(both, actual),
    f1: either === 0 ? null : f1Estimate(both, either),
  };
}

/**
 * F1 with its interval.
 *
 * @param both    Number of records of the class that are predicted as it.
 * @param either  Number of records of the class, or predicted as it; above 0.
 */
export function f1Estimate(both: number, either: number): Estimate {
  // F1 = 2J / (1 + J), and the Jaccard index J is a share: the ends of its interval are mapped to those of F1.
  const { low, high } = wilson(both, either);
  const toF1 = (j: number) => (2 * j) / (1 + j);
  return { value: (2 * both) / (both + either), low: toF1(low!), high: toF1(high!) };
}

/** The number of labelled records, and of those that were predicted right. */
export function labelledCounts(cells: readonly ConfusionCell[]): {
  readonly right: number;
  readonly labelled: number;
} {
  let right = 0;
  let labelled = 0;
  for (const { predicted, actual, count } of cells) {
    labelled += count;
    if (predicted === actual) right += count;
  }
  return { right, labelled };
}

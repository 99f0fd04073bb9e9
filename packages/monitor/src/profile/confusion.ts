import { byCodePoint } from "@imdb/core";
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

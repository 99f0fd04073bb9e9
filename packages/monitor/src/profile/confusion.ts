import { byCodePoint } from "@imdb/core";
import { z } from "zod";

/** Number of records with one predicted and one true label. */
export const confusionCellSchema = z.strictObject({
  predicted: z.string(),
  actual: z.string(),
  count: z.int().min(1),
});

/** @see {@link confusionCellSchema} */
export type ConfusionCell = z.infer<typeof confusionCellSchema>;

/** The cells with equal labels added up, in the one order a profile keeps them in. */
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

/** Of the records whose label is known: how many, and how many were predicted right. */
export function rightAnswers(cells: readonly ConfusionCell[]): {
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

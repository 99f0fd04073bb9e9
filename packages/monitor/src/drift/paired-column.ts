import type { CategoricalPair, NumericPair } from "./methods/pair.js";
import type { ColumnDrift } from "./report-schema.js";

/** The values of a column in both windows. */
export type PairedColumn = {
  readonly column: string;
  /** Number of missing values in each window. */
  readonly missing: { readonly reference: number; readonly current: number };
} & (
  | { readonly type: "numeric"; readonly pair: NumericPair }
  | { readonly type: "categorical"; readonly pair: CategoricalPair }
);

/** The result for a column that cannot be compared, with the reason. */
export function notCompared(column: string, type: ColumnDrift["type"], reason: string): ColumnDrift {
  return { status: "notCompared", column, type, reason };
}

/** The result for a column that is not in both windows. */
export function notInBoth(column: string, type: ColumnDrift["type"], before: unknown): ColumnDrift {
  const where = before ? "the current window" : "the reference";
  return notCompared(column, type, `it is not in ${where}`);
}

import type { CategoricalPair, NumericPair } from "./methods/pair.js";
import type { ColumnDrift } from "./report-schema.js";

/** A column of both windows. */
export type PairedColumn = {
  readonly column: string;
  /** Values that are missing in each window. */
  readonly missing: { readonly reference: number; readonly current: number };
} & (
  | { readonly type: "numeric"; readonly pair: NumericPair }
  | { readonly type: "categorical"; readonly pair: CategoricalPair }
);

/** A column that cannot be compared, and why. */
export function notCompared(column: string, type: ColumnDrift["type"], reason: string): ColumnDrift {
  return { status: "notCompared", column, type, reason };
}

/** A column that is not in both windows. */
export function notInBoth(
  column: string,
  type: ColumnDrift["type"],
  before: unknown,
  now: unknown,
): ColumnDrift {
  const where = before ? "the current window" : now ? "the reference" : "either window";
  return notCompared(column, type, `it is not in ${where}`);
}

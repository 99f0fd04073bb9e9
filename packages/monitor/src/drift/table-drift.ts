import type { ColumnValue } from "../profile/column-builder.js";
import { compareDataset, type DatasetOptions } from "./compare-dataset.js";
import { pairOfCategories, pairOfNumbers } from "./methods/pair.js";
import { notInBoth, type PairedColumn } from "./paired-column.js";
import type { ColumnDrift, DriftReport } from "./report-schema.js";
import { testShares } from "./word-drift.js";

/** Columns by name, as long as one another; null, NaN and infinities are missing values. */
export type DataTable = Readonly<Record<string, readonly ColumnValue[]>>;

/** What is compared, and how. */
export interface TableDriftOptions extends DatasetOptions {
  readonly reference: DataTable;
  readonly current: DataTable;
}

/**
 * Compares two tables column by column, on every value, not on summaries: what Evidently's `DataDriftPreset`
 * does with two data frames. A column whose values are all numbers in both tables is numeric, any other is
 * categorical.
 *
 * @throws `UNKNOWN_DRIFT_METHOD`
 * @example
 * const reference = { stars: [1, 2, 3, 4, 5, 6, 7, 8] };
 * tableDrift({ reference, current: reference }).dataset.drifted; // => false
 */
export function tableDrift(options: TableDriftOptions): DriftReport {
  const { reference, current } = options;
  const names = options.columns ?? [...new Set([...Object.keys(reference), ...Object.keys(current)])];
  const columns = names.map((name) => pairValues(name, own(reference, name), own(current, name)));
  return {
    schemaVersion: 1,
    referenceCount: rowsOf(reference),
    currentCount: rowsOf(current),
    ...compareDataset(columns, options),
    words: testShares([], 0, 0, {}),
    topics: null,
    text: null,
  };
}

function pairValues(
  column: string,
  a: readonly ColumnValue[] | undefined,
  b: readonly ColumnValue[] | undefined,
): PairedColumn | ColumnDrift {
  if (!a || !b) return notInBoth(column, "numeric", a, b);
  const [before, now] = [a.filter(isPresent), b.filter(isPresent)];
  const missing = { reference: a.length - before.length, current: b.length - now.length };
  if (before.every(isNumber) && now.every(isNumber)) {
    return { column, type: "numeric", missing, pair: pairOfNumbers(before, now) };
  }
  return {
    column,
    type: "categorical",
    missing,
    pair: pairOfCategories(before.map(String), now.map(String)),
  };
}

function isPresent(value: ColumnValue): value is number | string | boolean {
  return value !== null && (typeof value !== "number" || Number.isFinite(value));
}

function isNumber(value: ColumnValue): value is number {
  return typeof value === "number";
}

function own(table: DataTable, name: string): readonly ColumnValue[] | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

function rowsOf(table: DataTable): number {
  return Object.values(table).reduce((most, values) => Math.max(most, values.length), 0);
}

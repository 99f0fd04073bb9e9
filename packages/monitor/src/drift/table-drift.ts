import { optionsOf } from "@imdb/core/options";
import { type ColumnLists, type ColumnValue, columnLists } from "../profile/column-builder.js";
import { checkColumns } from "./check-columns.js";
import { compareDataset, type DatasetOptions, datasetOptions } from "./compare-dataset.js";
import { pairOfCategories, pairOfNumbers } from "./methods/pair.js";
import { notInBoth, type PairedColumn } from "./paired-column.js";
import type { ColumnDrift, DriftReport } from "./report-schema.js";
import { testShares, wordOptions } from "./word-drift.js";

/** Columns of equal length by name. Null, NaN and infinities are missing values. */
export type DataTable = ColumnLists;

/** Two tables, and how they are compared. */
export interface TableDriftOptions extends DatasetOptions {
  readonly reference: DataTable;
  readonly current: DataTable;
}

const tableDriftOptions = optionsOf<TableDriftOptions, "columns">({
  reference: columnLists,
  current: columnLists,
  ...datasetOptions.rules,
});

/**
 * Compares two tables column by column, as Evidently's `DataDriftPreset` compares two data frames. It uses every
 * value, no summaries. A column is numeric when all of its values in both tables are numbers, else categorical.
 *
 * @throws `INVALID_OPTION`, also for a column that neither table has; `UNKNOWN_DRIFT_METHOD`
 * @example
 * const reference = { stars: [1, 2, 3, 4, 5, 6, 7, 8] };
 * tableDrift({ reference, current: reference }).dataset.drifted; // => false
 */
export function tableDrift(options: TableDriftOptions): DriftReport {
  const resolved = tableDriftOptions.resolve(options, "tableDrift");
  const { reference, current } = resolved;
  const every = [...new Set([...Object.keys(reference), ...Object.keys(current)])];
  checkColumns(resolved, every, "tableDrift");
  const names = resolved.columns ?? every;
  const columns = names.map((name) => pairValues(name, own(reference, name), own(current, name)));
  return {
    schemaVersion: 1,
    referenceCount: rowsOf(reference),
    currentCount: rowsOf(current),
    ...compareDataset(columns, resolved),
    words: testShares([], 0, 0, wordOptions.resolve({})),
    topics: null,
    text: null,
  };
}

function pairValues(
  column: string,
  a: readonly ColumnValue[] | undefined,
  b: readonly ColumnValue[] | undefined,
): PairedColumn | ColumnDrift {
  if (!a || !b) return notInBoth(column, "numeric", a);
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
  return Object.values(table).reduce((rows, values) => Math.max(rows, values.length), 0);
}

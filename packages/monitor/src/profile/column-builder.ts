import { rule } from "@imdb/core/options";
import { isListOf } from "../checks/rules.js";
import { summarizeCounts } from "./count-summary.js";
import { addCount, sumOfCounts } from "./counted.js";
import type { ProfileColumn } from "./schema.js";
import { valueSketchBuilder } from "./value-sketch.js";

/** A value of a column. Null, NaN and infinities are missing values. */
export type ColumnValue = number | string | boolean | null;

/** Columns by name, each with one value for each row. */
export type ColumnLists = Readonly<Record<string, readonly ColumnValue[]>>;

/** Whether a value is a {@link ColumnValue}. */
export function isColumnValue(value: unknown): value is ColumnValue {
  return value === null || ["number", "string", "boolean"].includes(typeof value);
}

/** The rule of {@link ColumnLists}. */
export const columnLists = rule<ColumnLists>(
  "columns by name, each a list of numbers, texts, booleans or null",
  (value) =>
    Object(value) === value &&
    !Array.isArray(value) &&
    Object.values(value as object).every((column) => isListOf(column, isColumnValue)),
);

/** Summarises the values of one column. */
export interface ColumnBuilder {
  add(value: ColumnValue | undefined): void;
  column(): ProfileColumn;
}

/** Highest number of categories in the summary of a column. */
const MAX_CATEGORIES = 1000;
/** With more categories the rare ones are dropped while values are added. */
const MAX_HELD = 64 * MAX_CATEGORIES;
/** Lone surrogates: JSON text cannot hold them. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Makes the builder of a column of categories, or of numbers with one of two kinds of buckets. */
export function columnBuilder(name: string, kind: "categorical" | "relative" | "unit"): ColumnBuilder {
  return kind === "categorical" ? categoryColumn(name) : numberColumn(name, kind);
}

function numberColumn(name: string, grid: "relative" | "unit"): ColumnBuilder {
  const values = valueSketchBuilder(grid);
  return {
    add: (value) => values.add(typeof value === "number" ? value : null),
    column: () => ({ name, type: "numeric", sketch: values.sketch() }),
  };
}

function categoryColumn(name: string): ColumnBuilder {
  let counts = new Map<string, number>();
  let bounds = { floor: 0, error: 0 };
  let missing = 0;
  return {
    add(value) {
      if (value === null || value === undefined || Number.isNaN(value)) {
        missing++;
        return;
      }
      addCount(counts, String(value).replace(LONE_SURROGATE, "\ufffd"));
      if (counts.size <= MAX_HELD) return;
      const kept = summarizeCounts(counts, MAX_CATEGORIES, bounds);
      counts = sumOfCounts(kept);
      bounds = { floor: kept.floor, error: kept.floor };
    },
    column: () => ({
      name,
      type: "categorical",
      missing,
      summary: summarizeCounts(counts, MAX_CATEGORIES, bounds),
    }),
  };
}

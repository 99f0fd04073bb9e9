import { summarizeCounts } from "./count-summary.js";
import { countMore, sumOfCounts } from "./counted.js";
import type { ProfileColumn } from "./schema.js";
import { valueSketchBuilder } from "./value-sketch.js";

/** A value of a column beside the text. */
export type ColumnValue = number | string | boolean | null;

/** Takes the values of one column. */
export interface ColumnBuilder {
  add(value: ColumnValue | undefined): void;
  column(): ProfileColumn;
}

/** Different categories a profile keeps of a column. */
const MAX_CATEGORIES = 1000;
/** Different categories held while streaming; over it, rare ones go. */
const MAX_HELD = 64 * MAX_CATEGORIES;
/** They have no JSON text. */
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Starts a column: of categories, or of numbers with a kind of bucket. */
export function columnBuilder(name: string, kind: "categorical" | "relative" | "unit"): ColumnBuilder {
  return kind === "categorical" ? categories(name) : numbers(name, kind);
}

function numbers(name: string, grid: "relative" | "unit"): ColumnBuilder {
  const values = valueSketchBuilder(grid);
  return {
    add: (value) => values.add(typeof value === "number" ? value : null),
    column: () => ({ name, type: "numeric", sketch: values.sketch() }),
  };
}

function categories(name: string): ColumnBuilder {
  let counts = new Map<string, number>();
  let bounds = { floor: 0, error: 0 };
  let missing = 0;
  return {
    add(value) {
      if (value === null || value === undefined || Number.isNaN(value)) {
        missing++;
        return;
      }
      countMore(counts, String(value).replace(LONE_SURROGATE, "\ufffd"));
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

import { byCodePoint } from "@imdb/core";
import { type ColumnOptions, compareColumn } from "./compare-column.js";
import { adjustKnown, type Correction } from "./correction.js";
import type { PairedColumn } from "./paired-column.js";
import type { ColumnDrift, DriftReport } from "./report-schema.js";

/** Of a distance being by chance, where that was tested. */
export const SIGNIFICANCE = 0.05;

/** How the columns of a dataset are compared and counted. */
export interface DatasetOptions extends ColumnOptions {
  /** Columns to compare. Default: all of either window. */
  readonly columns?: readonly string[] | undefined;
  /** From which share of drifted columns on the dataset has drifted. Default 0.5. */
  readonly driftShare?: number | undefined;
}

/**
 * Compares columns, corrects their p-values together, and counts the drifted ones.
 *
 * @param columns  Those that have a counterpart; those that have none come with their reason.
 * @throws `UNKNOWN_DRIFT_METHOD`
 */
export function compareDataset(
  columns: readonly (PairedColumn | ColumnDrift)[],
  options: DatasetOptions,
): Pick<DriftReport, "correction" | "dataset" | "columns"> {
  const { correction = "benjaminiHochberg", driftShare = 0.5 } = options;
  const results = columns.map((c) => ("status" in c ? c : compareColumn(c, options)));
  const corrected = withCorrection(results, correction);
  const compared = corrected.filter((c) => c.status === "compared");
  const driftedColumns = compared.filter((c) => c.drifted).length;
  const share = compared.length === 0 ? 0 : driftedColumns / compared.length;
  return {
    correction,
    dataset: {
      drifted: compared.length > 0 && share >= driftShare,
      driftedColumns,
      comparedColumns: compared.length,
      share,
      threshold: driftShare,
    },
    columns: corrected.sort(
      (a, b) => rank(a) - rank(b) || excess(b) - excess(a) || byCodePoint(a.column, b.column),
    ),
  };
}

function withCorrection(columns: readonly ColumnDrift[], correction: Correction): ColumnDrift[] {
  const pValues = columns.map((c) => (c.status === "compared" ? c.pValue : null));
  const adjusted = adjustKnown(pValues, correction);
  return columns.map((c, i) => {
    const adjustedPValue = adjusted[i]!;
    if (c.status === "notCompared" || adjustedPValue === null) return c;
    if (c.result === "distance") {
      return { ...c, adjustedPValue, drifted: c.drifted && adjustedPValue < SIGNIFICANCE };
    }
    return { ...c, adjustedPValue, score: adjustedPValue, drifted: adjustedPValue < c.threshold };
  });
}

function rank(column: ColumnDrift): number {
  if (column.status === "notCompared") return 2;
  return column.drifted ? 0 : 1;
}

/** How many times a score is beyond its threshold; finite, so that differences are numbers. */
function excess(column: ColumnDrift): number {
  if (column.status === "notCompared") return 0;
  const { result, score, threshold } = column;
  const [over, under] = result === "distance" ? [score, threshold] : [threshold, score];
  return over / Math.max(under, 1e-300);
}

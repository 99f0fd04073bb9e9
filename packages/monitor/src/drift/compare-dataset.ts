import { byCodePoint } from "@imdb/core";
import { listOf, optional, optionsOf, type Resolved, text, within } from "@imdb/core/options";
import { type ColumnOptions, columnOptions, compareColumn } from "./compare-column.js";
import { adjustKnown, type Correction } from "./correction.js";
import type { PairedColumn } from "./paired-column.js";
import type { ColumnDrift, DriftReport } from "./report-schema.js";

/** Significance level of the test that a distance must pass, too. */
export const SIGNIFICANCE = 0.05;

/** How the columns of a dataset are compared and counted. */
export interface DatasetOptions extends ColumnOptions {
  /** Columns to compare. Default: every column of either window. */
  readonly columns?: readonly string[] | undefined;
  /** The dataset has drifted when at least this share of the compared columns has. Default 0.5. */
  readonly driftShare?: number | undefined;
}

/** The schema of {@link DatasetOptions}. */
export const datasetOptions = optionsOf<DatasetOptions, "columns">({
  ...columnOptions.rules,
  columns: optional(listOf(text)),
  driftShare: [0.5, within(0, 1)],
});

/**
 * Compares columns, corrects their p-values together, and counts the drifted ones.
 *
 * @param columns  Columns of both windows, and columns that cannot be compared, with the reason.
 * @throws `UNKNOWN_DRIFT_METHOD`
 */
export function compareDataset(
  columns: readonly (PairedColumn | ColumnDrift)[],
  options: Resolved<DatasetOptions, "columns">,
): Pick<DriftReport, "correction" | "dataset" | "columns"> {
  const { correction, driftShare } = options;
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
      (a, b) => rank(a) - rank(b) || thresholdRatio(b) - thresholdRatio(a) || byCodePoint(a.column, b.column),
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

/** The ratio of score and threshold, above 1 when the column has drifted. Finite, so that ratios can be subtracted. */
function thresholdRatio(column: ColumnDrift): number {
  if (column.status === "notCompared") return 0;
  const { result, score, threshold } = column;
  const [larger, smaller] = result === "distance" ? [score, threshold] : [threshold, score];
  return larger / Math.max(smaller, 1e-300);
}

import { byCodePoint, type JsonValue, parseWith } from "@imdb/core";
import { type Profile, type ProfileColumn, profileSchema } from "../profile/schema.js";
import { type ColumnOptions, compareColumn } from "./compare-column.js";
import { adjustPValues, type Correction } from "./correction.js";
import type { ColumnDrift, DriftReport } from "./report-schema.js";
import { type WordOptions, wordDrift } from "./word-drift.js";

/** What is compared, and how. */
export interface DriftOptions extends ColumnOptions, WordOptions {
  /** What is expected; a bundle's `reference` is accepted as it was read. */
  readonly reference: Profile | JsonValue;
  readonly current: Profile;
  /** Columns to compare. Default: all of either profile. */
  readonly columns?: readonly string[] | undefined;
  /** For the p-values of the columns. Default `benjaminiHochberg`; `none` decides as Evidently does. */
  readonly correction?: Correction | undefined;
  /** From which share of drifted columns on the dataset has drifted. Default 0.5. */
  readonly driftShare?: number | undefined;
}

/**
 * Compares two windows column by column and word by word.
 *
 * A column that cannot be compared (missing in one profile, no values, another type) is listed with the
 * reason and counts neither way; with an empty window nothing has drifted.
 *
 * @throws `SCHEMA_MISMATCH` when the reference is no profile, `UNKNOWN_DRIFT_METHOD`.
 * @example
 * const reference = createProfile(["good film", "bad film"]);
 * driftReport({ reference, current: reference }).dataset.drifted; // => false
 */
export function driftReport(options: DriftOptions): DriftReport {
  const { current, correction = "benjaminiHochberg", driftShare = 0.5 } = options;
  const reference = parseWith(profileSchema, options.reference, "The reference profile");
  const columns = corrected(compareAll(reference, current, options), correction);
  const compared = columns.filter((c) => c.status === "compared");
  const driftedColumns = compared.filter((c) => c.drifted).length;
  const share = compared.length === 0 ? 0 : driftedColumns / compared.length;
  return {
    schemaVersion: 1,
    referenceCount: reference.count,
    currentCount: current.count,
    correction,
    dataset: {
      drifted: compared.length > 0 && share >= driftShare,
      driftedColumns,
      comparedColumns: compared.length,
      share,
      threshold: driftShare,
    },
    columns: columns.sort((a, b) => rank(a) - rank(b) || byCodePoint(a.column, b.column)),
    words: wordDrift(reference, current, options),
  };
}

function compareAll(reference: Profile, current: Profile, options: DriftOptions): ColumnDrift[] {
  const before = byName(reference);
  const now = byName(current);
  const names = options.columns ?? [...new Set([...before.keys(), ...now.keys()])];
  return names.map((column) => {
    const [a, b] = [before.get(column), now.get(column)];
    if (a && b) return compareColumn(a, b, options);
    const type = (a ?? b)?.type ?? "numeric";
    const where = a ? "the current window" : b ? "the reference" : "either profile";
    return { status: "notCompared", column, type, reason: `it is not in ${where}` };
  });
}

function corrected(columns: readonly ColumnDrift[], correction: Correction): ColumnDrift[] {
  const pValues = columns.flatMap((c) => (c.status === "compared" && c.pValue !== null ? [c.pValue] : []));
  const adjusted = adjustPValues(pValues, correction);
  let next = 0;
  return columns.map((c) => {
    if (c.status === "notCompared" || c.pValue === null) return c;
    const adjustedPValue = adjusted[next++]!;
    if (c.result === "distance") return { ...c, adjustedPValue };
    return { ...c, adjustedPValue, score: adjustedPValue, drifted: adjustedPValue < c.threshold };
  });
}

function byName(profile: Profile): Map<string, ProfileColumn> {
  return new Map(profile.columns.map((column) => [column.name, column]));
}

function rank(column: ColumnDrift): number {
  if (column.status === "notCompared") return 2;
  return column.drifted ? 0 : 1;
}

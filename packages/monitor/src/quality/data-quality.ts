import { byCodePoint } from "@imdb/core";
import { optionsOf, type Resolved, within } from "@imdb/core/options";
import { correctPValues } from "../drift/correction.js";
import { twoSharesPValue } from "../drift/shares-test.js";
import { checkProfiles } from "../profile/check-profile.js";
import { totalOf } from "../profile/counted.js";
import { duplicateShare } from "../profile/distinct-sketch.js";
import { columnsByName, type Profile, type ProfileColumn, valueCounts } from "../profile/schema.js";

/** The share of records with one fault, in both windows. */
export interface QualityShare {
  /** The fault: `missingTexts`, `emptyTexts`, `duplicateTexts`, `encodingFaults`, `controlCharacters`, `missing:<column>`. */
  readonly check: string;
  readonly referenceShare: number;
  readonly currentShare: number;
  /** P-value of the difference, corrected for multiple tests. */
  readonly pValue: number;
  /** The share is significantly larger than in the reference, and by at least `smallestDifference`. */
  readonly worse: boolean;
}

/** Changes of the data quality. */
export interface DataQualityReport {
  readonly referenceCount: number;
  readonly currentCount: number;
  /** Shares that are worse come first. */
  readonly shares: readonly QualityShare[];
  /**
   * Categories of each column that only one window has. A column is left out when its profile does not list all
   * categories.
   */
  readonly categories: readonly {
    readonly column: string;
    readonly added: readonly string[];
    readonly vanished: readonly string[];
  }[];
  /** Columns that are new, gone, or of another type. */
  readonly schema: readonly { readonly column: string; readonly problem: string }[];
}

/** When a share counts as worse. */
export interface QualityOptions {
  /** Probability of any false alarm, with Holm's correction. Default 0.05. */
  readonly significance?: number | undefined;
  /** Smaller differences of shares are not worse. Default 0.005. */
  readonly smallestDifference?: number | undefined;
}

/** The schema of {@link QualityOptions}. */
export const qualityOptions = optionsOf<QualityOptions>({
  significance: [0.05, within(0, 1)],
  smallestDifference: [0.005, within(0, 1)],
});

/**
 * Compares the data quality of two windows: missing, empty and duplicate texts, encoding faults, missing values, new and
 * vanished categories and columns.
 *
 * Duplicates are counted in a sample when there are 1,024 or more different texts. An empty window has no shares.
 *
 * @throws `INVALID_OPTION`, `SCHEMA_MISMATCH` when `reference` or `current` is not a profile.
 */
export function dataQuality(
  reference: Profile,
  current: Profile,
  options: QualityOptions = {},
): DataQualityReport {
  const resolved = qualityOptions.resolve(options, "dataQuality");
  const checked = checkProfiles(reference, current, "dataQuality");
  return compareQuality(checked.reference, checked.current, resolved);
}

/** {@link dataQuality} for arguments that are checked. */
export function compareQuality(
  reference: Profile,
  current: Profile,
  { significance, smallestDifference }: Resolved<QualityOptions>,
): DataQualityReport {
  const counted =
    reference.count === 0 || current.count === 0
      ? []
      : [...textChecks(reference, current), ...missingValues(reference, current)];
  const pValues = correctPValues(
    counted.map(({ faulty, total }) => twoSharesPValue(faulty[0], total[0], faulty[1], total[1])),
    "holm",
  );
  const shares = counted.map(({ check, faulty, total }, i) => {
    const [referenceShare, currentShare] = [faulty[0] / total[0], faulty[1] / total[1]];
    const pValue = pValues[i]!;
    const worse = pValue < significance && currentShare - referenceShare >= smallestDifference;
    return { check, referenceShare, currentShare, pValue, worse };
  });
  return {
    referenceCount: reference.count,
    currentCount: current.count,
    shares: shares.sort((a, b) => Number(b.worse) - Number(a.worse)),
    categories: current.count === 0 ? [] : categoryChanges(reference, current),
    schema: schemaChanges(reference, current),
  };
}

/** Numbers of faulty records and of all records, in the reference and in the current window. */
interface FaultCounts {
  readonly check: string;
  readonly faulty: readonly [number, number];
  readonly total: readonly [number, number];
}

function textChecks(a: Profile, b: Profile): FaultCounts[] {
  const total = [a.count, b.count] as const;
  const counted = ([check, name]: (typeof TEXT_CHECKS)[number]): FaultCounts => ({
    check,
    faulty: [a.quality[name], b.quality[name]],
    total,
  });
  const [x, y] = [duplicateCounts(a), duplicateCounts(b)];
  const duplicates: FaultCounts = {
    check: "duplicateTexts",
    faulty: [x.faulty, y.faulty],
    total: [x.total, y.total],
  };
  return [...TEXT_CHECKS.map(counted), ...(Math.min(x.total, y.total) === 0 ? [] : [duplicates])];
}

const TEXT_CHECKS = [
  ["missingTexts", "missing"],
  ["emptyTexts", "empty"],
  ["encodingFaults", "encodingFaults"],
  ["controlCharacters", "controls"],
] as const;

/** Numbers of duplicate texts and of all texts in the sample. */
function duplicateCounts({ distinctTexts }: Profile): { readonly faulty: number; readonly total: number } {
  const total = totalOf(distinctTexts.counts);
  return { faulty: Math.round(duplicateShare(distinctTexts) * total), total };
}

function missingValues(a: Profile, b: Profile): FaultCounts[] {
  return commonColumns(a, b).flatMap(([before, now]) => {
    const [x, y] = [valueCounts(before), valueCounts(now)];
    const total = [x.missing + x.present, y.missing + y.present] as const;
    if (Math.min(...total) === 0 || x.missing + y.missing === 0) return [];
    return [{ check: `missing:${before.name}`, faulty: [x.missing, y.missing], total }];
  });
}

function categoryChanges(a: Profile, b: Profile): DataQualityReport["categories"] {
  return commonColumns(a, b).flatMap(([before, now]) => {
    if (before.type !== "categorical" || now.type !== "categorical") return [];
    if (before.summary.floor > 0 || now.summary.floor > 0) return [];
    const [old, fresh] = [new Set(before.summary.values), new Set(now.summary.values)];
    const added = now.summary.values.filter((value) => !old.has(value));
    const vanished = before.summary.values.filter((value) => !fresh.has(value));
    return added.length + vanished.length === 0 ? [] : [{ column: before.name, added, vanished }];
  });
}

function schemaChanges(a: Profile, b: Profile): DataQualityReport["schema"] {
  const [before, now] = [columnsByName(a), columnsByName(b)];
  const names = [...new Set([...before.keys(), ...now.keys()])].sort(byCodePoint);
  return names.flatMap((column) => {
    const [x, y] = [before.get(column)?.type, now.get(column)?.type];
    if (x === y) return [];
    const problem =
      y === undefined ? "it is gone" : x === undefined ? "it is new" : `it was ${x} and is ${y}`;
    return [{ column, problem }];
  });
}

/** The columns of the same name and type in both profiles. */
function commonColumns(a: Profile, b: Profile): [ProfileColumn, ProfileColumn][] {
  const now = columnsByName(b);
  return a.columns.flatMap((column) => {
    const other = now.get(column.name);
    return other && other.type === column.type ? [[column, other] as [ProfileColumn, ProfileColumn]] : [];
  });
}

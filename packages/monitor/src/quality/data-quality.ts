import { byCodePoint } from "@imdb/core";
import { adjustPValues } from "../drift/correction.js";
import { twoShares } from "../drift/two-shares.js";
import { duplicateShare } from "../profile/distinct-sketch.js";
import type { Profile, ProfileColumn } from "../profile/schema.js";

/** A share of bad records that is compared with the reference's. */
export interface QualityShare {
  /** What is counted: `missingTexts`, `emptyTexts`, `duplicateTexts`, `encodingFaults`, `controlCharacters`, `missing:<column>`. */
  readonly check: string;
  readonly referenceShare: number;
  readonly currentShare: number;
  /** Of a difference as large by chance; corrected for the number of checks. */
  readonly pValue: number;
  /** The share is larger than before, significantly and by the smallest difference that matters. */
  readonly worse: boolean;
}

/** What has changed in the form of the data. */
export interface DataQualityReport {
  readonly referenceCount: number;
  readonly currentCount: number;
  /** The worse ones first. */
  readonly shares: readonly QualityShare[];
  /** Categories of each column that the other window does not have. Left out where a profile's list is cut. */
  readonly categories: readonly {
    readonly column: string;
    readonly added: readonly string[];
    readonly vanished: readonly string[];
  }[];
  /** Columns that are new, gone, or of another type. */
  readonly schema: readonly { readonly column: string; readonly problem: string }[];
}

/** What counts as worse. */
export interface QualityOptions {
  /** Chance of any false alarm, by Holm's correction. Default 0.05. */
  readonly significance?: number | undefined;
  /** Smaller differences of shares do not matter. Default 0.005. */
  readonly smallestDifference?: number | undefined;
}

/**
 * Compares the form of two windows: missing, empty and repeated texts, broken encodings, missing values, new and
 * vanished categories and columns.
 *
 * Repeated texts are counted in a sample where there are more than 1,024 different ones. An empty window has no
 * shares.
 */
export function dataQuality(
  reference: Profile,
  current: Profile,
  options: QualityOptions = {},
): DataQualityReport {
  const { significance = 0.05, smallestDifference = 0.005 } = options;
  const counted =
    reference.count === 0 || current.count === 0
      ? []
      : [...textChecks(reference, current), ...missingValues(reference, current)];
  const pValues = adjustPValues(
    counted.map(({ bad, of }) => twoShares(bad[0], of[0], bad[1], of[1])),
    "holm",
  );
  const shares = counted.map(({ check, bad, of }, i) => {
    const [referenceShare, currentShare] = [bad[0] / of[0], bad[1] / of[1]];
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

/** Numbers of bad records, of all records: in the reference and in the current window. */
interface Counted {
  readonly check: string;
  readonly bad: readonly [number, number];
  readonly of: readonly [number, number];
}

function textChecks(a: Profile, b: Profile): Counted[] {
  const of = [a.count, b.count] as const;
  const sampled = [a, b].map((p) => p.distinctTexts.counts.reduce((sum, n) => sum + n, 0));
  const repeated = [a, b].map((p, i) => Math.round(duplicateShare(p.distinctTexts) * sampled[i]!));
  return [
    { check: "missingTexts", bad: [a.quality.missing, b.quality.missing], of },
    { check: "emptyTexts", bad: [a.quality.empty, b.quality.empty], of },
    { check: "encodingFaults", bad: [a.quality.encodingFaults, b.quality.encodingFaults], of },
    { check: "controlCharacters", bad: [a.quality.controls, b.quality.controls], of },
    ...(Math.min(...sampled) === 0
      ? []
      : [
          {
            check: "duplicateTexts",
            bad: [repeated[0]!, repeated[1]!] as const,
            of: [sampled[0]!, sampled[1]!] as const,
          },
        ]),
  ];
}

function missingValues(a: Profile, b: Profile): Counted[] {
  return shared(a, b).flatMap(([before, now]) => {
    const [x, y] = [valuesOf(before), valuesOf(now)];
    if (x.total === 0 || y.total === 0 || x.missing + y.missing === 0) return [];
    return [{ check: `missing:${before.name}`, bad: [x.missing, y.missing], of: [x.total, y.total] }];
  });
}

function valuesOf(column: ProfileColumn): { missing: number; total: number } {
  const { missing, counts } =
    column.type === "numeric" ? column.sketch : { missing: column.missing, counts: column.summary.counts };
  return { missing, total: missing + counts.reduce((sum, n) => sum + n, 0) };
}

function categoryChanges(a: Profile, b: Profile): DataQualityReport["categories"] {
  return shared(a, b).flatMap(([before, now]) => {
    if (before.type !== "categorical" || now.type !== "categorical") return [];
    if (before.summary.floor > 0 || now.summary.floor > 0) return [];
    const [old, fresh] = [new Set(before.summary.values), new Set(now.summary.values)];
    const added = now.summary.values.filter((value) => !old.has(value));
    const vanished = before.summary.values.filter((value) => !fresh.has(value));
    return added.length + vanished.length === 0 ? [] : [{ column: before.name, added, vanished }];
  });
}

function schemaChanges(a: Profile, b: Profile): DataQualityReport["schema"] {
  const [before, now] = [byName(a), byName(b)];
  const names = [...new Set([...before.keys(), ...now.keys()])].sort(byCodePoint);
  return names.flatMap((column) => {
    const [x, y] = [before.get(column)?.type, now.get(column)?.type];
    if (x === y) return [];
    const problem =
      y === undefined ? "it is gone" : x === undefined ? "it is new" : `it was ${x} and is ${y}`;
    return [{ column, problem }];
  });
}

function shared(a: Profile, b: Profile): [ProfileColumn, ProfileColumn][] {
  const now = byName(b);
  return a.columns.flatMap((column) => {
    const other = now.get(column.name);
    return other && other.type === column.type ? [[column, other] as [ProfileColumn, ProfileColumn]] : [];
  });
}

function byName(profile: Profile): Map<string, ProfileColumn> {
  return new Map(profile.columns.map((column) => [column.name, column]));
}

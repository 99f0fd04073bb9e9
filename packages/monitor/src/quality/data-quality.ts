import { byCodePoint } from "@imdb/core";
import { adjustPValues } from "../drift/correction.js";
import { twoSharesPValue } from "../drift/shares-test.js";
import { totalOf } from "../profile/counted.js";
import { duplicateShare } from "../profile/distinct-sketch.js";
import { columnsByName, type Profile, type ProfileColumn, valueCounts } from "../profile/schema.js";

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
    counted.map(({ bad, of }) => twoSharesPValue(bad[0], of[0], bad[1], of[1])),
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
  const counted = ([check, name]: (typeof TEXT_CHECKS)[number]): Counted => ({
    check,
    bad: [a.quality[name], b.quality[name]],
    of,
  });
  const [x, y] = [repetitions(a), repetitions(b)];
  const repeated: Counted = { check: "duplicateTexts", bad: [x.bad, y.bad], of: [x.of, y.of] };
  return [...TEXT_CHECKS.map(counted), ...(Math.min(x.of, y.of) === 0 ? [] : [repeated])];
}

const TEXT_CHECKS = [
  ["missingTexts", "missing"],
  ["emptyTexts", "empty"],
  ["encodingFaults", "encodingFaults"],
  ["controlCharacters", "controls"],
] as const;

/** Texts that had come before, of the sampled ones. */
function repetitions({ distinctTexts }: Profile): { readonly bad: number; readonly of: number } {
  const of = totalOf(distinctTexts.counts);
  return { bad: Math.round(duplicateShare(distinctTexts) * of), of };
}

function missingValues(a: Profile, b: Profile): Counted[] {
  return shared(a, b).flatMap(([before, now]) => {
    const [x, y] = [valueCounts(before), valueCounts(now)];
    const of = [x.missing + x.present, y.missing + y.present] as const;
    if (Math.min(...of) === 0 || x.missing + y.missing === 0) return [];
    return [{ check: `missing:${before.name}`, bad: [x.missing, y.missing], of }];
  });
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

function shared(a: Profile, b: Profile): [ProfileColumn, ProfileColumn][] {
  const now = columnsByName(b);
  return a.columns.flatMap((column) => {
    const other = now.get(column.name);
    return other && other.type === column.type ? [[column, other] as [ProfileColumn, ProfileColumn]] : [];
  });
}

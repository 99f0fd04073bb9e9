import { byCodePoint, contentHash, describeCleaning } from "@imdb/core";
import { ProfileMismatch } from "../errors.js";
import { mergeCalibrationBins } from "./calibration-bins.js";
import { checkProfile } from "./check-profile.js";
import { sumCells } from "./confusion.js";
import { mergeCountSummaries } from "./count-summary.js";
import { mergeDistinctSketches } from "./distinct-sketch.js";
import type { Profile, ProfileColumn } from "./schema.js";
import { mergeValueSketches } from "./value-sketch.js";

/**
 * Merges profiles. The result equals the profile of all of their records.
 *
 * Only lists that dropped something (words beyond `maxTerms`, categories beyond 1,000) are not exact; their `floor` and
 * `error` bound the difference. The result has no `clustering`, since a group can have texts in several profiles.
 *
 * @throws `SCHEMA_MISMATCH` when an argument is not a profile; `PROFILE_MISMATCH` when the profiles were made with
 *         different settings, or a column has two types.
 */
export function mergeProfiles(first: Profile, ...others: readonly Profile[]): Profile {
  const profiles = [first, ...others];
  return mergeChecked(profiles.map((p, i) => checkProfile(p, `Profile ${i + 1} of mergeProfiles`)));
}

/** {@link mergeProfiles} for one or more profiles that are checked. */
export function mergeChecked(profiles: readonly Profile[]): Profile {
  return profiles.reduce(mergeTwo);
}

function mergeTwo(a: Profile, b: Profile): Profile {
  assertSame("terms.capacity", a.terms.capacity, b.terms.capacity);
  assertSame("positive", a.positive, b.positive);
  assertSame("cleaning", cleaningIn(a), cleaningIn(b));
  if (a.topics !== b.topics) assertSame("topics", hashOf(a), hashOf(b));
  return {
    schemaVersion: 1,
    ...(a.positive !== undefined && { positive: a.positive }),
    ...(a.cleaning && { cleaning: a.cleaning }),
    count: a.count + b.count,
    columns: mergeByKey(a.columns, b.columns, (c) => c.name, mergeColumns),
    terms: mergeCountSummaries(a.terms, b.terms),
    distinctTexts: mergeDistinctSketches(a.distinctTexts, b.distinctTexts),
    quality: {
      missing: a.quality.missing + b.quality.missing,
      empty: a.quality.empty + b.quality.empty,
      encodingFaults: a.quality.encodingFaults + b.quality.encodingFaults,
      controls: a.quality.controls + b.quality.controls,
    },
    topics: a.topics,
    // A group can have texts in both profiles.
    clustering: null,
    confusion: sumCells([...a.confusion, ...b.confusion]),
    calibration: mergeByKey(a.calibration, b.calibration, (c) => c.class, mergeCalibrationBins),
  };
}

function cleaningIn({ cleaning }: Profile): string {
  return cleaning === undefined ? "not known" : describeCleaning(cleaning);
}

function hashOf({ topics }: Profile): string {
  return topics === null ? "none" : contentHash(topics);
}

function mergeColumns(a: ProfileColumn, b: ProfileColumn): ProfileColumn {
  if (a.type === "numeric" && b.type === "numeric") {
    assertSame(`column ${a.name}, grid`, a.sketch.grid, b.sketch.grid);
    return { ...a, sketch: mergeValueSketches(a.sketch, b.sketch) };
  }
  if (a.type === "categorical" && b.type === "categorical") {
    const summary = mergeCountSummaries(a.summary, b.summary);
    return { ...a, missing: a.missing + b.missing, summary };
  }
  throw ProfileMismatch.create({ field: `column ${a.name}, type`, reference: a.type, current: b.type });
}

function assertSame(field: string, reference: unknown, current: unknown): void {
  if (reference !== current) throw ProfileMismatch.create({ field, reference, current });
}

/** The items of both lists, with items of equal keys merged, in code point order of the keys. */
function mergeByKey<T>(
  a: readonly T[],
  b: readonly T[],
  key: (item: T) => string,
  merge: (x: T, y: T) => T,
): T[] {
  const items = new Map(a.map((item) => [key(item), item]));
  for (const item of b) {
    const known = items.get(key(item));
    items.set(key(item), known === undefined ? item : merge(known, item));
  }
  return [...items].sort((x, y) => byCodePoint(x[0], y[0])).map((entry) => entry[1]);
}

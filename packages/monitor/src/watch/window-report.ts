import { type Estimate, wilson } from "@imdb/measures";
import type { DatasetOptions } from "../drift/compare-dataset.js";
import { driftReport } from "../drift/drift-report.js";
import type { DriftReport } from "../drift/report-schema.js";
import type { WordOptions } from "../drift/word-drift.js";
import { type CalibrationDrift, calibrationDrift } from "../performance/calibration-drift.js";
import { labelledCounts } from "../profile/confusion.js";
import type { Profile } from "../profile/schema.js";
import { type DataQualityReport, dataQuality } from "../quality/data-quality.js";

/** A window of the prediction log, compared with the reference. */
export interface WindowReport {
  /** ISO 8601; the end is not part of it. */
  readonly start: string;
  readonly end: string;
  readonly count: number;
  readonly drift: DriftReport;
  readonly quality: DataQualityReport;
  /** Of the records whose label is known; null when none is. */
  readonly accuracy: Estimate | null;
  readonly calibration: readonly CalibrationDrift[];
  readonly profile: Profile;
}

/** Compares the profile of a window of time with the reference, in every way that needs no texts. */
export function windowReport(
  window: { readonly start: number; readonly end: number; readonly profile: Profile },
  reference: Profile,
  options: DatasetOptions & WordOptions = {},
): WindowReport {
  const { start, end, profile } = window;
  const { right, labelled } = labelledCounts(profile.confusion);
  return {
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
    count: profile.count,
    drift: driftReport({ ...options, reference, current: profile }),
    quality: dataQuality(reference, profile),
    accuracy: labelled === 0 ? null : wilson(right, labelled),
    calibration: calibrationDrift(reference, profile),
    profile,
  };
}

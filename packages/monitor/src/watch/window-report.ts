import { checkOption, integer, type Resolved, rule } from "@imdb/core/options";
import { type Estimate, wilson } from "@imdb/measures";
import { checkColumns } from "../drift/check-columns.js";
import { columnNames, compareProfiles, type DriftSettings, driftSettings } from "../drift/drift-report.js";
import type { DriftReport } from "../drift/report-schema.js";
import { type CalibrationDrift, compareCalibration } from "../performance/calibration-drift.js";
import { assertComparable, checkProfile } from "../profile/check-profile.js";
import { labelledCounts, type PositiveScores, positiveScores } from "../profile/confusion.js";
import { abstainedShare, type Profile } from "../profile/schema.js";
import { compareQuality, type DataQualityReport, qualityOptions } from "../quality/data-quality.js";

/** A window of the prediction log, compared with the reference. */
export interface WindowReport {
  /** ISO 8601. `end` is not part of the window. */
  readonly start: string;
  readonly end: string;
  readonly count: number;
  readonly drift: DriftReport;
  readonly quality: DataQualityReport;
  /** Accuracy of the labelled records; null when there are none. */
  readonly accuracy: Estimate | null;
  /** Precision, recall and F1 of the positive class of the window's profile; null where none was named. */
  readonly positive: PositiveScores | null;
  /** Share of the records in which the model abstains; null where no record says so. */
  readonly abstainedShare: number | null;
  readonly calibration: readonly CalibrationDrift[];
  readonly profile: Profile;
  /** The names of the alert rules whose figure the window does not have; left out by {@link windowReport}, which has no rules. */
  readonly notMeasured?: readonly string[];
}

/** The rule of an argument that is a report of {@link windowReport}. */
export const windowReportRule = rule<WindowReport>("a report of windowReport", (value) => {
  const { start, end, count, drift, quality, calibration, profile } = Object(value) as Partial<WindowReport>;
  return (
    typeof start === "string" &&
    typeof end === "string" &&
    typeof count === "number" &&
    Array.isArray(calibration) &&
    [drift, quality, profile].every((part) => Object(part) === part)
  );
});

/** A profile of a window of time; `start` and `end` are milliseconds since 1970. */
export interface ProfiledWindow {
  readonly start: number;
  readonly end: number;
  readonly profile: Profile;
}

/**
 * Compares the profile of a window of time with the reference: drift, data quality, accuracy and calibration. Precision,
 * recall and F1 are those of the positive class of the window's profile. Records in which the model abstains count neither as
 * right nor as wrong.
 *
 * @throws `INVALID_OPTION`, `SCHEMA_MISMATCH` when `reference` or the window's profile is not a profile;
 *         `PROFILE_MISMATCH` for profiles of different positive classes, or of texts that were cleaned in different ways.
 */
export function windowReport(
  window: ProfiledWindow,
  reference: Profile,
  options: DriftSettings = {},
): WindowReport {
  checkOption("window", window, profiledWindow, "windowReport");
  const profile = checkProfile(window.profile, "The window's profile of windowReport");
  const expected = checkProfile(reference, "The reference profile of windowReport");
  assertComparable(expected, profile);
  const settings = driftSettings.resolve(options, "windowReport");
  checkColumns(settings, columnNames(expected, profile), "windowReport");
  return reportOf({ ...window, profile }, expected, settings);
}

const time = integer(-8.64e15, 8.64e15);
const profiledWindow = rule<ProfiledWindow>(
  "an object with start, end and profile",
  (value) => time.accepts(Object(value).start) && time.accepts(Object(value).end),
);

/** {@link windowReport} for arguments that are checked. */
export function reportOf(
  { start, end, profile }: ProfiledWindow,
  reference: Profile,
  settings: Resolved<DriftSettings, "columns">,
): WindowReport {
  const { right, labelled } = labelledCounts(profile.confusion);
  return {
    start: new Date(start).toISOString(),
    end: new Date(end).toISOString(),
    count: profile.count,
    drift: compareProfiles(reference, profile, settings),
    quality: compareQuality(reference, profile, qualityOptions.resolve({})),
    accuracy: labelled === 0 ? null : wilson(right, labelled),
    positive: positiveScores(profile),
    abstainedShare: abstainedShare(profile),
    calibration: compareCalibration(reference, profile, 0.05),
    profile,
  };
}

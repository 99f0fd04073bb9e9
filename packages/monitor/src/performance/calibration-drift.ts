import { checkOption, within } from "@imdb/core/options";
import { chiSquaredSf, fitIsotonic, isotonicAt } from "@imdb/measures";
import { binCenter, CALIBRATION_BINS, type CalibrationBins } from "../profile/calibration-bins.js";
import { checkProfiles } from "../profile/check-profile.js";
import { totalOf } from "../profile/counted.js";
import type { Profile } from "../profile/schema.js";

/** Whether the predicted probabilities of a class are still calibrated as in the reference. */
export interface CalibrationDrift {
  readonly class: string;
  /** Number of labelled records in the current window. */
  readonly labelled: number;
  /** Hosmer & Lemeshow's statistic of the observed counts and those expected by the reference's calibration. */
  readonly statistic: number;
  readonly degrees: number;
  /** Null when there are too few labels for a test. */
  readonly pValue: number | null;
  readonly drifted: boolean;
  /** Calibration error in the reference: the mean difference of predicted probability and observed share. */
  readonly referenceError: number | null;
  /** Calibration error in the current window. */
  readonly currentError: number | null;
}

/** Bins are combined until at least this number of records of both outcomes is expected. */
const MIN_EXPECTED = 5;

/**
 * Tests for each class whether its predicted probabilities are calibrated as in the reference: compares the observed
 * counts of the current window with the counts expected by the calibration of the reference.
 *
 * The calibration of the reference is taken as exact. The reference should have several times as many labels as the
 * window.
 *
 * @param significance  Significance level of the test of each class. Default 0.05.
 * @throws `INVALID_OPTION`, `SCHEMA_MISMATCH` when `reference` or `current` is not a profile.
 * @see Hosmer & Lemeshow (1980), Goodness of fit tests for the multiple logistic regression model.
 */
export function calibrationDrift(
  reference: Profile,
  current: Profile,
  significance = 0.05,
): CalibrationDrift[] {
  checkOption("significance", significance, within(0, 1), "calibrationDrift");
  const checked = checkProfiles(reference, current, "calibrationDrift");
  return compareCalibration(checked.reference, checked.current, significance);
}

/** {@link calibrationDrift} for arguments that are checked. */
export function compareCalibration(
  reference: Profile,
  current: Profile,
  significance: number,
): CalibrationDrift[] {
  return current.calibration.flatMap((now) => {
    const before = reference.calibration.find((bins) => bins.class === now.class);
    return before ? [compareClass(before, now, significance)] : [];
  });
}

const NO_RECORDS = { n: 0, expected: 0, observed: 0, variance: 0 };

function compareClass(before: CalibrationBins, now: CalibrationBins, significance: number): CalibrationDrift {
  const calibrate = calibratorOf(before);
  let statistic = 0;
  let degrees = 0;
  let group = NO_RECORDS;
  for (let bin = 0; bin < CALIBRATION_BINS; bin++) {
    const n = now.labelled[bin]!;
    const share = calibrate(binCenter(bin));
    group = {
      n: group.n + n,
      expected: group.expected + n * share,
      observed: group.observed + now.positive[bin]!,
      variance: group.variance + n * share * (1 - share),
    };
    if (Math.min(group.expected, group.n - group.expected) < MIN_EXPECTED) continue;
    statistic += (group.observed - group.expected) ** 2 / group.variance;
    degrees++;
    group = NO_RECORDS;
  }
  const pValue = degrees === 0 ? null : chiSquaredSf(statistic, degrees);
  return {
    class: now.class,
    labelled: totalOf(now.labelled),
    statistic,
    degrees,
    pValue,
    drifted: pValue !== null && pValue < significance,
    referenceError: calibrationError(before),
    currentError: calibrationError(now),
  };
}

function calibrationError({ labelled, positive }: CalibrationBins): number | null {
  const total = totalOf(labelled);
  return total === 0
    ? null
    : totalOf(labelled.map((n, bin) => Math.abs(n * binCenter(bin) - positive[bin]!))) / total;
}

/** Maps a predicted probability to the observed share. */
export type Calibrator = (predicted: number) => number;

/**
 * The observed share of a class as an increasing function of its predicted probability: isotonic regression over the bins
 * of a profile, with linear interpolation between their centres.
 *
 * @returns The identity when the profile has no labels.
 * @see Zadrozny & Elkan (2002), Transforming classifier scores into accurate multiclass probability estimates.
 */
export function calibratorOf({ labelled, positive }: CalibrationBins): Calibrator {
  const bins = [...labelled.keys()].filter((bin) => labelled[bin]! > 0);
  if (bins.length === 0) return (predicted) => predicted;
  const curve = fitIsotonic(
    bins.map(binCenter),
    bins.map((bin) => positive[bin]! / labelled[bin]!),
    bins.map((bin) => labelled[bin]!),
  );
  return (predicted) => isotonicAt(curve, predicted);
}

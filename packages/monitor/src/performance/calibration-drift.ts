import { chiSquaredSf } from "@imdb/measures";
import { CALIBRATION_BINS, type CalibrationBins } from "../profile/calibration-bins.js";
import type { Profile } from "../profile/schema.js";
import { calibratorOf } from "./calibrator.js";

/** Whether a class's stated probabilities still mean what they meant. */
export interface CalibrationDrift {
  readonly class: string;
  /** Labelled records of the current window. */
  readonly labelled: number;
  /** Hosmer & Lemeshow's, of the observed counts against those the reference's calibration expects. */
  readonly statistic: number;
  readonly degrees: number;
  /** Null when there are too few labels for one group. */
  readonly pValue: number | null;
  readonly drifted: boolean;
  /** Mean over the labelled records of the distance between stated and observed share, in both windows. */
  readonly referenceError: number | null;
  readonly currentError: number | null;
}

/** A group of neighbouring bins expects at least so many of both outcomes. */
const SMALLEST_EXPECTED = 5;

/**
 * Compares how often each class is true at each stated probability with the reference: the observed counts of
 * the current window against those its probabilities, calibrated on the reference, make expect.
 *
 * The calibration of the reference counts as known; let it have several times the window's labels.
 *
 * @param significance  Of each class. Default 0.05.
 * @see Hosmer & Lemeshow (1980), Goodness of fit tests for the multiple logistic regression model.
 */
export function calibrationDrift(
  reference: Profile,
  current: Profile,
  significance = 0.05,
): CalibrationDrift[] {
  return current.calibration.flatMap((now) => {
    const before = reference.calibration.find((bins) => bins.class === now.class);
    return before ? [compare(before, now, significance)] : [];
  });
}

function compare(before: CalibrationBins, now: CalibrationBins, significance: number): CalibrationDrift {
  const calibrate = calibratorOf(before);
  let statistic = 0;
  let degrees = 0;
  let group = { n: 0, expected: 0, observed: 0, variance: 0 };
  for (let bin = 0; bin < CALIBRATION_BINS; bin++) {
    const n = now.labelled[bin]!;
    const share = calibrate((bin + 0.5) / CALIBRATION_BINS);
    group = {
      n: group.n + n,
      expected: group.expected + n * share,
      observed: group.observed + now.positive[bin]!,
      variance: group.variance + n * share * (1 - share),
    };
    if (Math.min(group.expected, group.n - group.expected) < SMALLEST_EXPECTED) continue;
    statistic += (group.observed - group.expected) ** 2 / group.variance;
    degrees++;
    group = { n: 0, expected: 0, observed: 0, variance: 0 };
  }
  const pValue = degrees === 0 ? null : chiSquaredSf(statistic, degrees);
  return {
    class: now.class,
    labelled: now.labelled.reduce((sum, n) => sum + n, 0),
    statistic,
    degrees,
    pValue,
    drifted: pValue !== null && pValue < significance,
    referenceError: errorOf(before),
    currentError: errorOf(now),
  };
}

function errorOf({ labelled, positive }: CalibrationBins): number | null {
  const total = labelled.reduce((sum, n) => sum + n, 0);
  if (total === 0) return null;
  const distance = labelled.reduce(
    (sum, n, bin) => sum + Math.abs(n * ((bin + 0.5) / CALIBRATION_BINS) - positive[bin]!),
    0,
  );
  return distance / total;
}

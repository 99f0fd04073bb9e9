import { chiSquaredSf, fitIsotonic, isotonicAt } from "@imdb/measures";
import { binCenter, CALIBRATION_BINS, type CalibrationBins } from "../profile/calibration-bins.js";
import { totalOf } from "../profile/counted.js";
import type { Profile } from "../profile/schema.js";

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

const NO_RECORDS = { n: 0, expected: 0, observed: 0, variance: 0 };

function compare(before: CalibrationBins, now: CalibrationBins, significance: number): CalibrationDrift {
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
    if (Math.min(group.expected, group.n - group.expected) < SMALLEST_EXPECTED) continue;
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
    referenceError: errorOf(before),
    currentError: errorOf(now),
  };
}

function errorOf({ labelled, positive }: CalibrationBins): number | null {
  const total = totalOf(labelled);
  return total === 0
    ? null
    : totalOf(labelled.map((n, bin) => Math.abs(n * binCenter(bin) - positive[bin]!))) / total;
}

/** Turns a stated probability into the observed one. */
export type Calibrator = (stated: number) => number;

/**
 * The observed share of a class as a rising function of its stated probability: isotonic regression over the
 * bins of a profile, with straight lines between their middles.
 *
 * @returns The identity when the profile has no labels.
 * @see Zadrozny & Elkan (2002), Transforming classifier scores into accurate multiclass probability estimates.
 */
export function calibratorOf({ labelled, positive }: CalibrationBins): Calibrator {
  const bins = [...labelled.keys()].filter((bin) => labelled[bin]! > 0);
  if (bins.length === 0) return (stated) => stated;
  const curve = fitIsotonic(
    bins.map(binCenter),
    bins.map((bin) => positive[bin]! / labelled[bin]!),
    bins.map((bin) => labelled[bin]!),
  );
  return (stated) => isotonicAt(curve, stated);
}

import { fitIsotonic, isotonicAt } from "@imdb/measures";
import { CALIBRATION_BINS, type CalibrationBins } from "../profile/calibration-bins.js";

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
    bins.map((bin) => (bin + 0.5) / CALIBRATION_BINS),
    bins.map((bin) => positive[bin]! / labelled[bin]!),
    bins.map((bin) => labelled[bin]!),
  );
  return (stated) => isotonicAt(curve, stated);
}

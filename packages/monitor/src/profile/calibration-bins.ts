import * as z from "zod";

/** Number of equally wide bins of the predicted probability. */
export const CALIBRATION_BINS = 100;

/** For each bin of a class's predicted probability: the number of labelled records, and of those with this class. */
export const calibrationBinsSchema = z.strictObject({
  class: z.string().min(1),
  labelled: z.array(z.int().min(0)).length(CALIBRATION_BINS),
  positive: z.array(z.int().min(0)).length(CALIBRATION_BINS),
});

/** @see {@link calibrationBinsSchema} */
export type CalibrationBins = z.infer<typeof calibrationBinsSchema>;

/** Empty bins of a class. */
export function calibrationBins(label: string): CalibrationBins {
  const zeros = () => new Array<number>(CALIBRATION_BINS).fill(0);
  return { class: label, labelled: zeros(), positive: zeros() };
}

/** The bin of a probability. The last bin contains 1. */
export function calibrationBin(probability: number): number {
  return Math.min(CALIBRATION_BINS - 1, Math.floor(probability * CALIBRATION_BINS));
}

/** The probability at the centre of a bin. */
export function binCenter(bin: number): number {
  return (bin + 0.5) / CALIBRATION_BINS;
}

/** The sums of both. */
export function mergeCalibrationBins(a: CalibrationBins, b: CalibrationBins): CalibrationBins {
  return {
    class: a.class,
    labelled: a.labelled.map((n, i) => n + b.labelled[i]!),
    positive: a.positive.map((n, i) => n + b.positive[i]!),
  };
}

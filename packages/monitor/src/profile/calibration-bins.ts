import { z } from "zod";

/** Number of equally wide bins of the probability. */
export const CALIBRATION_BINS = 100;

/** Of the records with a known label: how many had a probability in each bin, and how often the class was true. */
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

/** The bin of a probability; 1 belongs to the last. */
export function calibrationBin(probability: number): number {
  return Math.min(CALIBRATION_BINS - 1, Math.floor(probability * CALIBRATION_BINS));
}

/** The probability in the middle of a bin. */
export function middleOf(bin: number): number {
  return (bin + 0.5) / CALIBRATION_BINS;
}

/** The bins of the records of both. */
export function mergeCalibrationBins(a: CalibrationBins, b: CalibrationBins): CalibrationBins {
  return {
    class: a.class,
    labelled: a.labelled.map((n, i) => n + b.labelled[i]!),
    positive: a.positive.map((n, i) => n + b.positive[i]!),
  };
}

/**
 * The positive class of each output of a linear model, or of each curve of a calibrator: the second of two classes, or
 * each of more than two.
 */
export function positiveClasses(classes: number): number[] {
  return classes === 2 ? [1] : Array.from({ length: classes }, (_, k) => k);
}

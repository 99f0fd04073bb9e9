/** The class that each output of a linear model, or curve of a calibration, tells from the rest: of two the second. */
export function positiveClasses(classes: number): number[] {
  return classes === 2 ? [1] : Array.from({ length: classes }, (_, k) => k);
}

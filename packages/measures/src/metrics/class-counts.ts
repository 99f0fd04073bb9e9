import { type Codes, checkCodes } from "./checks.js";

/** How often a class was predicted right, predicted wrongly, and missed. */
export interface ClassCounts {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
}

/**
 * The counts of each class, in the order of the codes. A confusion matrix has them too, and a cell for each pair of
 * classes: too many where each row has a class of its own.
 *
 * @param classes  The smallest number of classes. Default 0: the largest code plus 1.
 * @throws What `checkCodes` throws.
 */
export function classCounts(actual: Codes, predicted: Codes, metric: string, classes = 0): ClassCounts[] {
  const size = Math.max(classes, checkCodes(actual, predicted, metric));
  const counts = Array.from({ length: size }, () => ({ tp: 0, fp: 0, fn: 0 }));
  for (let i = 0; i < actual.length; i++) {
    if (actual[i] === predicted[i]) counts[actual[i]!]!.tp++;
    else {
      counts[actual[i]!]!.fn++;
      counts[predicted[i]!]!.fp++;
    }
  }
  return counts;
}

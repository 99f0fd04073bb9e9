import { wasserstein } from "./methods/area-distances.js";
import { chiSquare, chiSquareContingency, zTest } from "./methods/category-tests.js";
import { kolmogorovSmirnov } from "./methods/kolmogorov-smirnov.js";
import type { DriftMethod } from "./methods/method.js";
import { jensenShannon } from "./methods/share-distances.js";

/** What the choice of a method looks at. */
export interface ColumnFacts {
  readonly type: "numeric" | "categorical";
  /** Values of the reference that are not missing. */
  readonly referenceCount: number;
  /** Different values in both windows together. */
  readonly distinct: number;
}

/** Chooses the method for a column that none is named for. */
export type ChooseMethod = (column: ColumnFacts) => DriftMethod;

/** Above this size of the reference, tests find differences too small to matter. */
const SMALL_REFERENCE = 1000;

/**
 * Evidently's choice. References up to 1,000: Kolmogorov–Smirnov for numbers with more than five different
 * values, else chi-squared, or the z-test for two values. Larger ones: Wasserstein for numbers with more than
 * five different values, else Jensen–Shannon. Different values are counted in both windows together.
 */
export const evidentlyMethods: ChooseMethod = ({ type, referenceCount, distinct }) => {
  const continuous = type === "numeric" && distinct > 5;
  if (referenceCount > SMALL_REFERENCE) return continuous ? wasserstein : jensenShannon;
  if (continuous) return kolmogorovSmirnov;
  return distinct > 2 ? chiSquare : zTest;
};

/**
 * A significance test for every column, whatever the size: Kolmogorov–Smirnov for numbers with more than five
 * different values, else chi-squared for two samples. Finds small drift in large windows; with the correction
 * for many tests, the rate of false alarms is the threshold's.
 */
export const significanceTests: ChooseMethod = ({ type, distinct }) =>
  type === "numeric" && distinct > 5 ? kolmogorovSmirnov : chiSquareContingency;

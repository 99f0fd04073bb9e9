import { checkOption, type OptionRule, rule } from "@imdb/core/options";
import { wasserstein } from "./methods/area-distances.js";
import { chiSquare, chiSquareContingency, zTest } from "./methods/category-tests.js";
import { kolmogorovSmirnov } from "./methods/kolmogorov-smirnov.js";
import type { DriftMethod } from "./methods/method.js";
import { jensenShannon } from "./methods/share-distances.js";

/** The facts about a column by which a method is chosen. */
export interface ColumnFacts {
  readonly type: "numeric" | "categorical";
  /** Number of values in the reference that are not missing. */
  readonly referenceCount: number;
  /** Number of different values in both windows together. */
  readonly distinct: number;
}

/** Chooses the drift method of a column. */
export type ChooseMethod = (column: ColumnFacts) => DriftMethod;

const factsRule: OptionRule<ColumnFacts> = rule("the type and the counts of a column", (value) => {
  const { type, referenceCount, distinct } = Object(value) as Partial<ColumnFacts>;
  return typeof type === "string" && typeof referenceCount === "number" && typeof distinct === "number";
});

/** With a larger reference, significance tests find differences that are too small to matter. */
const SMALL_REFERENCE = 1000;

/**
 * Chooses as Evidently does. References of at most 1,000 values: Kolmogorov–Smirnov for numbers with more than five
 * different values, else chi-squared, or the z-test for two values. Larger references: Wasserstein for numbers with
 * more than five different values, else Jensen–Shannon. Different values are counted in both windows together.
 */
export const evidentlyMethods: ChooseMethod = (column) => {
  const { type, referenceCount, distinct } = checkOption("column", column, factsRule, "evidentlyMethods");
  const continuous = type === "numeric" && distinct > 5;
  if (referenceCount > SMALL_REFERENCE) return continuous ? wasserstein : jensenShannon;
  if (continuous) return kolmogorovSmirnov;
  return distinct > 2 ? chiSquare : zTest;
};

/**
 * Chooses a significance test for every column: Kolmogorov–Smirnov for numbers with more than five different values,
 * else chi-squared for two samples. It finds small drift in large windows. With a correction for multiple tests, the
 * threshold bounds the rate of false alarms.
 */
export const significanceTests: ChooseMethod = (column) => {
  const { type, distinct } = checkOption("column", column, factsRule, "significanceTests");
  return type === "numeric" && distinct > 5 ? kolmogorovSmirnov : chiSquareContingency;
};

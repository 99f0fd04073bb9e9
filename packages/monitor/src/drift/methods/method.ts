import type { CategoricalPair, NumericPair } from "./pair.js";

/** What a method measured. */
export interface DriftScore {
  /** The test's statistic, or the distance. */
  readonly statistic: number;
  /** Null for methods that measure a distance. */
  readonly pValue: number | null;
}

/**
 * A way to compare a column of two windows. Ours, or a caller's own.
 *
 * A method compares numbers, categories, or both. One that compares categories alone also takes numbers of few
 * different values: each is a category then.
 */
export interface DriftMethod {
  /** As options name it. */
  readonly name: string;
  /** As reports show it. */
  readonly title: string;
  /** `pValue`: drifted below the threshold. `distance`: drifted from the threshold on. */
  readonly result: "pValue" | "distance";
  /** Where it is not set otherwise. */
  readonly threshold: number;
  numeric?(pair: NumericPair): DriftScore;
  categorical?(pair: CategoricalPair): DriftScore;
}

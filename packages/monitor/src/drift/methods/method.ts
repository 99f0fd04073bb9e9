import type { CategoricalPair, NumericPair } from "./pair.js";

/** The result of a drift method for one column. */
export interface DriftScore {
  /** The statistic of the test, or the distance. */
  readonly statistic: number;
  /** Null for a method that measures a distance. */
  readonly pValue: number | null;
}

/**
 * A way to compare a column of two windows: one of {@link driftMethods}, or your own.
 *
 * A method compares numbers, categories, or both. A method for categories alone also takes numbers; each different
 * number is then a category.
 */
export interface DriftMethod {
  /** Its name in options. */
  readonly name: string;
  /** Its name in reports. */
  readonly title: string;
  /** `pValue`: a column has drifted below the threshold. `distance`: it has drifted at the threshold or above. */
  readonly result: "pValue" | "distance";
  /** Default threshold. */
  readonly threshold: number;
  numeric?(pair: NumericPair): DriftScore;
  categorical?(pair: CategoricalPair): DriftScore;
}

/** Whether a value has the members of a drift method. */
export function isDriftMethod(value: unknown): value is DriftMethod {
  const { name, title, result, threshold, numeric, categorical } = Object(value) as Partial<DriftMethod>;
  return (
    typeof name === "string" &&
    typeof title === "string" &&
    (result === "pValue" || result === "distance") &&
    typeof threshold === "number" &&
    [numeric, categorical].some((compare) => typeof compare === "function")
  );
}

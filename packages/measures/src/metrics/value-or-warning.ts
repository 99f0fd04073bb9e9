import { UndefinedMetric } from "../errors.js";

/** The value of a metric, or `null` and a warning when it is not defined. */
export function valueOrWarning(warnings: string[], metric: () => number): number | null {
  try {
    return metric();
  } catch (error) {
    if (!UndefinedMetric.is(error)) throw error;
    warnings.push(error.message);
    return null;
  }
}

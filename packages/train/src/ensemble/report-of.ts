import type { FitReport, FittedClassifier } from "@imdb/core";

/** The reports of an ensemble's models as one. */
export function reportOf(
  solver: string,
  models: readonly FittedClassifier[],
  worded: (warning: string, model: number) => string = (warning) => warning,
): FitReport {
  return {
    solver,
    iterations: Math.max(...models.map(({ report }) => report?.iterations ?? 0)),
    converged: models.every(({ report }) => report?.converged ?? true),
    warnings: models.flatMap(({ report }, k) => (report?.warnings ?? []).map((text) => worded(text, k))),
  };
}

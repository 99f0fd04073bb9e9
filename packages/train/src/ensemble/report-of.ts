import type { FitReport, FittedClassifier } from "@imdb/core";

/**
 * One report from the reports of the models of an ensemble.
 *
 * @param formatWarning  Makes the warning of the ensemble from the warning of model k.
 */
export function reportOf(
  solver: string,
  models: readonly FittedClassifier[],
  formatWarning: (warning: string, model: number) => string = (warning) => warning,
): FitReport {
  return {
    solver,
    iterations: Math.max(...models.map(({ report }) => report?.iterations ?? 0)),
    converged: models.every(({ report }) => report?.converged ?? true),
    warnings: models.flatMap(({ report }, k) =>
      (report?.warnings ?? []).map((text) => formatWarning(text, k)),
    ),
  };
}

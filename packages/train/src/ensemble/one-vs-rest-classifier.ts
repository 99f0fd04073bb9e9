import type { Classifier, FittedClassifier } from "@imdb/core";
import { checkFit } from "../fitting/check-fit.js";
import type { FitOptions } from "../fitting/fit-options.js";

/** One binary model a class. */
export interface FittedOneVsRest extends FittedClassifier {
  readonly kind: "OneVsRestClassifier";
  /** In the order of `classes`; each one's second class is "yes". */
  readonly models: readonly FittedClassifier[];
}

/**
 * Takes any binary classifier to more classes: one model a class, against the rest; probabilities are the
 * models', scaled to sum 1.
 *
 * @throws On fitting what the classifier throws.
 * @see    scikit-learn's `OneVsRestClassifier`.
 */
export function oneVsRestClassifier(classifier: Classifier): Classifier<FittedOneVsRest> {
  return {
    params: { classifier: classifier.params },
    async fit(X, y, run: FitOptions = {}) {
      checkFit(X, y, run);
      const models: FittedClassifier[] = [];
      for (let k = 0; k < y.classes.length; k++) {
        const codes = y.codes.map((code) => (code === k ? 1 : 0));
        models.push(await classifier.fit(X, { role: y.role, classes: ["no", "yes"], codes }, run));
      }
      return fittedOneVsRest(y.classes, models);
    },
  };
}

/** Puts the models of the classes together. */
export function fittedOneVsRest(
  classes: readonly string[],
  models: readonly FittedClassifier[],
): FittedOneVsRest {
  const size = classes.length;
  const warnings = models.flatMap(({ report }, k) =>
    (report?.warnings ?? []).map((text) => `${classes[k]}: ${text}`),
  );
  return {
    kind: "OneVsRestClassifier",
    params: { classifier: models[0]!.params },
    classes,
    featureCount: models[0]!.featureCount,
    models,
    report: {
      solver: "one-vs-rest",
      iterations: Math.max(...models.map(({ report }) => report?.iterations ?? 0)),
      converged: models.every(({ report }) => report?.converged ?? true),
      warnings,
    },
    predictProba(X) {
      const out = new Float64Array(X.rows * size);
      models.forEach((model, k) => {
        const p = model.predictProba(X);
        for (let r = 0; r < X.rows; r++) out[r * size + k] = p[2 * r + 1]!;
      });
      for (let at = 0; at < out.length; at += size) {
        const row = out.subarray(at, at + size);
        const sum = row.reduce((a, b) => a + b, 0);
        for (let k = 0; k < size; k++) row[k] = sum > 0 ? row[k]! / sum : 1 / size;
      }
      return out;
    },
  };
}

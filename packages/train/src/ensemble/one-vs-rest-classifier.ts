import {
  type Classifier,
  type CsrMatrix,
  type FittedClassifier,
  isLinear,
  type LinearClassifier,
  ownFacts,
  type TrainLabels,
} from "@imdb/core";
import { displayFitted, displayUnfitted } from "@imdb/core/display";
import { checkOption } from "@imdb/core/options";
import { classifierRule } from "../fitting/arguments.js";
import { checkColumns, checkFit } from "../fitting/check-fit.js";
import { classifierIdentity, identityOfAll } from "../fitting/classifier-identity.js";
import type { FitOptions } from "../fitting/fit-options.js";
import { haveLinearWeights, madeOnce, stackedWeights } from "../linear/linear-weights.js";
import { scaleToOne } from "../linear/probabilities.js";
import { reportOf } from "./report-of.js";

/** A fitted one-vs-rest classifier: one binary model per class. */
export interface FittedOneVsRest<L extends string = string> extends FittedClassifier<L> {
  readonly kind: "OneVsRestClassifier";
  /** In the order of `classes`. The second class of each model is "yes". */
  readonly models: readonly FittedClassifier[];
  /** `rows × classes` decision values, row-major: those of the models. For more than two classes, if all are linear. */
  readonly decisionFunction?: (X: CsrMatrix) => Float64Array;
}

/** A one-vs-rest classifier that has not been fitted. */
export interface OneVsRestClassifier extends Classifier<FittedOneVsRest> {
  /** Fits on train rows. `run` may have sample weights. */
  fit<L extends string>(X: CsrMatrix, y: TrainLabels<L>, run?: FitOptions): Promise<FittedOneVsRest<L>>;
}

/**
 * Makes a classifier of any number of classes from a binary classifier: one model per class against the rest. The
 * probabilities of the models are scaled to sum 1.
 *
 * @throws `INVALID_OPTION`; the fit throws what the classifier throws.
 * @see    scikit-learn's `OneVsRestClassifier`.
 */
export function oneVsRestClassifier(classifier: Classifier): OneVsRestClassifier {
  checkOption("classifier", classifier, classifierRule);
  const oneVsRest: OneVsRestClassifier = {
    params: { classifier: classifier.params },
    identity: identityOfAll("one-vs-rest", [classifierIdentity(classifier)]),
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
  return displayUnfitted("One-vs-rest classifier")(ownFacts(oneVsRest, "identity"));
}

/** The one-vs-rest classifier of fitted models. */
export function fittedOneVsRest<L extends string>(
  classes: readonly L[],
  models: readonly FittedClassifier[],
): FittedOneVsRest<L> {
  const size = classes.length;
  const { featureCount } = models[0]!;
  const byClass = (X: CsrMatrix, ofModel: (model: FittedClassifier, X: CsrMatrix) => ArrayLike<number>) => {
    checkColumns(X, featureCount);
    const out = new Float64Array(X.rows * size);
    models.forEach((model, k) => {
      const values = ofModel(model, X);
      const width = values.length / X.rows;
      for (let r = 0; r < X.rows; r++) out[r * size + k] = values[r * width + width - 1]!;
    });
    return out;
  };
  return displayFitted({
    kind: "OneVsRestClassifier",
    params: { classifier: models[0]!.params },
    classes,
    featureCount,
    models,
    report: reportOf("one-vs-rest", models, (text, k) => `${classes[k]}: ${text}`),
    ...(haveLinearWeights(models) && { linearWeights: madeOnce(() => stackedWeights(models)) }),
    ...(size > 2 &&
      models.every(isLinear) && {
        decisionFunction: (X: CsrMatrix) =>
          byClass(X, (model, rows) => (model as LinearClassifier).decisionFunction(rows)),
      }),
    predictProba(X) {
      const out = byClass(X, (model, rows) => model.predictProba(rows));
      for (let at = 0; at < out.length; at += size) scaleToOne(out.subarray(at, at + size));
      return out;
    },
  });
}

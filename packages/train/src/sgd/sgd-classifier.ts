import {
  assertTrain,
  type CsrMatrix,
  InvalidOption,
  type Labels,
  seededRandom,
  type TrainLabels,
} from "@imdb/core";
import { above, checkOption, integer, optionsOf } from "@imdb/core/options";
import { SingleClass } from "../errors.js";
import { checkColumns, checkFinite, checkFit, checkLabels } from "../fitting/check-fit.js";
import { positiveClasses } from "../fitting/positive-classes.js";
import type { LinearModel } from "../linear/linear-model.js";
import { type LinearLearner, modelOfOutputs } from "../linear/one-output.js";
import { createPace } from "../solvers/pace.js";
import { createSgd } from "./sgd-state.js";

/** What {@link sgdClassifier} takes. */
export interface SgdClassifierOptions {
  /** Weight of ½‖w‖² against the mean loss. Default 1e-6, which suits TF-IDF rows. */
  readonly alpha?: number;
  /** First length of a step. Default 4, which suits rows of length 1. */
  readonly eta0?: number;
  /** Passes over the rows in `fit`; a `partialFit` takes its rows once. Default 10. */
  readonly epochs?: number;
}

/** A logistic regression that learns from batches, in memory for weights alone. */
export interface SgdLearner {
  /** Rows learned from so far. */
  readonly rows: number;
  /**
   * Takes one step a row, in the order given. The rows are not kept.
   *
   * @throws `SHAPE_MISMATCH`, `NOT_TRAIN_SPLIT`, `LABEL_OUT_OF_RANGE`, `INVALID_CSR_MATRIX`, `INVALID_OPTION` when
   *         the classes are others than the learner's. A batch that is refused leaves the learner as it was.
   */
  partialFit(X: CsrMatrix, y: TrainLabels): void;
  /** The model so far, averaged over the second half of the steps; the learner goes on. */
  model(): LinearModel;
}

/** A classifier by stochastic gradient descent that has not been fitted. */
export interface SgdClassifier extends LinearLearner {
  /** Begins to learn from a stream of batches with this many features and these classes. */
  start(featureCount: number, classes: readonly string[]): SgdLearner;
}

/** The schema of {@link SgdClassifierOptions}. */
export const sgdOptions = optionsOf<SgdClassifierOptions>({
  alpha: [1e-6, above(0)],
  eta0: [4, above(0)],
  epochs: [10, integer(1, 100_000)],
});

/**
 * Logistic regression for data that does not fit into memory: minimises ½·alpha·‖w‖² + mean log loss by stochastic
 * gradient descent with steps eta0 / (1 + eta0·alpha·t)^¾ and an average of the weights; more than two classes
 * one against the rest. The report's `gradientNorm` is not known and 0; there is no stopping rule, so
 * `converged` says only that all passes were made.
 *
 * @throws `INVALID_OPTION`; on fitting as `logisticRegression`.
 * @see    Bottou (2012), Stochastic gradient descent tricks; Xu (2011), Towards optimal one pass large scale
 *         learning with averaged stochastic gradient descent.
 * @example
 * const learner = sgdClassifier().start(2 ** 20, ["neg", "pos"]);
 * // for each batch of a stream: learner.partialFit(matrix, labels);
 * learner.rows; // => 0
 */
export function sgdClassifier(options: SgdClassifierOptions = {}): SgdClassifier {
  const params = sgdOptions.resolve(options);

  function begin(featureCount: number, classes: readonly string[]) {
    const outputs = positiveClasses(classes.length).map((positive) => ({
      positive,
      state: createSgd(featureCount, params.alpha, params.eta0),
    }));
    return {
      steps: () => outputs[0]!.state.steps,
      learn(X: CsrMatrix, y: Labels, order?: Uint32Array, weights?: ArrayLike<number>) {
        for (const { positive, state } of outputs) {
          for (let at = 0; at < X.rows; at++) {
            const row = order ? order[at]! : at;
            state.step(X, row, y.codes[row] === positive ? 1 : -1, weights ? weights[row]! : 1);
          }
        }
      },
      model: (recorded: LinearModel["params"]) =>
        modelOfOutputs(
          { kind: "SGDClassifier", params: recorded, classes, featureCount },
          "sgd",
          outputs.map(({ state }) => ({
            ...state.average(),
            iterations: state.steps,
            converged: true,
            objective: state.meanLoss(),
            gradientNorm: 0,
          })),
        ),
    };
  }

  return {
    params,
    recipe: { classifier: "sgdClassifier", options: { ...options } },
    start(featureCount, classes) {
      checkOption("featureCount", featureCount, integer(0));
      if (classes.length < 2) throw SingleClass.create({ rows: 0, classes });
      const learner = begin(featureCount, classes);
      return {
        get rows() {
          return learner.steps();
        },
        partialFit(X, y) {
          checkColumns(X, featureCount);
          checkBatch(X, y, classes);
          learner.learn(X, y);
        },
        model: () => learner.model(params),
      };
    },
    async fit(X, y, run = {}) {
      checkFit(X, y, run);
      const learner = begin(X.cols, y.classes);
      const random = seededRandom(run.seed ?? 0).fork("sgd");
      const pace = createPace(run, params.epochs, "epochs");
      for (let epoch = 1; epoch <= params.epochs; epoch++) {
        learner.learn(X, y, random.permutation(X.rows), run.sampleWeight);
        await pace(epoch);
      }
      return learner.model({ ...params, seed: run.seed ?? 0 });
    },
  };
}

/** A batch may lack classes; whatever else a fit refuses, it refuses too, before the first step. */
function checkBatch(X: CsrMatrix, y: TrainLabels, classes: readonly string[]): void {
  assertTrain(y);
  if (y.classes.join("\0") !== classes.join("\0")) {
    throw InvalidOption.create({
      option: "classes",
      value: y.classes.join(", "),
      expected: classes.join(", "),
    });
  }
  checkLabels(X, y);
  checkFinite(X);
}

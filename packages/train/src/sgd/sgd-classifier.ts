import {
  assertTrain,
  type Classifier,
  type CsrMatrix,
  InvalidOption,
  type Labels,
  seededRandom,
  type TrainLabels,
  throwIfCancelled,
} from "@imdb/core";
import { above, checkOption, integer, optionsOf } from "@imdb/core/options";
import { SingleClass } from "../errors.js";
import { checkColumns, checkFinite, checkFit, checkLabels } from "../fitting/check-fit.js";
import type { FitOptions } from "../fitting/fit-options.js";
import type { Recipe } from "../fitting/recipe.js";
import { type LinearModel, linearModel } from "../linear/linear-model.js";

import { createPace } from "../solvers/pace.js";
import { createSgd, type SgdState } from "./sgd-state.js";

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
export interface SgdClassifier extends Classifier<LinearModel> {
  /** How to make it again. */
  readonly recipe: Recipe;
  /** Fits on train rows; `run` takes sample weights besides. */
  fit(X: CsrMatrix, y: TrainLabels, run?: FitOptions): Promise<LinearModel>;
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

  function start(featureCount: number, classes: readonly string[]): SgdLearner {
    checkOption("featureCount", featureCount, integer(0));
    if (classes.length < 2) throw SingleClass.create({ rows: 0, classes });
    const outputs = classes.length === 2 ? 1 : classes.length;
    const states = Array.from({ length: outputs }, () => createSgd(featureCount, params.alpha, params.eta0));
    return {
      get rows() {
        return states[0]!.steps;
      },
      partialFit(X, y) {
        checkColumns(X, featureCount);
        checkBatch(X, y, classes);
        for (const [output, state] of states.entries()) {
          learn(state, X, y, classes.length === 2 ? 1 : output, undefined);
        }
      },
      model: () => modelOf(states, featureCount, classes, params),
    };
  }

  return {
    params,
    recipe: { classifier: "sgdClassifier", options: { ...options } },
    start,
    async fit(X, y, run = {}) {
      checkFit(X, y, run);
      const outputs = y.classes.length === 2 ? 1 : y.classes.length;
      const states = Array.from({ length: outputs }, () => createSgd(X.cols, params.alpha, params.eta0));
      const random = seededRandom(run.seed ?? 0).fork("sgd");
      const pace = createPace(run, "fitting", params.epochs, "epochs");
      for (let epoch = 1; epoch <= params.epochs; epoch++) {
        const order = random.permutation(X.rows);
        for (const [output, state] of states.entries()) {
          learn(state, X, y, y.classes.length === 2 ? 1 : output, { order, weights: run.sampleWeight });
        }
        throwIfCancelled(run.signal, "Fitting");
        await pace(epoch);
      }
      return modelOf(states, X.cols, y.classes, { ...params, seed: run.seed ?? 0 });
    },
  };
}

function learn(
  state: SgdState,
  X: CsrMatrix,
  y: Labels,
  positive: number,
  how: { readonly order: Uint32Array; readonly weights: ArrayLike<number> | undefined } | undefined,
): void {
  for (let at = 0; at < X.rows; at++) {
    const row = how ? how.order[at]! : at;
    state.step(X, row, y.codes[row] === positive ? 1 : -1, how?.weights ? how.weights[row]! : 1);
  }
}

function modelOf(
  states: readonly SgdState[],
  featureCount: number,
  classes: readonly string[],
  params: Readonly<Record<string, unknown>>,
): LinearModel {
  const coef = new Float64Array(states.length * featureCount);
  const averages = states.map((state) => state.average());
  averages.forEach((average, o) => {
    coef.set(average.coef, o * featureCount);
  });
  const steps = states[0]!.steps;
  return linearModel({
    kind: "SGDClassifier",
    params,
    classes,
    featureCount,
    link: states.length === 1 ? "sigmoid" : "ovr",
    coef,
    intercept: Float64Array.from(averages, ({ intercept }) => intercept),
    report: {
      solver: "sgd",
      iterations: steps,
      converged: true,
      objective: states.reduce((sum, state) => sum + state.meanLoss(), 0),
      gradientNorm: 0,
      warnings: [],
    },
  });
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

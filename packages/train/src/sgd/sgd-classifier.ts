import {
  assertTrain,
  type CsrMatrix,
  InvalidOption,
  type Labels,
  ownFacts,
  seededRandom,
  type TrainLabels,
} from "@imdb/core";
import { above, checkOption, integer, optionsOf, type Resolved, stringList } from "@imdb/core/options";
import { checkLabels } from "@imdb/measures";
import { SingleClass } from "../errors.js";
import { checkColumns, checkFinite, checkFit } from "../fitting/check-fit.js";
import { positiveClasses } from "../fitting/positive-classes.js";
import type { LinearModel } from "../linear/linear-model.js";
import { type LinearLearner, modelOfOutputs } from "../linear/one-output.js";
import { iterationReporter } from "../solvers/iteration-reporter.js";
import { averagedWeights, createSgdState, meanLoss, type SgdState, sgdStep } from "./sgd-state.js";

/** Options of {@link sgdClassifier}. */
export interface SgdClassifierOptions {
  /** The weight of ½‖w‖² relative to the mean loss. Default 1e-6, which suits TF-IDF rows. */
  readonly alpha?: number;
  /** The learning rate of the first step. Default 4, which suits rows of norm 1. */
  readonly eta0?: number;
  /** The number of passes over the rows in `fit`. `partialFit` makes one pass. Default 10. */
  readonly epochs?: number;
}

/** A logistic regression that learns from batches. It keeps the weights in memory, and no rows. */
export interface SgdLearner<L extends string = string> {
  /** The number of rows so far. */
  readonly rows: number;
  /**
   * Makes one step per row, in row order. The rows are not kept.
   *
   * @throws `SHAPE_MISMATCH`, `NOT_TRAIN_SPLIT`, `LABEL_OUT_OF_RANGE`, `INVALID_CSR_MATRIX`, `INVALID_OPTION` when
   *         the classes are not those of the learner. A batch that is refused does not change the learner.
   */
  partialFit(X: CsrMatrix, y: TrainLabels): void;
  /** The current model: the weights averaged over at least the second half of the steps. The learner can continue. */
  model(): LinearModel<L>;
}

/** A classifier by stochastic gradient descent that has not been fitted. */
export interface SgdClassifier extends LinearLearner {
  /**
   * Creates a learner for a stream of batches.
   *
   * @throws `INVALID_OPTION`, `SINGLE_CLASS` for fewer than two classes.
   */
  start<L extends string>(featureCount: number, classes: readonly L[]): SgdLearner<L>;
}

/** The schema of {@link SgdClassifierOptions}. */
export const sgdOptions = optionsOf<SgdClassifierOptions>({
  alpha: [1e-6, above(0)],
  eta0: [4, above(0)],
  epochs: [10, integer(1, 100_000)],
});

/**
 * Logistic regression for data that does not fit into memory. It minimises ½·alpha·‖w‖² + mean log loss by averaged
 * stochastic gradient descent with the learning rate eta0 / (1 + eta0·alpha·t)^¾ at step t. More than two classes are
 * fitted one against the rest. There is no stopping rule: `converged` is true when all passes are done. The gradient is
 * not computed, and `gradientNorm` of the report is 0.
 *
 * A sample weight multiplies the step of its row. The result depends on the number and the order of the steps, and every
 * row makes one step per pass whatever its weight is. So, unlike with the other classifiers, a row of weight 2 is only
 * nearly the same as the row twice, and a row of weight 0 nearly the same as no row.
 *
 * @throws `INVALID_OPTION`; the fit throws what `logisticRegression` throws.
 * @see    Bottou (2012), Stochastic gradient descent tricks; Xu (2011), Towards optimal one pass large scale
 *         learning with averaged stochastic gradient descent.
 * @example
 * const learner = sgdClassifier().start(2 ** 20, ["neg", "pos"]);
 * // for each batch of a stream: learner.partialFit(matrix, labels);
 * learner.rows; // => 0
 */
export function sgdClassifier(options: SgdClassifierOptions = {}): SgdClassifier {
  const params = sgdOptions.resolve(options);
  const classifier: SgdClassifier = {
    params,
    recipe: { classifier: "sgdClassifier", options: { ...options } },
    start(featureCount, classes) {
      checkOption("featureCount", featureCount, integer(0));
      checkOption<readonly string[]>("classes", classes, stringList);
      if (classes.length < 2) throw SingleClass.create({ rows: 0, classes });
      return createLearner(params, featureCount, classes);
    },
    async fit(X, y, run = {}) {
      checkFit(X, y, run);
      const outputs = createOutputs(params, X.cols, y.classes);
      const random = seededRandom(run.seed ?? 0).fork("sgd");
      const reportIteration = iterationReporter(run, params.epochs, "epochs");
      for (let epoch = 1; epoch <= params.epochs; epoch++) {
        learnRows(outputs, X, y, random.permutation(X.rows), run.sampleWeight);
        await reportIteration(epoch);
      }
      return modelOf(outputs, X.cols, y.classes, { ...params, seed: run.seed ?? 0 });
    },
  };
  return ownFacts(classifier, "recipe");
}

/** The state of one output, and the class that it separates from the others. */
interface Output {
  readonly positive: number;
  readonly state: SgdState;
}

function createOutputs(
  { alpha, eta0 }: Resolved<SgdClassifierOptions>,
  featureCount: number,
  classes: readonly string[],
): Output[] {
  return positiveClasses(classes.length).map((positive) => ({
    positive,
    state: createSgdState(featureCount, alpha, eta0),
  }));
}

function createLearner<L extends string>(
  params: Resolved<SgdClassifierOptions>,
  featureCount: number,
  classes: readonly L[],
): SgdLearner<L> {
  const outputs = createOutputs(params, featureCount, classes);
  return {
    get rows() {
      return outputs[0]!.state.steps;
    },
    partialFit(X, y) {
      checkColumns(X, featureCount);
      checkBatch(X, y, classes);
      learnRows(outputs, X, y);
    },
    model: () => modelOf(outputs, featureCount, classes, params),
  };
}

/** One step per row and output, in the given order of the rows, or else in row order. */
function learnRows(
  outputs: readonly Output[],
  X: CsrMatrix,
  y: Labels,
  order?: Uint32Array,
  weights?: ArrayLike<number>,
): void {
  for (const { positive, state } of outputs) {
    for (let at = 0; at < X.rows; at++) {
      const row = order ? order[at]! : at;
      sgdStep(state, X, row, y.codes[row] === positive ? 1 : -1, weights ? weights[row]! : 1);
    }
  }
}

/** The model of the averaged weights. */
function modelOf<L extends string>(
  outputs: readonly Output[],
  featureCount: number,
  classes: readonly L[],
  params: LinearModel["params"],
): LinearModel<L> {
  const solutions = outputs.map(({ state }) => ({
    ...averagedWeights(state),
    iterations: state.steps,
    converged: true,
    objective: meanLoss(state),
    gradientNorm: 0,
  }));
  return modelOfOutputs({ kind: "SGDClassifier", params, classes, featureCount }, "sgd", solutions);
}

/** The checks of a fit, before the first step. Unlike a fit, a batch may have no rows of a class. */
function checkBatch(X: CsrMatrix, y: TrainLabels, classes: readonly string[]): void {
  assertTrain(y);
  if (y.classes.join("\0") !== classes.join("\0")) {
    throw InvalidOption.create({
      option: "classes",
      value: y.classes.join(", "),
      expected: classes.join(", "),
    });
  }
  checkLabels(y, X.rows, "y");
  checkFinite(X);
}

import type { CsrMatrix } from "../matrix/csr-matrix.js";
import type { RunOptions } from "./run-options.js";
import type { TrainLabels } from "./split.js";
import type { LinearWeights } from "./vectorizer.js";

/** An unfitted classifier: it learns classes from sparse rows and cannot predict. */
export interface Classifier<F extends FittedClassifier = FittedClassifier> {
  /** The parameters, JSON-safe, as a run records them. */
  readonly params: Readonly<Record<string, unknown>>;
  /**
   * The same for classifiers that learn the same from the same rows, and for no others: a search keeps scores in its memory
   * by it. Left out: scores of this classifier are not kept.
   */
  readonly identity?: string | undefined;
  /**
   * @param X  `rows × features`, made by the fitted vectorizer that will be used in production.
   * @param y  One label for each row, of a train split. Other labels do not type-check; without types they are refused
   *           with `NOT_TRAIN_SPLIT`.
   */
  fit(X: CsrMatrix, y: TrainLabels, run?: RunOptions): Promise<F>;
}

/** A fitted classifier. It is immutable. */
export interface FittedClassifier<L extends string = string> {
  /** The kind of the codec that writes and reads it. */
  readonly kind: string;
  /** The parameters it was fitted with, JSON-safe. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The label set, in code point order; columns of `predictProba`. */
  readonly classes: readonly L[];
  /** The number of columns of the matrices that `predictProba` takes. */
  readonly featureCount: number;
  /** `rows × classes`, row-major, each row sums to 1. */
  predictProba(X: CsrMatrix): Float64Array;
  /** Facts about the fit from the solver. */
  readonly report?: FitReport;
  /** The linear model from which its probabilities are computed; only if they depend on its decision values alone. */
  readonly linear?: LinearDecision;
  /**
   * Makes the weights that explain a classifier: the averages of an average, one row per class of one against the rest, the
   * differences from the mean of the classes where only these matter. They explain; probabilities are not computed from
   * them. See {@link linearWeightsOf}.
   */
  readonly linearWeights?: () => LinearWeights;
}

/**
 * The linear model inside a classifier. `probabilities` of its decision values, each summed from the intercept in
 * column order, equals `predictProba` bit for bit.
 */
export interface LinearDecision extends LinearWeights {
  /** Turns decision values, `rows × outputs`, into probabilities, `rows × classes`. */
  probabilities(decisions: Float64Array): Float64Array;
}

/** A linear model: decision values are `X·coefᵀ + intercept`. */
export interface LinearClassifier<L extends string = string> extends FittedClassifier<L> {
  /** `outputs × featureCount`, row-major; one output for two classes (positive favours `classes[1]`). */
  readonly coef: Float64Array;
  /** One for each output. */
  readonly intercept: Float64Array;
  /** `rows × outputs`, row-major. */
  decisionFunction(X: CsrMatrix): Float64Array;
}

/** Whether a classifier is linear: whether it has the fields of {@link LinearClassifier}. */
export function isLinear(classifier: FittedClassifier): classifier is LinearClassifier {
  const { coef, intercept } = Object(classifier) as Partial<LinearClassifier>;
  return coef instanceof Float64Array && intercept instanceof Float64Array;
}

/**
 * The weights that explain the predictions of a classifier: those that it makes for this, its own if it is linear, or those of
 * the linear model inside it. `undefined` when there are none.
 *
 * @returns One output for two classes (positive favours `classes[1]`), or one for each class.
 */
export function linearWeightsOf(classifier: FittedClassifier): LinearWeights | undefined {
  const { linear, linearWeights } = Object(classifier) as FittedClassifier;
  if (linearWeights) return linearWeights();
  return isLinear(classifier) ? classifier : linear;
}

/** Whether a fit converged, and its state at the end. */
export interface FitReport {
  /** The name of the solver, as in the options. */
  readonly solver: string;
  /** The number of iterations. */
  readonly iterations: number;
  /** `false` must be shown as a warning in every report of the fit. */
  readonly converged: boolean;
  /** The value of the objective at the end. */
  readonly objective?: number;
  /** Warnings for readers of the result: not converged, features dropped. */
  readonly warnings: readonly string[];
}

import type { CsrMatrix } from "../matrix/csr-matrix.js";
import type { RunOptions } from "./run-options.js";
import type { TrainLabels } from "./split.js";
import type { LinearWeights } from "./vectorizer.js";

/** Learns classes from sparse rows. Not fitted: it cannot predict. */
export interface Classifier<F extends FittedClassifier = FittedClassifier> {
  /** The parameters, JSON-safe, as a run records them. */
  readonly params: Readonly<Record<string, unknown>>;
  /**
   * @param X  `rows × features`, made by the same fitted vectorizer that will serve.
   * @param y  One label a row, of a train split. Others do not type-check; where types are lost:
   *           `NOT_TRAIN_SPLIT`.
   */
  fit(X: CsrMatrix, y: TrainLabels, run?: RunOptions): Promise<F>;
}

/** A fitted classifier. It does not change. */
export interface FittedClassifier {
  /** Names the codec that writes and reads it in a bundle. */
  readonly kind: string;
  /** The parameters it was fitted with, JSON-safe. */
  readonly params: Readonly<Record<string, unknown>>;
  /** The label set, in code point order; columns of `predictProba`. */
  readonly classes: readonly string[];
  /** Columns that `predictProba` takes. */
  readonly featureCount: number;
  /** `rows × classes`, row-major, each row sums to 1. */
  predictProba(X: CsrMatrix): Float64Array;
  /** What the solver has to say of the fit. */
  readonly report?: FitReport;
  /** What its probabilities are made of where a row counts by a linear model's decision alone. */
  readonly linear?: LinearDecision;
}

/**
 * A linear model inside of a classifier. `probabilities` of its decision values, each summed from the intercept in
 * column order, are `predictProba`, bit for bit.
 */
export interface LinearDecision extends LinearWeights {
  /** `rows × classes` of `rows × outputs`. */
  probabilities(decisions: Float64Array): Float64Array;
}

/** A linear model: decision values are `X·coefᵀ + intercept`. */
export interface LinearClassifier extends FittedClassifier {
  /** `outputs × featureCount`, row-major; one output for two classes (positive favours `classes[1]`). */
  readonly coef: Float64Array;
  /** One an output. */
  readonly intercept: Float64Array;
  /** `rows × outputs`, row-major. */
  decisionFunction(X: CsrMatrix): Float64Array;
}

/** Whether a classifier is linear, by the fields that the contract names. */
export function isLinear(classifier: FittedClassifier): classifier is LinearClassifier {
  const { coef, intercept } = Object(classifier) as Partial<LinearClassifier>;
  return coef instanceof Float64Array && intercept instanceof Float64Array;
}

/** Whether a fit came to its end, and where it stood. */
export interface FitReport {
  /** Its name, as the options take it. */
  readonly solver: string;
  /** How many it took. */
  readonly iterations: number;
  /** False is a warning that whoever reports the fit must show. */
  readonly converged: boolean;
  /** The solver's objective at the end. */
  readonly objective?: number;
  /** What a reader of the result should know: not converged, features dropped. */
  readonly warnings: readonly string[];
}

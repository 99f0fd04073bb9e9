/** Held-out rows with the predictions of a model, for a scorer. */
export interface ScoredRows {
  readonly classes: readonly string[];
  /** `rows × classes`, row-major. */
  readonly probabilities: Float64Array;
  /** The code of the actual class of each row: its position in `classes`. */
  readonly actual: Int32Array;
  /** The code of the predicted class of each row: by the decision rule of an estimator, else the most probable class. */
  readonly predicted: Int32Array;
  /** The positive class that the labels name, if they name one. */
  readonly positive?: string;
}

/** Computes the score of rows: a finite number, or `null` where it is not defined. */
export type ScoreFunction = (rows: ScoredRows) => number | null;

/** A score of your own, with its name and its direction; made by `makeScorer`. */
export interface Scorer {
  /** Its name in results. A search memory keeps its values under this name. */
  readonly name: string;
  /** Whether a higher or a lower value is better. */
  readonly better: "higher" | "lower";
  readonly score: ScoreFunction;
}

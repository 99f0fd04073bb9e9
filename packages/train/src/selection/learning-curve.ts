import { type RunOptions, type Split, seededRandom } from "@imdb/core";
import { listOf, optionsOf, within } from "@imdb/core/options";
import { type CrossValidateOptions, crossValidate, crossValidateOptions } from "./cross-validate.js";
import { withTrainRows } from "./splitter.js";
import { stratifiedKFold } from "./stratified-k-fold.js";

/** Accuracy on held-out rows by number of training rows. */
export interface LearningCurve {
  readonly rows: readonly number[];
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/** What {@link learningCurve} takes besides. */
export interface LearningCurveOptions extends CrossValidateOptions {
  /** Shares of the training rows, above 0 and up to 1. Default 0.1, 0.25, 0.5, 1. */
  readonly shares?: readonly number[];
}

const learningCurveOptions = optionsOf<LearningCurveOptions, "cv">({
  ...crossValidateOptions.rules,
  shares: [[0.1, 0.25, 0.5, 1], listOf(within(1e-6, 1))],
});

/**
 * How the score grows with the training rows: cross-validation on shares of each fold's training rows.
 *
 * @throws `INVALID_OPTION`, and what `crossValidate` throws.
 * @see    scikit-learn's `learning_curve`.
 */
export async function learningCurve(
  options: LearningCurveOptions,
  train: Split<"train">,
  run: RunOptions = {},
): Promise<LearningCurve> {
  const { shares, cv = stratifiedKFold(), ...fitted } = learningCurveOptions.resolve(options);
  const rows: number[] = [];
  const mean: number[] = [];
  const std: number[] = [];
  for (const share of shares) {
    let size = 0;
    const part = withTrainRows(cv, (all) => {
      size = Math.max(1, Math.round(share * all.length));
      const order = seededRandom(run.seed ?? 0)
        .fork("learning-curve")
        .permutation(all.length);
      return Uint32Array.from(order.slice(0, size).sort(), (at) => all[at]!);
    });
    const result = await crossValidate({ ...fitted, cv: part }, train, run);
    rows.push(size);
    mean.push(result.mean["accuracy"]!);
    std.push(result.std["accuracy"]!);
  }
  return { rows, mean, std };
}

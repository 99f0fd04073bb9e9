import { type RunOptions, type Split, seededRandom } from "@imdb/core";
import { listOf, optionsOf, within } from "@imdb/core/options";
import { checkTrainRun } from "../fitting/arguments.js";
import { type CrossValidateOptions, crossValidate, crossValidateOptions } from "./cross-validate.js";
import { withTrainRows } from "./splitter.js";
import { stratifiedKFold } from "./stratified-k-fold.js";

/** The accuracy on test rows by the number of training rows. */
export interface LearningCurve {
  /** Numbers of training rows. */
  readonly rows: readonly number[];
  /** Mean accuracy over the folds. */
  readonly mean: readonly number[];
  /** Standard deviation of the accuracy over the folds. */
  readonly std: readonly number[];
}

/** Options of {@link learningCurve}. */
export interface LearningCurveOptions extends CrossValidateOptions {
  /** Shares of the training rows, above 0 and at most 1. Default 0.1, 0.25, 0.5, 1. */
  readonly shares?: readonly number[];
}

const learningCurveOptions = optionsOf<LearningCurveOptions, "cv">({
  ...crossValidateOptions.rules,
  shares: [[0.1, 0.25, 0.5, 1], listOf(within(1e-6, 1))],
});

/**
 * Learning curve: the accuracy by the number of training rows. It cross-validates on shares of the training rows of each
 * fold.
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
  checkTrainRun(train, run);
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

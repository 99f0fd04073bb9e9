import { numberWithin, type RunOptions, type Split, seededRandom } from "@imdb/core";
import { type CrossValidateOptions, crossValidate } from "./cross-validate.js";
import type { CvSplitter } from "./splitter.js";
import { stratifiedKFold } from "./stratified-k-fold.js";

/** Accuracy on held-out rows by number of training rows. */
export interface LearningCurve {
  readonly rows: readonly number[];
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

/**
 * How the score grows with the training rows: cross-validation on shares of each fold's training rows.
 *
 * @param options  `shares`: default 0.1, 0.25, 0.5, 1.
 * @throws `INVALID_OPTION`, and what `crossValidate` throws.
 * @see    scikit-learn's `learning_curve`.
 */
export async function learningCurve(
  options: CrossValidateOptions & { readonly shares?: readonly number[] },
  train: Split<"train">,
  run: RunOptions = {},
): Promise<LearningCurve> {
  const { shares = [0.1, 0.25, 0.5, 1], cv = stratifiedKFold() } = options;
  const rows: number[] = [];
  const mean: number[] = [];
  const std: number[] = [];
  for (const share of shares) {
    numberWithin("shares", share, 1e-6, 1);
    let size = 0;
    const part: CvSplitter = {
      params: { ...cv.params, share },
      split: (codes, groups) =>
        cv.split(codes, groups).map((fold) => {
          size = Math.max(1, Math.round(share * fold.train.length));
          const order = seededRandom(run.seed ?? 0)
            .fork("learning-curve")
            .permutation(fold.train.length);
          return { ...fold, train: Uint32Array.from(order.slice(0, size).sort(), (at) => fold.train[at]!) };
        }),
    };
    const result = await crossValidate({ ...options, cv: part }, train, run);
    rows.push(size);
    mean.push(result.mean["accuracy"]!);
    std.push(result.std["accuracy"]!);
  }
  return { rows, mean, std };
}

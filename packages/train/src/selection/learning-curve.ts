import { labelsOf, type RunOptions, type Split, seededRandom } from "@imdb/core";
import { listOf, optionsOf, within } from "@imdb/core/options";
import { checkTrainRun } from "../fitting/arguments.js";
import { type CrossValidateOptions, crossValidate, crossValidateOptions } from "./cross-validate.js";
import { labelledFolds } from "./fit-fold.js";
import { classesWithout } from "./fold-warnings.js";
import { resolveScoring } from "./scorer.js";
import { withTrainRows } from "./splitter.js";
import { stratifiedKFold } from "./stratified-k-fold.js";

/** The score on test rows by the number of training rows. */
export interface LearningCurve {
  /** Numbers of training rows. */
  readonly rows: readonly number[];
  /** The name of the score. */
  readonly scoring: string;
  /** Mean score over the folds. `null` where the score is not defined, and where the training rows of a fold lack a class; `warnings` names it. */
  readonly mean: readonly (number | null)[];
  /** Standard deviation of the score over the folds; `null` where the mean is. */
  readonly std: readonly (number | null)[];
  /** Why a value is missing, and the warnings of `crossValidate`. */
  readonly warnings: readonly string[];
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
 * Learning curve: the score (default: the accuracy) by the number of training rows. It cross-validates on shares of the training rows of each
 * fold, drawn at random. A share so small that the training rows of a fold lack a class has no value.
 *
 * @throws `INVALID_OPTION`, and what `crossValidate` throws.
 * @see    scikit-learn's `learning_curve`, which gives NaN there.
 */
export async function learningCurve(
  options: LearningCurveOptions,
  train: Split<"train">,
  run: RunOptions = {},
): Promise<LearningCurve> {
  const { shares, cv = stratifiedKFold(), ...fitted } = learningCurveOptions.resolve(options);
  checkTrainRun(train, run);
  const { name } = resolveScoring(fitted.scoring, labelsOf(train));
  const rows: number[] = [];
  const mean: (number | null)[] = [];
  const std: (number | null)[] = [];
  const warnings = new Set<string>();
  for (const share of shares) {
    let size = 0;
    const part = withTrainRows(cv, (all) => {
      size = Math.max(1, Math.round(share * all.length));
      const order = seededRandom(run.seed ?? 0)
        .fork("learning-curve")
        .permutation(all.length);
      return Uint32Array.from(order.slice(0, size).sort(), (at) => all[at]!);
    });
    const missing = missingClasses(labelledFolds(part, train));
    rows.push(size);
    if (missing) warnings.add(`${size} training rows have no value: ${missing}.`);
    const result = missing ? undefined : await crossValidate({ ...fitted, cv: part }, train, run);
    for (const warning of result?.warnings ?? []) warnings.add(warning);
    if (result && result.mean[name] === undefined) {
      warnings.add(`${size} training rows have no value: ${name} is not defined in every fold.`);
    }
    mean.push(result?.mean[name] ?? null);
    std.push(result?.std[name] ?? null);
  }
  return { rows, scoring: name, mean, std, warnings: [...warnings] };
}

/** The first fold whose training rows lack classes, and the classes; `undefined` when no fold does. */
function missingClasses({ labels, folds }: ReturnType<typeof labelledFolds>): string | undefined {
  for (const [at, { train }] of folds.entries()) {
    const missing = classesWithout(labels, train);
    if (missing.length > 0)
      return `fold ${at + 1} of ${folds.length} has none of class ${missing.join(", ")}`;
  }
  return undefined;
}

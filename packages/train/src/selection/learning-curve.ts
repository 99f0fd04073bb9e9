import { labelsOf, type RunOptions, seededRandom, type TrainData } from "@imdb/core";
import { listOf, optionsOf, within } from "@imdb/core/options";
import { ClassWithoutRows, SingleClass, TooFewForFolds } from "../errors.js";
import { checkTrainRun } from "../fitting/arguments.js";
import {
  type CrossValidateOptions,
  crossValidate,
  crossValidateOptions,
  type TextCrossValidateOptions,
  textCrossValidateOptions,
} from "./cross-validate.js";
import { labelledFolds } from "./fit-fold.js";
import { fittedIn } from "./fold-model.js";
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
  /** Mean share of the rows that the decision rule decides; left out where it never abstains. Scores at different coverages are not comparable. */
  readonly coverage?: readonly (number | null)[];
  /** Why a value is missing, and the warnings of `crossValidate`. */
  readonly warnings: readonly string[];
}

/** What {@link learningCurve} takes besides the options of {@link crossValidate}. */
interface Shares {
  /** Shares of the training rows, above 0 and at most 1. Default 0.1, 0.25, 0.5, 1. */
  readonly shares?: readonly number[];
}

/** Options of {@link learningCurve}. */
export type LearningCurveOptions = (CrossValidateOptions | TextCrossValidateOptions) & Shares;

const shares = optionsOf<Shares>({ shares: [[0.1, 0.25, 0.5, 1], listOf(within(1e-6, 1))] });
const pairOptions = optionsOf<CrossValidateOptions & Shares, "cv">({
  ...crossValidateOptions.rules,
  ...shares.rules,
});
const textOptions = optionsOf<TextCrossValidateOptions & Shares, "cv">({
  ...textCrossValidateOptions.rules,
  ...shares.rules,
});

/**
 * Learning curve: the score (default: the accuracy) of an estimator of texts, or of a vectorizer and a classifier, by the
 * number of training rows. It cross-validates on shares of the training rows of each fold, drawn at random. A share so small that the training rows of a fold lack a class, or
 * have too few rows of one for the folds of a calibration, has no value, and a warning says why. Where this is so for every
 * share, the error of the fit is thrown.
 *
 * @throws `INVALID_OPTION`, and what `crossValidate` throws.
 * @see    scikit-learn's `learning_curve`, which gives NaN there.
 */
export async function learningCurve(
  options: LearningCurveOptions,
  train: TrainData,
  run: RunOptions = {},
): Promise<LearningCurve> {
  const resolved =
    "estimator" in Object(options)
      ? textOptions.resolve(options as TextCrossValidateOptions)
      : pairOptions.resolve(options as CrossValidateOptions);
  const { shares, cv = stratifiedKFold(), ...fitted } = resolved;
  const split = checkTrainRun(train, run);
  const { positive, decision } = fittedIn(fitted);
  const { name } = resolveScoring(fitted.scoring, labelsOf(split, { positive }));
  const rows: number[] = [];
  const mean: (number | null)[] = [];
  const std: (number | null)[] = [];
  const coverage: (number | null)[] = [];
  const warnings = new Set<string>();
  let tooSmall: Error | undefined;
  let measured = false;
  for (const share of shares) {
    let size = 0;
    const part = withTrainRows(cv, (all) => {
      size = Math.max(1, Math.round(share * all.length));
      const order = seededRandom(run.seed ?? 0)
        .fork("learning-curve")
        .permutation(all.length);
      return Uint32Array.from(order.slice(0, size).sort(), (at) => all[at]!);
    });
    const missing = missingClasses(labelledFolds(part, split));
    rows.push(size);
    if (missing) warnings.add(`${size} training rows have no value: ${missing}.`);
    const result = missing
      ? undefined
      : await crossValidate({ ...fitted, cv: part } as CrossValidateOptions, split, run).catch((error) => {
          if (!isTooSmall(error)) throw error;
          tooSmall = error;
          warnings.add(`${size} training rows have no value: ${error.message}`);
        });
    for (const warning of result?.warnings ?? []) warnings.add(warning);
    measured ||= result !== undefined;
    if (result && result.mean[name] === undefined) {
      warnings.add(`${size} training rows have no value: ${name} is not defined in every fold.`);
    }
    mean.push(result?.mean[name] ?? null);
    std.push(result?.std[name] ?? null);
    coverage.push(result?.mean["coverage"] ?? null);
  }
  // The data are too small, not the shares of them.
  if (tooSmall && !measured) throw tooSmall;
  const ofAbstaining = decision?.abstainBelow === undefined ? {} : { coverage };
  return { rows, scoring: name, mean, std, ...ofAbstaining, warnings: [...warnings] };
}

/** Whether a fit had too few rows of a class, as a calibration has that divides the training rows into folds of its own. */
function isTooSmall(error: unknown): error is Error {
  return TooFewForFolds.is(error) || ClassWithoutRows.is(error) || SingleClass.is(error);
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

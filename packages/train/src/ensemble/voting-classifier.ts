import {
  type Classifier,
  type CsrMatrix,
  type FittedClassifier,
  InvalidOption,
  ownFacts,
  type TrainLabels,
} from "@imdb/core";
import { displayFitted, displayUnfitted } from "@imdb/core/display";
import { checkOption, listOf, optional, optionsOf, within } from "@imdb/core/options";
import { classifierRule } from "../fitting/arguments.js";
import { checkColumns, checkFit } from "../fitting/check-fit.js";
import { classifierIdentity, identityOfAll } from "../fitting/classifier-identity.js";
import type { FitOptions } from "../fitting/fit-options.js";
import { averagedWeights, haveLinearWeights, madeOnce } from "../linear/linear-weights.js";
import { reportOf } from "./report-of.js";

/** A fitted voting classifier: models whose probabilities are averaged. */
export interface FittedVoting<L extends string = string> extends FittedClassifier<L> {
  readonly kind: "VotingClassifier";
  readonly models: readonly FittedClassifier[];
  /** One per model; they sum to 1. */
  readonly weights: readonly number[];
}

/** A voting classifier that has not been fitted. */
export interface VotingClassifier extends Classifier<FittedVoting> {
  /** Fits on train rows. `run` may have sample weights. */
  fit<L extends string>(X: CsrMatrix, y: TrainLabels<L>, run?: FitOptions): Promise<FittedVoting<L>>;
}

/** Options of {@link votingClassifier}. */
export interface VotingOptions {
  /** One weight per classifier, from 0. Default: equal weights. */
  readonly weights?: readonly number[];
}

const votingOptions = optionsOf<VotingOptions, "weights">({ weights: optional(listOf(within(0, 1e9))) });
const classifiersRule = listOf(classifierRule, 1);

/**
 * Fits several classifiers on the same rows and averages their probabilities (soft voting).
 *
 * @throws `INVALID_OPTION`; the fit throws what the classifiers throw.
 * @see    scikit-learn's `VotingClassifier(voting="soft")`.
 */
export function votingClassifier(
  classifiers: readonly Classifier[],
  options: VotingOptions = {},
): VotingClassifier {
  checkOption("classifiers", classifiers, classifiersRule);
  const given = votingOptions.resolve(options, "votingClassifier").weights ?? classifiers.map(() => 1);
  const weights = normalised(given, classifiers.length);
  const voting: VotingClassifier = {
    params: { classifiers: classifiers.map(({ params }) => params), weights },
    identity: identityOfAll(
      "voting",
      classifiers.map((one) => classifierIdentity(one)),
      weights,
    ),
    async fit<L extends string>(X: CsrMatrix, y: TrainLabels<L>, run: FitOptions = {}) {
      checkFit(X, y, run);
      const models: FittedClassifier<L>[] = [];
      for (const classifier of classifiers) {
        // Its classes are those of the labels.
        models.push((await classifier.fit(X, y, run)) as FittedClassifier<L>);
      }
      return fittedVoting(models, weights);
    },
  };
  return displayUnfitted("Voting classifier")(ownFacts(voting, "identity"));
}

/** The voting classifier of fitted models, which must have the same classes and features. */
export function fittedVoting<L extends string>(
  models: readonly FittedClassifier<L>[],
  weights: readonly number[],
): FittedVoting<L> {
  const { classes, featureCount } = models[0]!;
  return displayFitted({
    kind: "VotingClassifier",
    params: { classifiers: models.map(({ params }) => params), weights },
    classes,
    featureCount,
    models,
    weights,
    report: reportOf("voting", models),
    ...(haveLinearWeights(models) && { linearWeights: madeOnce(() => averagedWeights(models, weights)) }),
    predictProba(X) {
      checkColumns(X, featureCount);
      const out = new Float64Array(X.rows * classes.length);
      models.forEach((model, m) => {
        const p = model.predictProba(X);
        for (let at = 0; at < out.length; at++) out[at] = out[at]! + weights[m]! * p[at]!;
      });
      return out;
    },
  });
}

/** Weights divided by their sum. */
function normalised(weights: readonly number[], count: number): number[] {
  if (weights.length !== count) {
    const expected = `one weight for each of ${count} classifiers`;
    throw InvalidOption.create({ option: "weights", value: weights, expected });
  }
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum === 0)
    throw InvalidOption.create({
      option: "weights",
      value: weights,
      expected: "at least one weight above 0",
    });
  return weights.map((weight) => weight / sum);
}

import { type Classifier, type FittedClassifier, InvalidOption } from "@imdb/core";
import { listOf, optional, optionsOf, within } from "@imdb/core/options";
import { checkFit } from "../fitting/check-fit.js";
import type { FitOptions } from "../fitting/fit-options.js";
import { reportOf } from "./report-of.js";

/** Models whose probabilities are averaged. */
export interface FittedVoting extends FittedClassifier {
  readonly kind: "VotingClassifier";
  readonly models: readonly FittedClassifier[];
  /** One a model; they sum to 1. */
  readonly weights: readonly number[];
}

/** What {@link votingClassifier} takes. */
export interface VotingOptions {
  /** One a classifier, from 0. Default: all alike. */
  readonly weights?: readonly number[];
}

const votingOptions = optionsOf<VotingOptions, "weights">({ weights: optional(listOf(within(0, 1e9))) });

/**
 * Fits several classifiers on the same rows and averages their probabilities (soft voting).
 *
 * @throws `INVALID_OPTION`; on fitting what the classifiers throw.
 * @see    scikit-learn's `VotingClassifier(voting="soft")`.
 */
export function votingClassifier(
  classifiers: readonly Classifier[],
  options: VotingOptions = {},
): Classifier<FittedVoting> {
  const weights = normalised(
    votingOptions.resolve(options).weights ?? classifiers.map(() => 1),
    classifiers.length,
  );
  return {
    params: { classifiers: classifiers.map(({ params }) => params), weights },
    async fit(X, y, run: FitOptions = {}) {
      checkFit(X, y, run);
      const models: FittedClassifier[] = [];
      for (const classifier of classifiers) models.push(await classifier.fit(X, y, run));
      return fittedVoting(models, weights);
    },
  };
}

/** Puts fitted models of the same classes and features together. */
export function fittedVoting(models: readonly FittedClassifier[], weights: readonly number[]): FittedVoting {
  const { classes, featureCount } = models[0]!;
  return {
    kind: "VotingClassifier",
    params: { classifiers: models.map(({ params }) => params), weights },
    classes,
    featureCount,
    models,
    weights,
    report: reportOf("voting", models),
    predictProba(X) {
      const out = new Float64Array(X.rows * classes.length);
      models.forEach((model, m) => {
        const p = model.predictProba(X);
        for (let at = 0; at < out.length; at++) out[at] = out[at]! + weights[m]! * p[at]!;
      });
      return out;
    },
  };
}

function normalised(weights: readonly number[], count: number): number[] {
  if (count === 0 || weights.length !== count) {
    throw InvalidOption.create({
      option: "weights",
      value: weights.length,
      expected: `one for each of ${count || "at least one"} classifiers`,
    });
  }
  const sum = weights.reduce((a, b) => a + b, 0);
  if (sum === 0) throw InvalidOption.create({ option: "weights", value: "all 0", expected: "one above 0" });
  return weights.map((weight) => weight / sum);
}

import { isLinear, type LinearClassifier } from "@imdb/core";
import { displayFitted } from "@imdb/core/display";
import { checkOption, type OptionRule, rule } from "@imdb/core/options";
import { FitDiverged } from "../errors.js";
import { checkColumns } from "../fitting/check-fit.js";
import type { SolverReport } from "../fitting/fit-options.js";
import { decisionValues } from "../solvers/decision-values.js";
import { madeOnce, relativeWeights } from "./linear-weights.js";
import { type Link, probabilities } from "./probabilities.js";

/** A fitted linear model of this package. */
export interface LinearModel<L extends string = string> extends LinearClassifier<L> {
  /** How its decision values become probabilities. */
  readonly link: Link;
  readonly report?: SolverReport;
}

/** The parts of a linear model. */
export interface LinearParts<L extends string = string> {
  readonly kind: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly classes: readonly L[];
  readonly featureCount: number;
  readonly coef: Float64Array;
  readonly intercept: Float64Array;
  readonly link: Link;
  readonly report?: SolverReport;
}

const partsRule: OptionRule<LinearParts> = rule(
  "the parts of a linear model: coef, intercept, classes, …",
  (value) => isLinear(Object(value)) && Array.isArray(Object(value).classes),
);

/**
 * Makes a fitted linear classifier from its weights.
 *
 * @throws `FIT_DIVERGED` when a weight is not a finite number; `INVALID_OPTION`
 */
export function linearModel<L extends string>(parts: LinearParts<L>): LinearModel<L> {
  const { coef, intercept, featureCount, link } = checkOption<LinearParts>("parts", parts, partsRule);
  if (!allFinite(coef) || !allFinite(intercept)) {
    throw FitDiverged.create({
      solver: parts.report?.solver ?? parts.kind,
      iterations: parts.report?.iterations ?? 0,
    });
  }
  const decisionFunction: LinearClassifier["decisionFunction"] = (X) => {
    checkColumns(X, featureCount);
    return decisionValues(X, coef, intercept);
  };
  const probabilitiesOf = (decisions: Float64Array) => probabilities(decisions, intercept.length, link);
  return displayFitted({
    ...parts,
    decisionFunction,
    predictProba: (X) => probabilitiesOf(decisionFunction(X)),
    linear: { coef, intercept, probabilities: probabilitiesOf },
    ...(link === "softmax" && { linearWeights: madeOnce(() => relativeWeights(coef, intercept)) }),
  });
}

function allFinite(numbers: Float64Array): boolean {
  for (let j = 0; j < numbers.length; j++) if (!Number.isFinite(numbers[j]!)) return false;
  return true;
}

import type { LinearClassifier } from "@imdb/core";
import { FitDiverged } from "../errors.js";
import { checkColumns } from "../fitting/check-fit.js";
import type { SolverReport } from "../fitting/fit-options.js";
import { decisionValues } from "../solvers/decision-values.js";
import { type Link, probabilities } from "./probabilities.js";

/** A fitted linear model of ours: it says how its decision values become probabilities. */
export interface LinearModel extends LinearClassifier {
  readonly link: Link;
  readonly report?: SolverReport;
}

/** What a linear model is made of. */
export interface LinearParts {
  readonly kind: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly classes: readonly string[];
  readonly featureCount: number;
  readonly coef: Float64Array;
  readonly intercept: Float64Array;
  readonly link: Link;
  readonly report?: SolverReport;
}

/**
 * Makes a fitted linear classifier of its weights.
 *
 * @throws `FIT_DIVERGED` when a weight is not a finite number.
 */
export function linearModel(parts: LinearParts): LinearModel {
  const { coef, intercept, featureCount, link } = parts;
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
  return {
    ...parts,
    decisionFunction,
    predictProba: (X) => probabilitiesOf(decisionFunction(X)),
    linear: { coef, intercept, probabilities: probabilitiesOf },
  };
}

function allFinite(numbers: Float64Array): boolean {
  for (let j = 0; j < numbers.length; j++) if (!Number.isFinite(numbers[j]!)) return false;
  return true;
}

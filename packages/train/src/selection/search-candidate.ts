import {
  canonicalJson,
  type DecisionRule,
  InvalidOption,
  type JsonValue,
  type TextEstimator,
} from "@imdb/core";
import { checkOption } from "@imdb/core/options";
import { estimatorRule } from "../fitting/arguments.js";
import { type FoldModel, foldModelOf, type Pair } from "./fold-model.js";
import type { Candidate } from "./parameter-grid.js";
import type {
  PointScores,
  SearchOptions,
  SearchPoint,
  TextSearchOptions,
  TextSearchPoint,
} from "./search-options.js";

/** What a search evaluates: a vectorizer with a classifier, or an estimator of texts. */
export interface SearchCandidate {
  /** Its parameters, as its point has them. */
  readonly point: Omit<SearchPoint, keyof PointScores> | Omit<TextSearchPoint, keyof PointScores>;
  /** All that its scores depend on, for the memory of the search. */
  readonly recorded: JsonValue;
  readonly model: FoldModel;
  readonly decision?: DecisionRule | undefined;
}

/** A pair of a vectorizer and a classifier as a candidate. */
export interface PairCandidate extends SearchCandidate {
  readonly model: Pair;
}

/** All pairs of a vectorizer and a classifier. */
export function allPairs({
  vectorizers,
  classifiers,
}: Pick<SearchOptions, "vectorizers" | "classifiers">): PairCandidate[] {
  return vectorizers.flatMap((vectorizer) =>
    classifiers.map((classifier) => ({
      point: { vectorizer: vectorizer.params, classifier: classifier.params },
      recorded: [recordedParams(vectorizer), recordedParams(classifier)],
      model: { vectorizer: vectorizer.value, classifier: classifier.value },
    })),
  );
}

/** An estimator as a candidate. */
export interface TextCandidate extends SearchCandidate {
  readonly estimator: TextEstimator;
}

/** The estimators of a search, as candidates. */
export function textCandidates({ estimators }: Pick<TextSearchOptions, "estimators">): TextCandidate[] {
  return estimators.map((candidate) => {
    const estimator = checkOption("estimators", candidate.value, estimatorRule);
    return {
      point: { params: candidate.params },
      recorded: recordedParams(candidate),
      model: foldModelOf(estimator),
      estimator,
      decision: estimator.decision,
    };
  });
}

/**
 * The positive class of estimators, which is the same for all: their figures are compared.
 *
 * @param ofData  The positive class of those that name none.
 */
export function positiveOfAll(
  estimators: readonly TextEstimator[],
  ofData: string | undefined,
): string | undefined {
  const named = [...new Set(estimators.map(({ positive }) => positive ?? ofData))];
  if (named.length < 2) return named[0];
  const value = named.map((name) => name ?? "none").join(", ");
  throw InvalidOption.create({ option: "positive", value, expected: "the same class in all estimators" });
}

/** The candidates that are fitted on a fold together, by their positions: those with the same features and decision rule. */
export function candidatesTogether(candidates: readonly SearchCandidate[]): number[][] {
  const together = new Map<unknown, Map<string, number[]>>();
  candidates.forEach(({ model, decision }, at) => {
    const features = "estimator" in model ? model.estimator : (model.vectorizer.identity ?? model.vectorizer);
    const byDecision = together.get(features) ?? new Map<string, number[]>();
    together.set(features, byDecision);
    const rule = canonicalJson(decision ?? null);
    byDecision.set(rule, [...(byDecision.get(rule) ?? []), at]);
  });
  return [...together.values()].flatMap((byDecision) => [...byDecision.values()]);
}

/** The parameters of a candidate, and those of its classifier, vectorizer or estimator. */
function recordedParams({ params, value }: Candidate<{ readonly params: object }>): JsonValue[] {
  return [params, JSON.parse(JSON.stringify(value.params))];
}

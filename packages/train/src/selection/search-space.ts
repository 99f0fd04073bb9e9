import type { RunOptions, TrainData } from "@imdb/core";
import { checkTrainRun } from "../fitting/arguments.js";
import { displaySearch } from "./display-results.js";
import { withoutProgress } from "./fit-fold.js";
import type { Scored, SearchData } from "./search.js";
import {
  allPairs,
  type PairCandidate,
  positiveOfAll,
  type SearchCandidate,
  type TextCandidate,
  textCandidates,
} from "./search-candidate.js";
import type {
  ResolvedSearch,
  ResolvedSettings,
  SearchPoint,
  SearchResult,
  TextSearchPoint,
  TextSearchResult,
} from "./search-options.js";

/** What a search evaluates, on which data, and how its result is made. */
export interface SearchSpace {
  readonly settings: ResolvedSettings;
  readonly candidates: readonly SearchCandidate[];
  readonly data: SearchData;
  /** Makes the result of scores. An estimator of texts is fitted on the whole train split. */
  finish(scored: Scored): Promise<SearchResult | TextSearchResult>;
}

/** The space of a search over pairs or over estimators. @throws `INVALID_OPTION`, `NOT_TRAIN_SPLIT` */
export function searchSpace(search: ResolvedSearch, given: TrainData, run: RunOptions): SearchSpace {
  const train = checkTrainRun(given, run);
  if (!("estimators" in search)) {
    const { vectorizers, classifiers, ...settings } = search;
    const candidates = allPairs({ vectorizers, classifiers });
    return { settings, candidates, data: { train }, finish: async (scored) => pairResult(scored) };
  }
  const { estimators, ...settings } = search;
  const candidates = textCandidates({ estimators });
  const positive = positiveOfAll(
    candidates.map(({ estimator }) => estimator),
    train.positive,
  );
  const finish = (scored: Scored) => textResult(scored, given, run);
  return { settings, candidates, data: { train, positive }, finish };
}

function pairResult({ scoring, points, bestPoint, bestCandidate, warnings }: Scored): SearchResult {
  const { vectorizer, classifier } = (bestCandidate as PairCandidate).model;
  const of = { points: points as readonly SearchPoint[], best: bestPoint as SearchPoint };
  return displaySearch({ scoring, ...of, vectorizer, classifier, warnings });
}

async function textResult(
  { scoring, points, bestPoint, bestCandidate, warnings }: Scored,
  train: TrainData,
  run: RunOptions,
): Promise<TextSearchResult> {
  const { estimator } = bestCandidate as TextCandidate;
  const best = await estimator.fit(train, withoutProgress(run));
  return displaySearch({
    scoring,
    points: points as readonly TextSearchPoint[],
    bestPoint: bestPoint as TextSearchPoint,
    best,
    estimator,
    warnings,
  });
}

import type {
  AnyVectorizer,
  Classifier,
  FittedTextEstimator,
  JsonValue,
  Progress,
  TextEstimator,
} from "@imdb/core";
import { having, optional, optionsOf, rule, within } from "@imdb/core/options";
import type { FoldRunner, FoldScore } from "./fit-fold.js";
import type { Candidate } from "./parameter-grid.js";
import { type ScoringOption, scoringRule } from "./scorer.js";
import { type CvSplitter, splitter } from "./splitter.js";

/** A store of the scores of finished folds. A search that was stopped continues from it. */
export interface SearchMemory {
  /** The scores that were stored under a key. */
  get(key: string): Promise<readonly FoldScore[] | undefined>;
  /** Stores scores under a key. */
  set(key: string, scores: readonly FoldScore[]): Promise<void>;
}

/** Settings of all searches. */
export interface SearchSettings {
  /** The splitter of the rows. Default: five stratified folds in row order. */
  readonly cv?: CvSplitter;
  /**
   * What decides which point is the best: the name of a metric, a metric with its parameters (`{ metric: "fbeta", beta: 2 }`),
   * a function of the held-out rows, or a scorer of `makeScorer`. Default `"accuracy"`.
   */
  readonly scoring?: ScoringOption;
  /**
   * The least mean coverage of a candidate: the share of rows in which its decision rule says a label, from 0 to 1. Candidates
   * below it are ranked last. Required where a candidate may abstain and the score is about predicted labels, which leaves out
   * the rows without one: else the candidate that abstains most would be the best.
   */
  readonly minCoverage?: number;
  /** Where folds are fitted. Default: this thread. `workerFolds` of `@imdb/train/node` uses worker threads. */
  readonly runner?: FoldRunner;
  /**
   * Where scores are stored. Default: nowhere. `fileMemory` of `@imdb/train/node` stores them in a file. The values of a
   * scorer are stored under its name: give a scorer that has changed another name. A function without a name is refused, and so
   * are vectorizers without an `identity`, as one with a function for a tokenizer: their scores would be mixed up. Scores of
   * classifiers and estimators without an `identity`, such as your own, are not kept, and the result has a warning.
   */
  readonly memory?: SearchMemory;
}

/** Options of a search over pairs of a vectorizer and a classifier. */
export interface SearchOptions extends SearchSettings {
  /** The vectorizers to evaluate. */
  readonly vectorizers: readonly Candidate<AnyVectorizer>[];
  /** The classifiers to evaluate with each vectorizer. */
  readonly classifiers: readonly Candidate<Classifier>[];
}

/** Options of a search over estimators of texts, such as text classifiers. */
export interface TextSearchOptions<T extends TextEstimator = TextEstimator> extends SearchSettings {
  /** The estimators to evaluate. All of them have the same positive class. */
  readonly estimators: readonly Candidate<T>[];
}

/** The names of {@link SearchSettings} that have no default. */
export type UnsetSettings = "cv" | "minCoverage" | "runner" | "memory";

const settings = optionsOf<SearchSettings, UnsetSettings>({
  cv: optional(splitter),
  scoring: ["accuracy", scoringRule],
  minCoverage: optional(within(0, 1)),
  runner: optional(having<FoldRunner>("a runner", "run")),
  memory: optional(having<SearchMemory>("a memory", "get")),
});
const candidates = "a list of candidates, as parameterGrid makes it";

/** The schema of {@link SearchOptions}. */
export const searchOptions = optionsOf<SearchOptions, UnsetSettings>({
  vectorizers: rule<SearchOptions["vectorizers"]>(candidates, areCandidates),
  classifiers: rule<SearchOptions["classifiers"]>(candidates, areCandidates),
  ...settings.rules,
});

/** The schema of {@link TextSearchOptions}. */
export const textSearchOptions = optionsOf<TextSearchOptions, UnsetSettings>({
  estimators: rule<TextSearchOptions["estimators"]>(candidates, areCandidates),
  ...settings.rules,
});

/** Checked {@link SearchSettings}. */
export type ResolvedSettings = ReturnType<typeof settings.resolve>;

/** Checked options of a search of either kind. */
export type ResolvedSearch =
  | ReturnType<typeof searchOptions.resolve>
  | ReturnType<typeof textSearchOptions.resolve>;

/** Whether options are those of a search over estimators of texts. */
export function isTextSearch<O extends TextSearchOptions>(options: SearchOptions | O): options is O {
  return "estimators" in Object(options);
}

/** A progress report with the remaining time, estimated from the time of the finished folds. */
export interface SearchProgress extends Progress {
  readonly remainingSeconds: number;
}

/** The scores of one candidate of a search. JSON-safe. */
export interface PointScores {
  /** The value of the scoring metric in each fold; null where it is not defined. */
  readonly scores: readonly (number | null)[];
  readonly mean: Readonly<Record<string, number>>;
  readonly std: Readonly<Record<string, number>>;
  /** The mean number of features over the folds. */
  readonly features: number;
  readonly warnings: readonly string[];
  /**
   * 1 is the best. Equal points have the same rank. Points whose score is not defined in every fold, and those below
   * `minCoverage`, are last; `warnings` names them.
   */
  readonly rank: number;
}

/** One combination of a vectorizer and a classifier, with its scores. JSON-safe. */
export interface SearchPoint extends PointScores {
  readonly vectorizer: Readonly<Record<string, JsonValue>>;
  readonly classifier: Readonly<Record<string, JsonValue>>;
}

/** One estimator, with its scores. JSON-safe. */
export interface TextSearchPoint extends PointScores {
  readonly params: Readonly<Record<string, JsonValue>>;
}

/** The result of a search over estimators of texts. */
export interface TextSearchResult<
  F extends FittedTextEstimator = FittedTextEstimator,
  T extends TextEstimator = TextEstimator,
> {
  /** The name of the score that decided, as in `mean` and `std` of the points. */
  readonly scoring: string;
  readonly points: readonly TextSearchPoint[];
  /** The point of the best estimator. Its scores are too good an estimate of `best`, because it was chosen by them. */
  readonly bestPoint: TextSearchPoint;
  /** The best estimator, fitted on the whole train split. */
  readonly best: F;
  /** The best estimator, not fitted. */
  readonly estimator: T;
  /** Classes that are missing in some folds. */
  readonly warnings: readonly string[];
}

/** The result of a search over pairs of a vectorizer and a classifier. */
export interface SearchResult {
  /** The name of the score that decided, as in `mean` and `std` of the points. */
  readonly scoring: string;
  readonly points: readonly SearchPoint[];
  readonly best: SearchPoint;
  /** Classes that are missing in some folds. */
  readonly warnings: readonly string[];
  /** The vectorizer of the best point, not fitted: fit it on the whole train split. */
  readonly vectorizer: AnyVectorizer;
  /** The classifier of the best point, not fitted. */
  readonly classifier: Classifier;
}

function areCandidates(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => Object(one).value !== undefined && Object(one).params);
}

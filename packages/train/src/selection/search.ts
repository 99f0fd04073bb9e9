import {
  type AnyVectorizer,
  type Classifier,
  contentHash,
  InvalidOption,
  type JsonValue,
  type RunOptions,
  type Split,
  type TrainLabels,
  throwIfCancelled,
} from "@imdb/core";
import { displaySearch } from "./display-results.js";
import {
  type FoldRunner,
  type FoldScore,
  foldMatrices,
  inThisThread,
  labelledFolds,
  withoutProgress,
} from "./fit-fold.js";
import { foldWarnings } from "./fold-warnings.js";
import type { Candidate } from "./parameter-grid.js";
import { type ResolvedScorer, resolveScoring, withScore } from "./scorer.js";
import type { Pair, ResolvedSearch, SearchPoint, SearchProgress, SearchResult } from "./search-options.js";
import { type Fold, positionsOf } from "./splitter.js";
import { stratifiedKFold } from "./stratified-k-fold.js";
import { summarize } from "./summarize.js";

/** A fit of one vectorizer, with all its classifiers, on one fold. */
interface Job {
  readonly vectorizer: number;
  /** The positions of its pairs in the search. */
  readonly places: readonly number[];
  readonly fold: number;
}

/** A running search. */
interface Search {
  readonly options: ResolvedSearch;
  readonly pairs: readonly Pair[];
  readonly train: Split<"train">;
  readonly run: RunOptions;
  readonly labels: TrainLabels;
  readonly folds: readonly Fold[];
  readonly scorer: ResolvedScorer;
  /** The scores of each pair in each fold. */
  readonly scores: FoldScore[][];
  /** Reports that one job is finished. */
  readonly reportProgress: () => void;
}

/** Evaluates pairs of a vectorizer and a classifier. A vectorizer is fitted once per fold, not once per pair. */
export async function searchPairs(
  options: ResolvedSearch,
  pairs: readonly Pair[],
  train: Split<"train">,
  run: RunOptions,
): Promise<SearchResult> {
  if (pairs.length === 0)
    throw InvalidOption.create({ option: "candidates", value: 0, expected: "at least one" });
  const { labels, folds } = labelledFolds(options.cv ?? stratifiedKFold(), train);
  const scorer = resolveScoring(options.scoring, labels);
  checkMemory(options, scorer);
  const jobs = [...positionsOf(pairs.map(([vectorizer]) => vectorizer))].flatMap(([vectorizer, places]) =>
    folds.map((_, fold) => ({ vectorizer, places, fold })),
  );
  const scores = pairs.map(() => new Array<FoldScore>(folds.length));
  const reportProgress = progressReporter(run, jobs.length);
  await runJobs({ options, pairs, train, run, labels, folds, scorer, scores, reportProgress }, jobs);
  return displaySearch({
    ...rankPoints(options, scorer, pairs, scores),
    warnings: foldWarnings(labels, folds),
  });
}

/** A memory keeps values by the name of the scorer, which a function alone does not have. */
function checkMemory({ memory, scoring }: ResolvedSearch, scorer: ResolvedScorer): void {
  if (!memory || scorer.canBeKept) return;
  const expected = "a scorer of makeScorer, whose name the memory can keep";
  throw InvalidOption.create({ option: "scoring", value: String(scoring).slice(0, 80), expected });
}

/** Runs the jobs, at most `runner.size` at the same time. */
async function runJobs(search: Search, jobs: readonly Job[]): Promise<void> {
  const { runner = inThisThread } = search.options;
  const running = new Set<Promise<void>>();
  try {
    for (const job of jobs) {
      throwIfCancelled(search.run.signal, "The search");
      const work = await startJob(search, job, runner);
      if (!work) continue;
      running.add(work.done);
      work.done.then(
        () => running.delete(work.done),
        () => {},
      );
      if (running.size >= runner.size) await Promise.race(running);
    }
    await Promise.all(running);
  } finally {
    // After a failure other jobs are still running: they must end before the caller continues.
    await Promise.allSettled(running);
  }
}

/** Takes the scores of a job from the memory, or starts its fits. They end later: the promise must not be awaited here. */
async function startJob(
  search: Search,
  job: Job,
  runner: FoldRunner,
): Promise<{ readonly done: Promise<void> } | undefined> {
  const { options, pairs, train, run, labels, folds, scorer } = search;
  const { vectorizers, classifiers, memory } = options;
  const vectorizer = vectorizers[job.vectorizer]!;
  const candidates = job.places.map((place) => classifiers[pairs[place]![1]]!);
  const fold = folds[job.fold]!;
  const key = contentHash({
    data: train.version,
    positive: labels.positive ?? null,
    train: [...fold.train],
    test: [...fold.test],
    vectorizer: recordedParams(vectorizer),
    classifiers: candidates.map(recordedParams),
    seed: run.seed ?? 0,
  });
  const known = await memory?.get(key);
  const isComplete = known?.every(({ metrics }) => !scorer.score || Object.hasOwn(metrics, scorer.name));
  if (known && isComplete) {
    finishJob(search, job, known);
    return undefined;
  }
  const inner = withoutProgress(run);
  const data = await foldMatrices(vectorizer.value, train, labels, fold, inner);
  const models = candidates.map(({ value }) => value);
  const keep = scorer.score ? "probabilities" : "metrics";
  const done = runner.run(models, data, { ...inner, keep }).then(async (scores) => {
    const found = scores.map(({ probabilities, ...score }) => ({
      ...score,
      metrics: withScore(score.metrics, scorer, data.testLabels, probabilities),
    }));
    await memory?.set(key, found);
    finishJob(search, job, found);
  });
  return { done };
}

function finishJob({ scores, reportProgress }: Search, job: Job, found: readonly FoldScore[]): void {
  job.places.forEach((place, at) => {
    scores[place]![job.fold] = found[at]!;
  });
  reportProgress();
}

/** The parameters of a candidate, and those of its classifier or vectorizer. */
function recordedParams({ params, value }: Candidate<AnyVectorizer | Classifier>): JsonValue[] {
  return [params, JSON.parse(JSON.stringify(value.params))];
}

/** The points of a search with their ranks, and the best one. */
function rankPoints(
  { vectorizers, classifiers }: ResolvedSearch,
  { name: scoring, direction }: ResolvedScorer,
  pairs: readonly Pair[],
  scores: readonly (readonly FoldScore[])[],
): Omit<SearchResult, "warnings"> {
  const points = pairs.map(([v, c], at) => {
    const foldScores = scores[at]!;
    const { mean, std } = summarize(foldScores.map(({ metrics }) => metrics));
    if (mean[scoring] === undefined) {
      throw InvalidOption.create({
        option: "scoring",
        value: scoring,
        expected: "a metric that is defined in every fold",
      });
    }
    return {
      vectorizer: vectorizers[v]!.params,
      classifier: classifiers[c]!.params,
      scores: foldScores.map(({ metrics }) => metrics[scoring]!),
      mean,
      std,
      features: Math.round(foldScores.reduce((sum, { features }) => sum + features, 0) / foldScores.length),
      warnings: [...new Set(foldScores.flatMap(({ warnings }) => warnings))],
      rank: 0,
    };
  });
  const value = (point: { mean: Record<string, number> }) => direction * point.mean[scoring]!;
  const ranked: SearchPoint[] = points.map((point) => ({
    ...point,
    rank: 1 + points.filter((other) => value(other) > value(point)).length,
  }));
  const winner = ranked.findIndex((point) => point.rank === 1);
  const [v, c] = pairs[winner]!;
  return {
    scoring,
    points: ranked,
    best: ranked[winner]!,
    vectorizer: vectorizers[v]!.value,
    classifier: classifiers[c]!.value,
  };
}

/** A function that reports one more finished job of `total`. */
function progressReporter(run: RunOptions, total: number) {
  const started = Date.now();
  let done = 0;
  return () => {
    done++;
    const remainingSeconds = ((Date.now() - started) / 1000 / done) * (total - done);
    const progress: SearchProgress = { stage: "searching", done, total, unit: "folds", remainingSeconds };
    run.onProgress?.(progress);
  };
}

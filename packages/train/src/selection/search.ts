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
import {
  type FoldRunner,
  type FoldScore,
  foldMatrices,
  inThisThread,
  labelledFolds,
  withoutProgress,
} from "./fit-fold.js";
import type { Candidate } from "./parameter-grid.js";
import { directionOf } from "./scoring.js";
import { checkScoredClass } from "./scoring-of-one-class.js";
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
  checkScoredClass(options.scoring, labels);
  const jobs = [...positionsOf(pairs.map(([vectorizer]) => vectorizer))].flatMap(([vectorizer, places]) =>
    folds.map((_, fold) => ({ vectorizer, places, fold })),
  );
  const scores = pairs.map(() => new Array<FoldScore>(folds.length));
  const reportProgress = progressReporter(run, jobs.length);
  await runJobs({ options, pairs, train, run, labels, folds, scores, reportProgress }, jobs);
  return rankPoints(options, pairs, scores);
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
  const { options, pairs, train, run, labels, folds } = search;
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
  if (known) {
    finishJob(search, job, known);
    return undefined;
  }
  const inner = withoutProgress(run);
  const data = await foldMatrices(vectorizer.value, train, labels, fold, inner);
  const models = candidates.map(({ value }) => value);
  const done = runner.run(models, data, inner).then(async (found) => {
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
  { vectorizers, classifiers, scoring }: ResolvedSearch,
  pairs: readonly Pair[],
  scores: readonly (readonly FoldScore[])[],
): SearchResult {
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
  const value = (point: { mean: Record<string, number> }) => directionOf(scoring) * point.mean[scoring]!;
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

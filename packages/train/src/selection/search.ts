import {
  type Classifier,
  contentHash,
  InvalidOption,
  type JsonValue,
  labelsOf,
  type Progress,
  type RunOptions,
  type Split,
  throwIfCancelled,
} from "@imdb/core";
import { having, oneOf, optional, optionsOf, rule } from "@imdb/core/options";
import { type FoldRunner, type FoldScore, inThisThread } from "./fit-fold.js";
import { type AnyVectorizer, fitVectorizer } from "./fit-vectorizer.js";
import { foldData, groupsOf } from "./fold-data.js";
import type { Candidate } from "./parameter-grid.js";
import { directionOf, SCORINGS, type Scoring } from "./scoring.js";
import { type CvSplitter, type Fold, splitter } from "./splitter.js";
import { stratifiedKFold } from "./stratified-k-fold.js";
import { summarize } from "./summarize.js";

/** Keeps the scores of finished folds, so that a search that was stopped goes on where it was. */
export interface SearchMemory {
  /** The scores kept under a key. */
  get(key: string): Promise<readonly FoldScore[] | undefined>;
  /** Keeps scores under a key. */
  set(key: string, scores: readonly FoldScore[]): Promise<void>;
}

/** What every search takes. */
export interface SearchOptions {
  readonly vectorizers: readonly Candidate<AnyVectorizer>[];
  readonly classifiers: readonly Candidate<Classifier>[];
  /** Default: five stratified folds in row order. */
  readonly cv?: CvSplitter;
  /** What to choose by. Default `"accuracy"`. */
  readonly scoring?: Scoring;
  /** Default: this thread. `workerFolds` of `@imdb/train/node` fits on worker threads, with the same result. */
  readonly runner?: FoldRunner;
  /** Default: none. `fileMemory` of `@imdb/train/node` keeps scores in a file. */
  readonly memory?: SearchMemory;
}

const candidates = "a list of candidates with params and value";

/** The schema of {@link SearchOptions}. */
export const searchOptions = optionsOf<SearchOptions, "cv" | "runner" | "memory">({
  vectorizers: rule<SearchOptions["vectorizers"]>(candidates, areCandidates),
  classifiers: rule<SearchOptions["classifiers"]>(candidates, areCandidates),
  cv: optional(splitter),
  scoring: ["accuracy", oneOf(...SCORINGS)],
  runner: optional(having<FoldRunner>("a runner", "run")),
  memory: optional(having<SearchMemory>("a memory", "get")),
});

/** A progress report with the time left, by the pace so far. */
export interface SearchProgress extends Progress {
  readonly remainingSeconds: number;
}

/** One combination of a vectorizer and a classifier, and how it did. JSON-safe. */
export interface SearchPoint {
  readonly vectorizer: Readonly<Record<string, JsonValue>>;
  readonly classifier: Readonly<Record<string, JsonValue>>;
  /** The scoring's value in each fold. */
  readonly scores: readonly number[];
  readonly mean: Readonly<Record<string, number>>;
  readonly std: Readonly<Record<string, number>>;
  readonly features: number;
  readonly warnings: readonly string[];
  /** 1 is the best; equals share a rank. */
  readonly rank: number;
}

/** The outcome of a search. */
export interface SearchResult {
  readonly scoring: Scoring;
  readonly points: readonly SearchPoint[];
  readonly best: SearchPoint;
  /** The best combination, not fitted: fit it on the whole train split. */
  readonly vectorizer: AnyVectorizer;
  readonly classifier: Classifier;
}

/** Checked {@link SearchOptions}. */
export type ResolvedSearch = ReturnType<typeof searchOptions.resolve>;

/** Indices of a vectorizer and a classifier. */
export type Pair = readonly [vectorizer: number, classifier: number];

/** Scores chosen pairs on chosen folds. A text is vectorized once a fold and vectorizer, not once a pair. */
export async function searchPairs(
  options: ResolvedSearch,
  pairs: readonly Pair[],
  train: Split<"train">,
  run: RunOptions,
  shorten: (fold: Fold, codes: Int32Array) => Fold = (fold) => fold,
): Promise<SearchResult> {
  const {
    vectorizers,
    classifiers,
    cv = stratifiedKFold(),
    scoring,
    runner = inThisThread,
    memory,
  } = options;
  const direction = directionOf(scoring);
  if (pairs.length === 0)
    throw InvalidOption.create({ option: "candidates", value: 0, expected: "at least one" });
  const labels = labelsOf(train);
  const folds = cv.split(labels.codes, groupsOf(train)).map((fold) => shorten(fold, labels.codes));
  const scores = pairs.map(() => new Array<FoldScore>(folds.length));
  const jobs = [...new Set(pairs.map(([v]) => v))].flatMap((v) => folds.map((fold, f) => ({ v, f, fold })));
  const clock = createClock(run, jobs.length);
  const inner = { signal: run.signal, threads: run.threads, seed: run.seed };
  const underWay = new Set<Promise<void>>();

  async function finish(job: { v: number; f: number }, found: readonly FoldScore[]): Promise<void> {
    pairs
      .filter(([v]) => v === job.v)
      .forEach((pair, at) => {
        scores[pairs.indexOf(pair)]![job.f] = found[at]!;
      });
    clock.tick();
  }

  try {
    for (const job of jobs) {
      throwIfCancelled(run.signal, "The search");
      const mine = pairs.filter(([v]) => v === job.v).map(([, c]) => classifiers[c]!);
      const key = contentHash({
        data: train.version,
        train: [...job.fold.train],
        test: [...job.fold.test],
        vectorizer: [
          vectorizers[job.v]!.params,
          JSON.parse(JSON.stringify(vectorizers[job.v]!.value.params)),
        ],
        classifiers: mine.map(({ params, value }) => [params, JSON.parse(JSON.stringify(value.params))]),
        seed: run.seed ?? 0,
      });
      const known = await memory?.get(key);
      if (known) {
        await finish(job, known);
        continue;
      }
      const texts = foldData(train, labels, job.fold);
      const fitted = await fitVectorizer(
        vectorizers[job.v]!.value,
        texts.trainTexts,
        texts.trainLabels,
        inner,
      );
      const data = {
        train: fitted.matrix,
        trainLabels: texts.trainLabels,
        test: fitted.vectorizer.transform(texts.testTexts),
        testLabels: texts.testLabels,
      };
      const work = runner
        .run(
          mine.map(({ value }) => value),
          data,
          inner,
        )
        .then(async (found) => {
          await memory?.set(key, found);
          await finish(job, found);
        });
      underWay.add(work);
      work.then(
        () => underWay.delete(work),
        () => {},
      );
      if (underWay.size >= runner.size) await Promise.race(underWay);
    }
    await Promise.all(underWay);
  } finally {
    // A failure leaves others at work: let them end before the caller goes on.
    await Promise.allSettled(underWay);
  }
  return rank(options, pairs, scores, scoring, direction);
}

function rank(
  { vectorizers, classifiers }: SearchOptions,
  pairs: readonly Pair[],
  scores: readonly (readonly FoldScore[])[],
  scoring: Scoring,
  direction: 1 | -1,
): SearchResult {
  const points = pairs.map(([v, c], at) => {
    const own = scores[at]!;
    const { mean, std } = summarize(own.map(({ metrics }) => metrics));
    if (mean[scoring] === undefined) {
      throw InvalidOption.create({
        option: "scoring",
        value: scoring,
        expected: "a metric that has a value in every fold",
      });
    }
    return {
      vectorizer: vectorizers[v]!.params,
      classifier: classifiers[c]!.params,
      scores: own.map(({ metrics }) => metrics[scoring]!),
      mean,
      std,
      features: Math.round(own.reduce((sum, { features }) => sum + features, 0) / own.length),
      warnings: [...new Set(own.flatMap(({ warnings }) => warnings))],
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

function createClock(run: RunOptions, total: number) {
  const begun = Date.now();
  let done = 0;
  return {
    tick(): void {
      done++;
      const remainingSeconds = ((Date.now() - begun) / 1000 / done) * (total - done);
      const progress: SearchProgress = { stage: "searching", done, total, unit: "folds", remainingSeconds };
      run.onProgress?.(progress);
    },
  };
}

function areCandidates(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => Object(one).value !== undefined);
}

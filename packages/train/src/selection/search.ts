import type { AnyVectorizer } from "@imdb/core";
import {
  type Classifier,
  contentHash,
  InvalidOption,
  type JsonValue,
  type Progress,
  type RunOptions,
  type Split,
  throwIfCancelled,
} from "@imdb/core";
import { having, oneOf, optional, optionsOf, rule } from "@imdb/core/options";
import {
  type FoldRunner,
  type FoldScore,
  foldMatrices,
  inThisThread,
  labelledFolds,
  withoutProgress,
} from "./fit-fold.js";
import type { Candidate } from "./parameter-grid.js";
import { directionOf, SCORINGS, type Scoring } from "./scoring.js";
import { type CvSplitter, placesOf, splitter } from "./splitter.js";
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

/** Every vectorizer with every classifier. */
export function allPairs({ vectorizers, classifiers }: ResolvedSearch): Pair[] {
  return vectorizers.flatMap((_, v) => classifiers.map((__, c) => [v, c] as const));
}

/** Scores chosen pairs. A text is vectorized once a fold and vectorizer, not once a pair. */
export async function searchPairs(
  options: ResolvedSearch,
  pairs: readonly Pair[],
  train: Split<"train">,
  run: RunOptions,
): Promise<SearchResult> {
  const { vectorizers, classifiers, cv = stratifiedKFold(), runner = inThisThread, memory } = options;
  if (pairs.length === 0)
    throw InvalidOption.create({ option: "candidates", value: 0, expected: "at least one" });
  const { labels, folds } = labelledFolds(cv, train);
  const scores = pairs.map(() => new Array<FoldScore>(folds.length));
  const jobs = [...placesOf(pairs.map(([v]) => v))].flatMap(([v, places]) =>
    folds.map((fold, f) => ({ v, places, fold, f })),
  );
  const tick = createClock(run, jobs.length);
  const inner = withoutProgress(run);
  const underWay = new Set<Promise<void>>();

  function finish({ places, f }: (typeof jobs)[number], found: readonly FoldScore[]): void {
    places.forEach((pair, at) => {
      scores[pair]![f] = found[at]!;
    });
    tick();
  }

  try {
    for (const job of jobs) {
      throwIfCancelled(run.signal, "The search");
      const vectorizer = vectorizers[job.v]!;
      const mine = job.places.map((pair) => classifiers[pairs[pair]![1]]!);
      const key = contentHash({
        data: train.version,
        train: [...job.fold.train],
        test: [...job.fold.test],
        vectorizer: recorded(vectorizer),
        classifiers: mine.map(recorded),
        seed: run.seed ?? 0,
      });
      const known = await memory?.get(key);
      if (known) {
        finish(job, known);
        continue;
      }
      const data = await foldMatrices(vectorizer.value, train, labels, job.fold, inner);
      const work = runner
        .run(
          mine.map(({ value }) => value),
          data,
          inner,
        )
        .then(async (found) => {
          await memory?.set(key, found);
          finish(job, found);
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
  return rank(options, pairs, scores);
}

/** The parameters of a candidate, and those of what it stands for. */
function recorded({ params, value }: Candidate<AnyVectorizer | Classifier>): JsonValue[] {
  return [params, JSON.parse(JSON.stringify(value.params))];
}

function rank(
  { vectorizers, classifiers, scoring }: ResolvedSearch,
  pairs: readonly Pair[],
  scores: readonly (readonly FoldScore[])[],
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

function createClock(run: RunOptions, total: number) {
  const begun = Date.now();
  let done = 0;
  return () => {
    done++;
    const remainingSeconds = ((Date.now() - begun) / 1000 / done) * (total - done);
    const progress: SearchProgress = { stage: "searching", done, total, unit: "folds", remainingSeconds };
    run.onProgress?.(progress);
  };
}

function areCandidates(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => Object(one).value !== undefined);
}

import { contentHash, InvalidOption, type RunOptions, type Split, throwIfCancelled } from "@imdb/core";
import { classifierIdentity, identityOfAll } from "../fitting/classifier-identity.js";
import {
  type FoldRunner,
  type FoldScore,
  foldMatrices,
  inThisThread,
  type LabelledFolds,
  labelledFolds,
  scoreFold,
  testLabelsOf,
  withoutProgress,
} from "./fit-fold.js";
import { predictByEstimator } from "./fold-model.js";
import { foldWarnings } from "./fold-warnings.js";
import { type ResolvedScorer, resolveScoring, withScore } from "./scorer.js";
import { candidatesTogether, type SearchCandidate } from "./search-candidate.js";
import type { PointScores, ResolvedSettings, SearchProgress } from "./search-options.js";
import type { Fold } from "./splitter.js";
import { stratifiedKFold } from "./stratified-k-fold.js";
import { summarize } from "./summarize.js";

/** Candidates that are fitted on one fold together: those of one vectorizer, or one estimator alone. */
interface Job {
  /** The positions of the candidates in the search. */
  readonly places: readonly number[];
  readonly fold: number;
}

/** A running search. */
interface Search extends LabelledFolds {
  readonly settings: ResolvedSettings;
  readonly candidates: readonly SearchCandidate[];
  readonly train: Split<"train">;
  readonly run: RunOptions;
  readonly scorer: ResolvedScorer;
  /** The scores of each candidate in each fold. */
  readonly scores: FoldScore[][];
  /** Reports that one job is finished. */
  readonly reportProgress: () => void;
}

/** The data of a search. */
export interface SearchData {
  readonly train: Split<"train">;
  /** The positive class. Left out: that of the split. */
  readonly positive?: string | undefined;
}

/** The parameters and the scores of a candidate. */
export type ScoredPoint = SearchCandidate["point"] & PointScores;

/** The candidates with their scores, and the best of them. */
export interface Scored {
  readonly scoring: string;
  readonly points: readonly ScoredPoint[];
  readonly bestPoint: ScoredPoint;
  readonly bestCandidate: SearchCandidate;
  readonly warnings: readonly string[];
}

/** Evaluates the candidates of a search. A vectorizer is fitted once per fold, not once per candidate. */
export async function scoreCandidates(
  settings: ResolvedSettings,
  candidates: readonly SearchCandidate[],
  { train, positive }: SearchData,
  run: RunOptions,
): Promise<Scored> {
  if (candidates.length === 0)
    throw InvalidOption.create({ option: "candidates", value: 0, expected: "at least one" });
  const { labels, folds } = labelledFolds(settings.cv ?? stratifiedKFold(), train, positive);
  const scorer = resolveScoring(settings.scoring, labels);
  checkMemory(settings, scorer, candidates);
  checkCoverage(settings, scorer, candidates);
  const jobs = candidatesTogether(candidates).flatMap((places) => folds.map((_, fold) => ({ places, fold })));
  const scores = candidates.map(() => new Array<FoldScore>(folds.length));
  const reportProgress = progressReporter(run, jobs.length);
  await runJobs({ settings, candidates, train, run, labels, folds, scorer, scores, reportProgress }, jobs);
  const { points, unranked, ...best } = rankPoints(settings, scorer, candidates, scores);
  const warnings = [...foldWarnings(labels, folds), ...memoryWarnings(settings, candidates), ...unranked];
  return { ...best, points, warnings };
}

/** A memory keeps values by the name of the scorer, which a function alone does not have, and by what a vectorizer does. */
function checkMemory(
  { memory, scoring }: ResolvedSettings,
  scorer: ResolvedScorer,
  candidates: readonly SearchCandidate[],
): void {
  if (!memory) return;
  const at = candidates.findIndex(({ model }) => !("estimator" in model) && !model.vectorizer.identity);
  if (at >= 0) {
    const expected =
      "vectorizers with an identity, which one with a function as tokenizer has not: without it scores would be mixed up";
    throw InvalidOption.create({ option: "memory", value: `with vectorizer ${at + 1}`, expected });
  }
  if (scorer.canBeKept) return;
  const expected = "a scorer of makeScorer, whose name the memory can keep";
  throw InvalidOption.create({ option: "scoring", value: String(scoring).slice(0, 80), expected });
}

/** Runs the jobs, at most `runner.size` at the same time. */
async function runJobs(search: Search, jobs: readonly Job[]): Promise<void> {
  const { runner = inThisThread } = search.settings;
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
  const { settings, candidates, train, run, labels, folds, scorer } = search;
  const { memory } = settings;
  const together = job.places.map((place) => candidates[place]!);
  const fold = folds[job.fold]!;
  const identities = together.map(identityOf);
  // What cannot be told apart from others is not kept.
  const kept = identities.includes(undefined) ? undefined : memory;
  const key = contentHash({
    data: train.version,
    positive: labels.positive ?? null,
    train: [...fold.train],
    test: [...fold.test],
    // Parameters do not tell two vocabularies of one size apart, nor two functions.
    identities: identities.map((identity) => identity ?? null),
    candidates: together.map(({ recorded }) => recorded),
    seed: run.seed ?? 0,
  });
  const known = await kept?.get(key);
  const isComplete = known?.every(({ metrics }) => !scorer.score || Object.hasOwn(metrics, scorer.name));
  if (known && isComplete) {
    finishJob(search, job, known);
    return undefined;
  }
  const { decision } = together[0]!;
  const fitting = await startFits(search, together, fold, runner);
  const done = fitting.done.then(async (scores) => {
    const testLabels = testLabelsOf(labels, fold);
    const found = scores.map(({ probabilities, ...score }) => ({
      ...score,
      metrics: withScore(score.metrics, scorer, testLabels, probabilities, decision),
    }));
    await kept?.set(key, found);
    finishJob(search, job, found);
  });
  return { done };
}

/** Makes the matrices of a fold and starts the fits on them; or fits an estimator that is more than its parts, here. */
async function startFits(
  { train, run, labels, scorer }: Search,
  together: readonly SearchCandidate[],
  fold: Fold,
  runner: FoldRunner,
): Promise<{ readonly done: Promise<FoldScore[]> }> {
  const { model, decision } = together[0]!;
  const inner = withoutProgress(run);
  const keep = scorer.score ? "probabilities" : "metrics";
  if ("estimator" in model) {
    const heldOut = await predictByEstimator(model.estimator, train, labels, fold, inner);
    return { done: Promise.resolve([scoreFold(heldOut, { keep, decision })]) };
  }
  const data = await foldMatrices(model.vectorizer, train, labels, fold, inner);
  const classifiers = together.flatMap(({ model }) => ("estimator" in model ? [] : [model.classifier]));
  return { done: runner.run(classifiers, data, { ...inner, keep, ...(decision && { decision }) }) };
}

function identityOf({ model }: SearchCandidate): string | undefined {
  if ("estimator" in model) return model.estimator.identity;
  return identityOfAll("pair", [model.vectorizer.identity, classifierIdentity(model.classifier)]);
}

/** Says which scores a memory does not keep, because nothing tells their candidate from one that learns otherwise. */
function memoryWarnings({ memory }: ResolvedSettings, candidates: readonly SearchCandidate[]): string[] {
  const nameless = candidates.flatMap((candidate, at) =>
    identityOf(candidate) === undefined ? [at + 1] : [],
  );
  if (!memory || nameless.length === 0) return [];
  const first = nameless.slice(0, 10).join(", ");
  return [
    `The memory does not keep the scores of ${nameless.length} of ${candidates.length} candidates (${first}${nameless.length > 10 ? ", …" : ""}): they have no identity, as own classifiers and functions.`,
  ];
}

function finishJob({ scores, reportProgress }: Search, job: Job, found: readonly FoldScore[]): void {
  job.places.forEach((place, at) => {
    scores[place]![job.fold] = found[at]!;
  });
  reportProgress();
}

/** The scores that are about predicted labels: rows in which a decision rule abstains are no part of them. */
const OF_LABELS: readonly string[] = [
  "accuracy",
  "balancedAccuracy",
  "precision",
  "recall",
  "f1",
  "matthewsCorrelation",
  "cohenKappa",
];

/**
 * Scores of labels at different coverages are not compared without a least coverage: the accuracy of the rows that a model is
 * sure of grows with the number of rows in which it abstains.
 *
 * @see El-Yaniv & Wiener (2010), On the foundations of noise-free selective classification: risk at a given coverage.
 */
function checkCoverage(
  { minCoverage }: ResolvedSettings,
  { name, score }: ResolvedScorer,
  candidates: readonly SearchCandidate[],
): void {
  const abstains = candidates.some(({ decision }) => decision?.abstainBelow !== undefined);
  if (minCoverage !== undefined || !abstains || (!score && !OF_LABELS.includes(name))) return;
  const expected = `a share from 0 to 1: candidates may abstain, and by ${name} the one that abstains most would win`;
  throw InvalidOption.create({ option: "minCoverage", value: minCoverage, expected });
}

/** The points of a search with their ranks, and the best one. A point that cannot be compared is last, and is named. */
function rankPoints(
  { minCoverage = 0 }: ResolvedSettings,
  { name: scoring, direction }: ResolvedScorer,
  candidates: readonly SearchCandidate[],
  scores: readonly (readonly FoldScore[])[],
): Omit<Scored, "warnings"> & { readonly unranked: readonly string[] } {
  const points = candidates.map(({ point }, at) => {
    const foldScores = scores[at]!;
    const { mean, std } = summarize(foldScores.map(({ metrics }) => metrics));
    return {
      ...point,
      scores: foldScores.map(({ metrics }) => metrics[scoring] ?? null),
      mean,
      std,
      features: Math.round(foldScores.reduce((sum, { features }) => sum + features, 0) / foldScores.length),
      warnings: [...new Set(foldScores.flatMap(({ warnings }) => warnings))],
      rank: 0,
    };
  });
  const reasons = points.map(({ mean }) => {
    if (mean[scoring] === undefined) return `${scoring} is not defined in every fold`;
    const { coverage = 1 } = mean;
    return coverage < minCoverage ? `its coverage ${coverage} is below ${minCoverage}` : undefined;
  });
  if (!reasons.includes(undefined)) {
    const expected = `a metric that is defined in every fold, and a coverage that is reached, of one candidate at least (${reasons[0]})`;
    throw InvalidOption.create({ option: "scoring", value: scoring, expected });
  }
  const values = points.map(({ mean }, at) => (reasons[at] ? -Infinity : direction * mean[scoring]!));
  const ranked = points.map((point, at) => ({
    ...point,
    rank: 1 + values.filter((other) => other > values[at]!).length,
  }));
  const winner = ranked.findIndex((point) => point.rank === 1);
  const unranked = reasons.flatMap((reason, at) =>
    reason === undefined ? [] : [`Candidate ${at + 1} of ${points.length} is ranked last: ${reason}.`],
  );
  return {
    scoring,
    points: ranked,
    bestPoint: ranked[winner]!,
    bestCandidate: candidates[winner]!,
    unranked,
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

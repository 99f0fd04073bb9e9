/**
 * Chooses every setting of one linear model by five-fold cross-validation on the 25,000 train reviews, no movie
 * on both sides of a fold, one coordinate after another (`stages.ts`). It does not look at the test split;
 * `final.ts` does, once.
 *
 * The rule is that of scikit-learn's `GridSearchCV`: the best mean accuracy is taken; of equals the simplest, which
 * is the first. How far each alternative is behind, with the standard error of that, is written beside it.
 *
 * Writes every figure to `search.json`. Finished folds are kept in `outputs/`, so it can be stopped and goes on.
 *
 * Run: IMDB_DATA=aclImdb_v1.tar.gz node --conditions=@imdb/source --import tsx tools/quality/search.ts
 */
import { writeFileSync } from "node:fs";
import { createSplit, withRole } from "@imdb/core";
import type { CountOptions } from "@imdb/features";
import {
  gridSearchCV,
  logisticRegression,
  parameterGrid,
  type SearchPoint,
  stratifiedGroupKFold,
} from "@imdb/train";
import { fileMemory } from "@imdb/train/node";
import { readTrain } from "./data.ts";
import { kept } from "./kept.ts";
import { type Point, TOKENIZERS, weighted } from "./model.ts";
import { assertSame, type Counted, countOnce, type SharedCounts, sharedCounts } from "./shared-counts.ts";
import { FIRST, STAGES, type Stage } from "./stages.ts";

const TOL = 1e-4;
const folder = new URL(".", import.meta.url).pathname;
const memory = await fileMemory(`${folder}outputs/folds.json`);
const cv = stratifiedGroupKFold({ folds: 5, shuffleSeed: 1 });
const { examples, version } = await kept("train", async () => {
  const { examples, version } = await readTrain();
  return { examples, version };
});
const train = createSplit("train", examples, version);

const countings = new Map<string, Promise<SharedCounts>>();
const scoredBefore = new Map<string, readonly SearchPoint[]>();

let settled: Point & { readonly C?: number } = FIRST;
const stages: object[] = [];
for (const stage of STAGES) {
  const alternatives = await score(stage, settled);
  const chosen = choose(alternatives);
  stages.push({ name: stage.name, chosen: chosen.settings, alternatives: alternatives.map(figures) });
  settled = { ...chosen.point, C: chosen.C };
  console.log(`${stage.name}: ${JSON.stringify(chosen.settings)}, ${chosen.accuracy.toFixed(4)}`);
  record(stages.length === STAGES.length);
}

/** Written after each stage, so that a search that was stopped leaves what it found. */
function record(complete: boolean): void {
  const rule = "the best mean accuracy; of equals the first, which is the simplest";
  const head = { train: train.version, cv: cv.params, scoring: "accuracy", rule, complete, settled };
  writeFileSync(`${folder}search.json`, `${JSON.stringify({ ...head, stages }, null, 1)}\n`);
}

interface Alternative {
  readonly point: Point;
  /** What of it this stage chooses. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly C: number;
  readonly accuracy: number;
  readonly found: SearchPoint;
  /** How far it is behind the best, and the standard error of that. */
  readonly behind: number;
  readonly error: number;
}

/** Scores a stage's alternatives. */
async function score(
  stage: Stage,
  { C: _, ...base }: Point & { readonly C?: number },
): Promise<Alternative[]> {
  const scored: Omit<Alternative, "behind" | "error">[] = [];
  for (const change of stage.changes) {
    const point = { ...base, ...change };
    const all = await everyC(point, stage.C);
    const of = (found: SearchPoint) => {
      const C = found.classifier["C"] as number;
      return { point, settings: { ...change, C }, C, accuracy: found.mean["accuracy"]!, found };
    };
    const alternatives = all.filter(({ classifier }) => stage.C.includes(classifier["C"] as number)).map(of);
    const best = alternatives.reduce((a, b) => (b.accuracy > a.accuracy ? b : a));
    scored.push(...(stage.chooseC ? alternatives : [best]));
    const clock = new Date().toISOString().slice(11, 19);
    const accuracies = alternatives.map(({ C, accuracy }) => `${C}: ${accuracy.toFixed(5)}`);
    console.error(clock, stage.name, JSON.stringify(change), accuracies.join(", "));
  }
  const best = scored.reduce((a, b) => (b.accuracy > a.accuracy ? b : a));
  return scored.map((one) => ({ ...one, ...difference(best.found.scores, one.found.scores) }));
}

/** The points of one vectorizer with every C; what an earlier stage has scored is not scored again. */
async function everyC(point: Point, C: readonly number[]): Promise<readonly SearchPoint[]> {
  const name = JSON.stringify(point);
  const known = scoredBefore.get(name);
  if (known && C.every((one) => known.some(({ classifier }) => classifier["C"] === one))) return known;
  const { points } = await gridSearchCV(
    {
      vectorizers: parameterGrid(
        Object.fromEntries(Object.entries(point).map(([key, value]) => [key, [value]])),
        () => weighted(lazily(point), point),
      ),
      classifiers: parameterGrid({ C }, (one) => logisticRegression({ C: one.C, tol: TOL })),
      cv,
      memory,
    },
    train,
    { seed: 1 },
  );
  scoredBefore.set(name, points);
  return points;
}

/** Mean and standard error of paired differences. */
function difference(best: readonly number[], own: readonly number[]): { behind: number; error: number } {
  const gaps = best.map((value, fold) => value - own[fold]!);
  const behind = gaps.reduce((a, b) => a + b) / gaps.length;
  const variance = gaps.reduce((sum, gap) => sum + (gap - behind) ** 2, 0) / (gaps.length - 1);
  return { behind, error: Math.sqrt(variance / gaps.length) };
}

function choose(alternatives: readonly Alternative[]): Alternative {
  return alternatives.find(({ behind }) => behind === 0)!;
}

function figures({ settings, accuracy, found, behind, error }: Alternative) {
  const round = (value: number) => Number(value.toFixed(6));
  return {
    ...settings,
    accuracy: round(accuracy),
    std: round(found.std["accuracy"]!),
    logLoss: round(found.mean["logLoss"]!),
    features: found.features,
    behind: round(behind),
    standardError: round(error),
  };
}

/** The counting a point needs, made when a fold is not in the memory. */
function lazily(point: Point): ReturnType<SharedCounts> {
  const { maxN, minDf, binary, tokenizer } = point;
  const made = () => counting(tokenizer, minDf === 1 ? maxN : 4, Math.min(minDf, 2));
  const inner = async () => (await made())({ maxN, minDf, binary });
  return {
    params: { tokenizer, maxN, minDf, binary },
    fitTransform: async (texts, run) => (await inner()).fitTransform(texts, run),
    fit: async (texts, run) => (await inner()).fit(texts, run),
  };
}

function counting(tokenizer: Point["tokenizer"], maxN: number, minDf: number): Promise<SharedCounts> {
  const key = `counts-${tokenizer}-${maxN}-${minDf}`;
  let counts = countings.get(key);
  if (!counts) {
    const options = {
      tokenizer: TOKENIZERS[tokenizer](),
      ngramRange: [1, maxN],
      minDf,
    } as const satisfies CountOptions;
    counts = kept(key, () => counted(options)).then((found) => sharedCounts(train.texts, found));
    countings.set(key, counts);
  }
  return counts;
}

async function counted(options: CountOptions & { ngramRange: readonly [number, number] }): Promise<Counted> {
  const sample = withRole("train", train.texts.slice(0, 600));
  await assertSame(sample, options, { maxN: options.ngramRange[1] - 1 || 1, minDf: 2, binary: true });
  return countOnce(train.texts, options);
}

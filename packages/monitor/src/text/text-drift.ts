import {
  type CsrMatrix,
  csrSelectRows,
  type FittedClassifier,
  groupFolds,
  InvalidOption,
  type Random,
  type RunOptions,
  seededRandom,
  throwIfCancelled,
  withRole,
} from "@imdb/core";
import type { Resolved } from "@imdb/core/options";
import { checkRun } from "@imdb/core/options";
import { column, groupedVariance, normalSf, rocAucInfluence, studentSf } from "@imdb/measures";
import { mean, sampleVariance } from "simple-statistics";
import type { TextDrift } from "../drift/report-schema.js";
import { checkLength } from "../profile/create-profile.js";
import { cleanedAlike } from "../profile/profile-cleaning.js";
import { characteristicTerms } from "./characteristic-terms.js";
import { type TextDriftOptions, type TextGroups, textDriftOptions } from "./text-drift-options.js";

/** A text of either window. */
interface WindowText {
  readonly text: string;
  /** The index of its window in {@link CLASSES}. */
  readonly code: number;
  readonly group: string | null;
}

/** The reference is class 1. A group with as many texts in either window counts as one of the current window. */
const CLASSES = ["current", "reference"] as const;

/**
 * Measures text drift by a domain classifier: a model is fitted to tell the texts of two windows apart, and evaluated on
 * texts that it was not fitted on. An area under the ROC curve near 0.5 means that it cannot: nothing that a model of
 * this kind can see has changed. Else the terms with the largest contributions show what has changed.
 *
 * The p-value is that of the mean Mann–Whitney statistic of the folds, with the normal approximation. With `groups` the
 * variance is that of independent groups of texts. With a `baseline` the area is compared with the areas of the
 * baseline, by Student's t for a new observation.
 *
 * Where only one of the windows is of a split, whose texts are cleaned, the other is cleaned in the same way.
 *
 * @param run  `seed` is the seed of the folds and of the sampled texts.
 * @throws `INVALID_OPTION`, `UNEVEN_COLUMNS`, `CANCELLED`, and the errors of the vectorizer and the classifier.
 * @see Rabanser, Günnemann & Lipton (2019), Failing loudly: an empirical study of methods for detecting dataset
 *      shift; Lopez-Paz & Oquab (2017), Revisiting classifier two-sample tests.
 */
export async function textDrift(options: TextDriftOptions, run: RunOptions = {}): Promise<TextDrift> {
  const resolved = textDriftOptions.resolve(options, "textDrift");
  const { seed = 0 } = checkRun(run, "textDrift");
  const { folds, significance, maxTexts, maxTerms, groups, baseline } = resolved;
  if (groups && baseline) {
    const expected = "left out when groups are given";
    throw InvalidOption.create({ option: "baseline", value: baseline, expected, of: "textDrift" });
  }
  const { threshold = resolved.reference.length > 1000 ? 0.55 : 0.5 } = resolved;
  const random = seededRandom(seed);
  const windows = { ...resolved, ...cleanedAlike(resolved, "textDrift") };
  const reference = sampleTexts(windows, "reference", maxTexts, random);
  const current = sampleTexts(windows, "current", maxTexts, random);
  const counts = { referenceCount: reference.length, currentCount: current.length };
  const common = { threshold, significance, ...counts, folds, seed };
  const rows = [...current, ...reference];
  const codes = rows.map((row) => row.code);
  const fold = groupFolds(rows.map(groupKey), { folds, codes, random: random.fork("folds") });
  if (Math.min(reference.length, current.length) < 2 * folds || !everyFoldHasBoth(codes, fold, folds)) {
    return { rocAuc: null, pValue: null, drifted: false, ...common, terms: [] };
  }
  const texts = withRole(
    "train",
    rows.map((row) => row.text),
  );
  const { vectorizer, matrix } = await resolved.vectorizer.fitTransform(texts, run);
  const fit = (X: CsrMatrix, y: readonly number[]) =>
    resolved.classifier.fit(X, { role: "train", classes: CLASSES, codes: Int32Array.from(y) }, run);
  const { area, variance, influence } = await evaluateFolds(matrix, codes, { fold, folds }, fit, run);
  const standardError = Math.sqrt(
    groups ? Math.max(variance, groupedVariance(influence, rows.map(groupKey))) : variance,
  );
  const pValue = baseline ? pValueAmong(area, baseline.rocAucs) : normalSf((area - 0.5) / standardError);
  return {
    rocAuc: area,
    pValue,
    drifted: area > threshold && pValue < significance,
    ...common,
    terms: characteristicTerms(await fit(matrix, codes), matrix, codes, vectorizer.featureNames(), maxTerms),
  };
}

/**
 * Fits on all folds but one and evaluates on that one, for each fold.
 *
 * @returns The mean area under the ROC curve, its variance for independent texts, and the influence of each text on it.
 */
async function evaluateFolds(
  matrix: CsrMatrix,
  codes: readonly number[],
  { fold, folds }: { readonly fold: Uint32Array; readonly folds: number },
  fit: (X: CsrMatrix, y: readonly number[]) => Promise<FittedClassifier>,
  { signal, onProgress }: RunOptions,
): Promise<{ readonly area: number; readonly variance: number; readonly influence: Float64Array }> {
  const every = [...codes.keys()];
  const influence = new Float64Array(codes.length);
  let area = 0;
  let variance = 0;
  for (let k = 0; k < folds; k++) {
    throwIfCancelled(signal, "Text drift");
    onProgress?.({ stage: "evaluating text drift", done: k, total: folds, unit: "folds" });
    const train = every.filter((row) => fold[row] !== k);
    const test = every.filter((row) => fold[row] === k);
    const trainCodes = train.map((row) => codes[row]!);
    const fitted = await fit(csrSelectRows(matrix, train), trainCodes);
    const scores = column(fitted.predictProba(csrSelectRows(matrix, test)), 2, 0);
    const truth = test.map((row) => 1 - codes[row]!);
    const parts = rocAucInfluence(truth, scores);
    area += parts.area / folds;
    test.forEach((row, i) => {
      influence[row] = parts.influence[i]! / folds;
    });
    const m = truth.reduce((sum, t) => sum + t, 0);
    const n = truth.length - m;
    variance += (m + n + 1) / (12 * m * n) / (folds * folds);
  }
  return { area, variance, influence };
}

/** The texts of a window in their order; a random sample when there are more than `maxTexts`. */
function sampleTexts(
  options: Resolved<Pick<TextDriftOptions, "reference" | "current">> & { readonly groups?: TextGroups },
  window: "reference" | "current",
  maxTexts: number,
  random: Random,
): WindowText[] {
  const texts = options[window];
  const groups = options.groups?.[window];
  checkLength(`groups.${window}`, groups, texts.length);
  const rows =
    texts.length <= maxTexts
      ? texts.keys()
      : random.fork(window).permutation(texts.length).subarray(0, maxTexts).sort();
  return Array.from(rows, (i) => ({
    text: texts[i]!,
    code: CLASSES.indexOf(window),
    group: groups?.[i] ?? null,
  }));
}

function groupKey({ group }: WindowText, row: number): string {
  return group === null ? `row ${row}` : `group ${group}`;
}

function everyFoldHasBoth(codes: readonly number[], fold: Uint32Array, folds: number): boolean {
  return new Set(codes.map((code, row) => 2 * fold[row]! + code)).size === 2 * folds;
}

/** Probability of an area at least this large for a new draw of the baseline: Student's t for a new observation. */
function pValueAmong(area: number, areas: readonly number[]): number {
  const n = areas.length;
  const t = (area - mean([...areas])) / Math.sqrt(sampleVariance([...areas]) * (1 + 1 / n));
  return t >= 0 ? studentSf(t, n - 1) : 1 - studentSf(-t, n - 1);
}

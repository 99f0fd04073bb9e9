import {
  type Classifier,
  type CsrMatrix,
  csrSelectRows,
  groupFolds,
  type Random,
  type RunOptions,
  seededRandom,
  throwIfCancelled,
  type Vectorizer,
  withRole,
} from "@imdb/core";
import { checkOption, integer } from "@imdb/core/options";
import { aucParts, column, groupedVariance, normalSf, studentSf } from "@imdb/measures";
import { mean, sampleVariance } from "simple-statistics";
import { z } from "zod";
import type { TextDrift } from "../drift/report-schema.js";
import { assertEven } from "../profile/create-profile.js";
import { tellingTerms } from "./telling-terms.js";

/** What a domain classifier makes of windows that differ in nothing but their groups; JSON-safe. */
export const textDriftBaselineSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** Texts of each window. */
  windowSize: z.int().min(1),
  /** Area under the ROC curve of each draw. */
  rocAucs: z.array(z.number().min(0).max(1)).min(2),
  seed: z.int().min(0),
});

/** @see {@link textDriftBaselineSchema} */
export type TextDriftBaseline = z.infer<typeof textDriftBaselineSchema>;

/** What is told apart, by what. */
export type TextDriftOptions = TextDriftSettings & KnownVariation;

/**
 * Texts about one thing (a movie, a product, an author) are alike, so that two windows of the same kind can be
 * told apart by the names in them. Where that can be, say which texts belong together, or, when it is known of
 * the reference alone, how far apart windows of it are.
 */
export type KnownVariation =
  | {
      /** One a text of each window, null for a text that stands alone. No group is in two folds. */
      readonly groups?: TextGroups | undefined;
      readonly baseline?: undefined;
    }
  | {
      /** From {@link textDriftBaseline}: what the area is when nothing has changed but the groups. */
      readonly baseline?: TextDriftBaseline | undefined;
      readonly groups?: undefined;
    };

/** The group of each text. */
export interface TextGroups {
  readonly reference: readonly (string | null)[];
  readonly current: readonly (string | null)[];
}

/** @see {@link TextDriftOptions} */
export interface TextDriftSettings {
  readonly reference: readonly string[];
  readonly current: readonly string[];
  /** Fitted on the texts of both windows together; it does not see which is which. */
  readonly vectorizer: Vectorizer;
  /** Fitted on all folds but one, and asked about that one. A linear one can name its terms. */
  readonly classifier: Classifier;
  /** Default 5. */
  readonly folds?: number | undefined;
  /** Texts taken of each window, at random. Default 5,000. */
  readonly maxTexts?: number | undefined;
  /** Area from which on a significant difference matters. Default 0.55 for references over 1,000, else 0.5. */
  readonly threshold?: number | undefined;
  /** Chance of an alarm when nothing has changed. Default 0.05. */
  readonly significance?: number | undefined;
  /** Telling terms listed. Default 30. */
  readonly maxTerms?: number | undefined;
}

/** A text of either window. */
interface WindowText {
  readonly text: string;
  /** Of its window in {@link CLASSES}. */
  readonly code: number;
  /** What it must not be parted from; null when it stands alone. */
  readonly group: string | null;
}

/** The reference is class 1: a group of as many texts of either window counts as current. */
const CLASSES = ["current", "reference"] as const;

/**
 * Text drift by a domain classifier: a model learns to tell the texts of both windows apart, and is judged on
 * texts it has not seen. If it cannot (area under the ROC curve near 0.5), nothing a model of this kind could
 * see has changed; if it can, its heaviest terms say what.
 *
 * The p-value is that of the mean of the folds' Mann–Whitney statistics: in each fold, exact but for the normal
 * approximation, for the model was made without its texts. With `groups` the variance is that of independent
 * groups of texts, with a `baseline` that of the windows it was made of (Student's t of one more of them).
 *
 * @throws `INVALID_OPTION`, `UNEVEN_COLUMNS`, `CANCELLED`, and what the vectorizer and the classifier throw.
 * @see Rabanser, Günnemann & Lipton (2019), Failing loudly: an empirical study of methods for detecting dataset
 *      shift; Lopez-Paz & Oquab (2017), Revisiting classifier two-sample tests.
 */
export async function textDrift(options: TextDriftOptions, run: RunOptions = {}): Promise<TextDrift> {
  const { folds = 5, maxTexts = 5000, significance = 0.05, maxTerms = 30, baseline } = options;
  const { seed = 0, signal, onProgress } = run;
  checkOption("folds", folds, integer(2, 100));
  checkOption("maxTexts", maxTexts, integer(1, 1 << 30));
  const { threshold = options.reference.length > 1000 ? 0.55 : 0.5 } = options;
  const random = seededRandom(seed);
  const reference = sampled(options, "reference", maxTexts, random);
  const current = sampled(options, "current", maxTexts, random);
  const counts = { referenceCount: reference.length, currentCount: current.length };
  const shared = { threshold, significance, ...counts, folds, seed };
  const rows = [...current, ...reference];
  const codes = rows.map((row) => row.code);
  const fold = groupFolds(rows.map(groupKey), { folds, codes, random: random.fork("folds") });
  if (Math.min(reference.length, current.length) < 2 * folds || !everyFoldHasBoth(codes, fold, folds)) {
    return { rocAuc: null, pValue: null, drifted: false, ...shared, terms: [] };
  }
  const texts = withRole(
    "train",
    rows.map((row) => row.text),
  );
  const { vectorizer, matrix } = await options.vectorizer.fitTransform(texts, run);
  const fit = (matrix: CsrMatrix, codes: readonly number[]) =>
    options.classifier.fit(matrix, { role: "train", classes: CLASSES, codes: Int32Array.from(codes) }, run);
  const everyRow = [...rows.keys()];
  const influence = new Float64Array(rows.length);
  let area = 0;
  let variance = 0;
  for (let k = 0; k < folds; k++) {
    throwIfCancelled(signal, "Text drift");
    onProgress?.({ stage: "telling windows apart", done: k, total: folds, unit: "folds" });
    const [train, held] = [
      everyRow.filter((row) => fold[row] !== k),
      everyRow.filter((row) => fold[row] === k),
    ];
    const fitted = await fit(
      csrSelectRows(matrix, train),
      train.map((row) => codes[row]!),
    );
    const scores = column(fitted.predictProba(csrSelectRows(matrix, held)), 2, 0);
    const truth = held.map((row) => 1 - codes[row]!);
    const parts = aucParts(truth, scores);
    area += parts.area / folds;
    held.forEach((row, i) => {
      influence[row] = parts.influence[i]! / folds;
    });
    const m = truth.reduce((sum, t) => sum + t, 0);
    const n = truth.length - m;
    variance += (m + n + 1) / (12 * m * n) / (folds * folds);
  }
  if (options.groups) variance = Math.max(variance, groupedVariance(influence, rows.map(groupKey)));
  const pValue = baseline
    ? pValueAmong(area, baseline.rocAucs)
    : normalSf((area - 0.5) / Math.sqrt(variance));
  return {
    rocAuc: area,
    pValue,
    drifted: area > threshold && pValue < significance,
    ...shared,
    terms: tellingTerms(await fit(matrix, codes), matrix, codes, vectorizer.featureNames(), maxTerms),
  };
}

/** Texts of a window, at random where there are more than asked for; in their order. */
function sampled(
  options: TextDriftOptions,
  window: "reference" | "current",
  most: number,
  random: Random,
): WindowText[] {
  const texts = options[window];
  const groups = options.groups?.[window];
  assertEven(`groups.${window}`, groups, texts.length);
  const rows =
    texts.length <= most
      ? texts.keys()
      : random.fork(window).permutation(texts.length).subarray(0, most).sort();
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

/** Of an area as large, were it one more of those of the baseline: Student's t for a new observation. */
function pValueAmong(area: number, areas: number[]): number {
  const n = areas.length;
  const t = (area - mean(areas)) / Math.sqrt(sampleVariance(areas) * (1 + 1 / n));
  return t >= 0 ? studentSf(t, n - 1) : 1 - studentSf(-t, n - 1);
}

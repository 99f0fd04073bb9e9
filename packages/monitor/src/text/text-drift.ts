import {
  type Classifier,
  csrSelectRows,
  InvalidOption,
  type RunOptions,
  seededRandom,
  type TrainLabels,
  throwIfCancelled,
  type Vectorizer,
  withRole,
} from "@imdb/core";
import { normalSf } from "../distributions/gamma.js";
import type { TextDrift } from "../drift/report-schema.js";
import { rocAuc } from "./roc-auc.js";
import { tellingTerms } from "./telling-terms.js";

/** What is told apart, by what. */
export interface TextDriftOptions {
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

const CLASSES = ["current", "reference"] as const;

/**
 * Text drift by a domain classifier: a model learns to tell the texts of both windows apart, and is judged on
 * texts it has not seen. If it cannot (area under the ROC curve near 0.5), nothing a model of this kind could
 * see has changed; if it can, its heaviest terms say what.
 *
 * The p-value is that of the mean of the folds' Mann–Whitney statistics: in each fold, exact but for the normal
 * approximation, for the model was made without its texts.
 *
 * @throws `INVALID_OPTION`, `CANCELLED`, and what the vectorizer and the classifier throw.
 * @see Rabanser, Günnemann & Lipton (2019), Failing loudly: an empirical study of methods for detecting dataset
 *      shift; Lopez-Paz & Oquab (2017), Revisiting classifier two-sample tests.
 */
export async function textDrift(options: TextDriftOptions, run: RunOptions = {}): Promise<TextDrift> {
  const { folds = 5, maxTexts = 5000, significance = 0.05, maxTerms = 30 } = options;
  const { seed = 0, signal, onProgress } = run;
  assertInteger("folds", folds, 2, 100);
  assertInteger("maxTexts", maxTexts, 1, 1 << 30);
  const { threshold = options.reference.length > 1000 ? 0.55 : 0.5 } = options;
  const random = seededRandom(seed);
  const reference = sampled(options.reference, maxTexts, random.fork("reference").permutation);
  const current = sampled(options.current, maxTexts, random.fork("current").permutation);
  const counts = { referenceCount: reference.length, currentCount: current.length };
  const shared = { threshold, significance, ...counts, folds, seed };
  if (Math.min(reference.length, current.length) < 2 * folds) {
    return { rocAuc: null, pValue: null, drifted: false, ...shared, terms: [] };
  }
  const texts = withRole("train", [...current, ...reference]);
  const { vectorizer, matrix } = await options.vectorizer.fitTransform(texts, run);
  const isCurrent = Float64Array.from(texts, (_, i) => (i < current.length ? 1 : 0));
  const fold = foldsOf(current.length, reference.length, folds, random.fork("folds").permutation);
  let area = 0;
  let variance = 0;
  for (let k = 0; k < folds; k++) {
    throwIfCancelled(signal, "Text drift");
    onProgress?.({ stage: "telling windows apart", done: k, total: folds, unit: "folds" });
    const [train, held] = [rowsWhere(fold, (f) => f !== k), rowsWhere(fold, (f) => f === k)];
    const fitted = await options.classifier.fit(csrSelectRows(matrix, train), labels(isCurrent, train), run);
    const scores = currentColumn(fitted.predictProba(csrSelectRows(matrix, held)));
    const truth = held.map((row) => isCurrent[row]!);
    area += rocAuc(truth, scores) / folds;
    const m = truth.reduce((sum, t) => sum + t, 0);
    const n = truth.length - m;
    variance += (m + n + 1) / (12 * m * n) / (folds * folds);
  }
  const pValue = normalSf((area - 0.5) / Math.sqrt(variance));
  const all = await options.classifier.fit(
    matrix,
    labels(
      isCurrent,
      rowsWhere(fold, () => true),
    ),
    run,
  );
  return {
    rocAuc: area,
    pValue,
    drifted: area > threshold && pValue < significance,
    ...shared,
    terms: tellingTerms(all, matrix, isCurrent, vectorizer.featureNames(), maxTerms),
  };
}

/** Texts of a window, at random where there are more than asked for; in their order. */
function sampled(
  texts: readonly string[],
  most: number,
  permutation: (n: number) => Uint32Array,
): readonly string[] {
  if (texts.length <= most) return texts;
  return Array.from(permutation(texts.length).subarray(0, most).sort(), (i) => texts[i]!);
}

/** The fold of each row: both windows evenly over all folds. */
function foldsOf(m: number, n: number, folds: number, permutation: (n: number) => Uint32Array): Uint32Array {
  const fold = new Uint32Array(m + n);
  permutation(m).forEach((row, i) => {
    fold[row] = i % folds;
  });
  permutation(n).forEach((row, i) => {
    fold[m + row] = i % folds;
  });
  return fold;
}

function rowsWhere(fold: Uint32Array, holds: (fold: number) => boolean): number[] {
  const rows: number[] = [];
  fold.forEach((f, row) => {
    if (holds(f)) rows.push(row);
  });
  return rows;
}

function labels(isCurrent: Float64Array, rows: readonly number[]): TrainLabels {
  return { role: "train", classes: CLASSES, codes: Int32Array.from(rows, (row) => 1 - isCurrent[row]!) };
}

function currentColumn(probabilities: Float64Array): Float64Array {
  return probabilities.filter((_, i) => i % 2 === 0);
}

function assertInteger(option: string, value: number, low: number, high: number): void {
  if (Number.isInteger(value) && value >= low && value <= high) return;
  throw InvalidOption.create({ option, value, expected: `an integer from ${low} to ${high}` });
}

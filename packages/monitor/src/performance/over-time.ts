import { InvalidOption, type PredictionRecord } from "@imdb/core";
import { checkOption, within } from "@imdb/core/options";
import { normalSf } from "@imdb/measures";
import { adjustKnown } from "../drift/correction.js";
import { type Outcome, type PerformanceMetrics, performanceMetrics } from "./metrics.js";

/** What is followed over time. */
export interface PerformanceOverTimeOptions {
  readonly records: readonly (Outcome & Pick<PredictionRecord, "time">)[];
  /** Length of a window in milliseconds; windows start at multiples of it from 1970 on. */
  readonly windowMs: number;
  /** The accuracy to hold: right answers of a number of answers, as the evaluation found. */
  readonly reference: { readonly right: number; readonly count: number };
  /** Chance of any false alarm over all windows together. Default 0.05. */
  readonly significance?: number | undefined;
}

/** One window of time. */
export interface PerformanceWindow extends PerformanceMetrics {
  /** ISO 8601; the end is not part of it. */
  readonly start: string;
  readonly end: string;
  /** Of an accuracy this low or lower if nothing had changed; null without labels. Corrected by Holm. */
  readonly dropPValue: number | null;
  readonly dropped: boolean;
}

/**
 * Performance in windows of time, and whether accuracy has dropped below the reference's: a one-sided z-test of
 * two shares, corrected over the windows. Records may come in any order; windows without records are left out.
 *
 * @throws `INVALID_OPTION` for a length below 1 and for a time that is none.
 */
export function performanceOverTime(options: PerformanceOverTimeOptions): PerformanceWindow[] {
  const { records, windowMs, reference, significance = 0.05 } = options;
  checkOption("windowMs", windowMs, within(1, Infinity));
  const windows = new Map<number, Outcome[]>();
  for (const [i, record] of records.entries()) {
    const time = Date.parse(record.time);
    if (Number.isNaN(time)) {
      throw InvalidOption.create({
        option: `records[${i}].time`,
        value: record.time,
        expected: "an ISO 8601 time",
      });
    }
    const start = Math.floor(time / windowMs) * windowMs;
    const window = windows.get(start) ?? [];
    window.push(record);
    windows.set(start, window);
  }
  const starts = [...windows.keys()].sort((a, b) => a - b);
  const metrics = starts.map((start) => performanceMetrics(windows.get(start)!));
  const pValues = adjustKnown(
    metrics.map((m) => dropPValue(m, reference)),
    "holm",
  );
  return metrics.map((m, i) => {
    const p = pValues[i]!;
    return {
      start: new Date(starts[i]!).toISOString(),
      end: new Date(starts[i]! + windowMs).toISOString(),
      ...m,
      dropPValue: p,
      dropped: p !== null && p < significance,
    };
  });
}

/**
 * Probability of an accuracy this low or lower if the true one were the reference's; null without labels.
 */
function dropPValue(
  { accuracy, labelled }: Pick<PerformanceMetrics, "accuracy" | "labelled">,
  reference: { readonly right: number; readonly count: number },
): number | null {
  if (accuracy === null || reference.count === 0) return null;
  const right = Math.round(accuracy.value * labelled);
  const pooled = (right + reference.right) / (labelled + reference.count);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / labelled + 1 / reference.count));
  return deviation === 0 ? 1 : normalSf((reference.right / reference.count - accuracy.value) / deviation);
}

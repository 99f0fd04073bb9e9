import { InvalidOption, type PredictionRecord } from "@imdb/core";
import { optional, optionsOf, rule, text, within } from "@imdb/core/options";
import { normalSf } from "@imdb/measures";
import { adjustKnown } from "../drift/correction.js";
import {
  type Outcome,
  outcomes,
  type PerformanceMetrics,
  type PerformanceOptions,
  performanceMetrics,
} from "./metrics.js";

/** The records whose performance is computed over time, and the accuracy they are compared with. */
export interface PerformanceOverTimeOptions extends PerformanceOptions {
  readonly records: readonly (Outcome & Pick<PredictionRecord, "time">)[];
  /** Length of a window in milliseconds. Windows start at multiples of it since 1970. */
  readonly windowMs: number;
  /** The expected accuracy, as numbers of the evaluation: right predictions and all predictions. */
  readonly reference: { readonly right: number; readonly count: number };
  /** Probability of any false alarm over all windows. Default 0.05. */
  readonly significance?: number | undefined;
}

/** One window of time. */
export interface PerformanceWindow extends PerformanceMetrics {
  /** ISO 8601. `end` is not part of the window. */
  readonly start: string;
  readonly end: string;
  /** P-value of the accuracy, when the true accuracy is that of the reference. Corrected by Holm; null without labels. */
  readonly dropPValue: number | null;
  readonly dropped: boolean;
}

const overTimeOptions = optionsOf<PerformanceOverTimeOptions, "positive">({
  positive: optional(text),
  records: rule<PerformanceOverTimeOptions["records"]>(
    "a list of predictions with time, label and probabilities",
    outcomes.accepts,
  ),
  windowMs: within(1, Infinity),
  reference: rule<PerformanceOverTimeOptions["reference"]>(
    "an object with the numbers right and count, right at most count",
    (value) => {
      const { right, count } = Object(value);
      return [right, count].every(Number.isFinite) && right >= 0 && right <= count;
    },
  ),
  significance: [0.05, within(0, 1)],
});

/**
 * Computes performance in windows of time, and tests whether the accuracy is below that of the reference: a one-sided
 * z-test of two shares, corrected over the windows. Records may have any order. Windows without records are left out.
 *
 * @throws `INVALID_OPTION`
 */
export function performanceOverTime(options: PerformanceOverTimeOptions): PerformanceWindow[] {
  const resolved = overTimeOptions.resolve(options, "performanceOverTime");
  const { records, windowMs, reference, significance, positive } = resolved;
  const windows = new Map<number, Outcome[]>();
  for (const [i, record] of records.entries()) {
    const time = Date.parse(record.time);
    if (Number.isNaN(time)) {
      throw InvalidOption.create({
        option: `records[${i}].time`,
        value: record.time,
        expected: "an ISO 8601 time",
        of: "performanceOverTime",
      });
    }
    const start = Math.floor(time / windowMs) * windowMs;
    const window = windows.get(start) ?? [];
    window.push(record);
    windows.set(start, window);
  }
  const starts = [...windows.keys()].sort((a, b) => a - b);
  const metrics = starts.map((start) => performanceMetrics(windows.get(start)!, { positive }));
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

/** One-sided p-value of the hypothesis that the accuracy is that of the reference; null without labels. */
function dropPValue(
  { accuracy, decided }: Pick<PerformanceMetrics, "accuracy" | "decided">,
  reference: { readonly right: number; readonly count: number },
): number | null {
  if (accuracy === null || reference.count === 0) return null;
  const right = Math.round(accuracy.value * decided);
  const pooled = (right + reference.right) / (decided + reference.count);
  const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / decided + 1 / reference.count));
  return deviation === 0 ? 1 : normalSf((reference.right / reference.count - accuracy.value) / deviation);
}

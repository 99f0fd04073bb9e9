import type { PredictionRecord } from "@imdb/core";

/** A true label, known later than its prediction. */
export interface LateLabel {
  /** The prediction's id. */
  readonly id: string;
  readonly actual: string;
  /** When it became known, ISO 8601; of several labels for one id the latest holds, of equal times the last. */
  readonly time?: string | undefined;
}

/** Predictions with their labels, and what became of the labels. */
export interface JoinedLabels<R> {
  /** All records, in their order. */
  readonly records: readonly R[];
  /** Records that got a label. */
  readonly joined: number;
  /** Ids of labels without a prediction: too early, or of another log. Try them again later. */
  readonly unmatched: readonly string[];
  /** Ids that had several labels which differ; the latest was taken. */
  readonly conflicting: readonly string[];
}

/**
 * Joins labels that came late to their predictions by id. A label replaces one that the record already had.
 * Records with the same id (a prediction that was logged twice) all get it.
 */
export function joinLabels<R extends Pick<PredictionRecord, "id" | "actual">>(
  records: readonly R[],
  labels: readonly LateLabel[],
): JoinedLabels<R> {
  const latest = new Map<string, LateLabel>();
  const conflicting = new Set<string>();
  for (const label of labels) {
    const known = latest.get(label.id);
    if (known && known.actual !== label.actual) conflicting.add(label.id);
    if (!known || momentOf(label) >= momentOf(known)) latest.set(label.id, label);
  }
  const unmatched = new Set(latest.keys());
  let joined = 0;
  const withLabels = records.map((record) => {
    const label = latest.get(record.id);
    if (!label) return record;
    unmatched.delete(record.id);
    joined++;
    return { ...record, actual: label.actual };
  });
  return { records: withLabels, joined, unmatched: [...unmatched], conflicting: [...conflicting] };
}

function momentOf({ time }: LateLabel): number {
  const moment = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(moment) ? Number.NEGATIVE_INFINITY : moment;
}

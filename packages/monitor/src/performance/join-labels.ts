import type { PredictionRecord } from "@imdb/core";
import { checkOption, rule } from "@imdb/core/options";
import { isListOf } from "../checks/rules.js";

/** A true label that became known after its prediction. */
export interface LateLabel {
  /** The id of the prediction. */
  readonly id: string;
  readonly actual: string;
  /**
   * When the label became known, ISO 8601. Of several labels for one id the latest is used; with equal times the last one
   * in the list.
   */
  readonly time?: string | undefined;
}

/** Predictions with their labels. */
export interface JoinedLabels<R> {
  /** All records, in their order. */
  readonly records: readonly R[];
  /** Number of records that got a label. */
  readonly joined: number;
  /** Ids of labels without a prediction: the prediction is not logged yet, or in another log. */
  readonly unmatched: readonly string[];
  /** Ids with several different labels. The latest was used. */
  readonly conflicting: readonly string[];
}

/**
 * Joins late labels with their predictions, by id. A label replaces one that the record already had. All records with
 * the same id (a prediction that was logged twice) get the label.
 *
 * @throws `INVALID_OPTION`
 */
export function joinLabels<R extends Pick<PredictionRecord, "id" | "actual">>(
  records: readonly R[],
  labels: readonly LateLabel[],
): JoinedLabels<R> {
  checkOption("records", records, withIds<R>("a list of records with an id"), "joinLabels");
  checkOption("labels", labels, lateLabels, "joinLabels");
  const latest = new Map<string, LateLabel>();
  const conflicting = new Set<string>();
  for (const label of labels) {
    const known = latest.get(label.id);
    if (known && known.actual !== label.actual) conflicting.add(label.id);
    if (!known || timeOf(label) >= timeOf(known)) latest.set(label.id, label);
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

const lateLabels = rule<readonly LateLabel[]>("a list of labels with id and actual", (value) =>
  isListOf(value, (label) => hasId(label) && typeof (label as LateLabel).actual === "string"),
);

function withIds<R>(expected: string) {
  return rule<readonly R[]>(expected, (value) => isListOf(value, hasId));
}

function hasId(value: unknown): boolean {
  return typeof Object(value).id === "string";
}

function timeOf({ time }: LateLabel): number {
  const parsed = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(parsed) ? Number.NEGATIVE_INFINITY : parsed;
}

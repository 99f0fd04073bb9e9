import { byCodePoint } from "@imdb/core";
import { DATASET_CONTEXT_TAG, type Run } from "../entities/run.js";

/** One thing in which runs are compared. */
export interface ComparedRow<T> {
  readonly key: string;
  /** One value a run, in the order of the runs; `undefined` where a run has none. */
  readonly values: readonly (T | undefined)[];
  /** Whether the runs differ in it. */
  readonly differs: boolean;
}

/** Runs side by side. */
export interface RunComparison {
  readonly runs: readonly Run[];
  readonly params: readonly ComparedRow<string>[];
  /** The latest values. */
  readonly metrics: readonly ComparedRow<number>[];
  readonly tags: readonly ComparedRow<string>[];
  /** Datasets as `name (context)`, with their digests. */
  readonly datasets: readonly ComparedRow<string>[];
}

/**
 * Puts runs side by side: what they have in common and in what they differ, keys in code point order.
 *
 * @example
 * const { items } = await experiment.searchRuns({ maxResults: 2 });
 * const changed = compareRuns(items).params.filter((row) => row.differs);
 */
export function compareRuns(runs: readonly Run[]): RunComparison {
  return {
    runs,
    params: rows(runs.map((run) => run.params)),
    metrics: rows(runs.map((run) => run.metrics)),
    tags: rows(runs.map((run) => run.tags)),
    datasets: rows(runs.map(datasetsOf)),
  };
}

function rows<T>(records: readonly Readonly<Record<string, T>>[]): ComparedRow<T>[] {
  const keys = new Set(records.flatMap((record) => Object.keys(record)));
  return [...keys].sort(byCodePoint).map((key) => {
    const values = records.map((record) => (Object.hasOwn(record, key) ? record[key] : undefined));
    return { key, values, differs: values.some((value) => !Object.is(value, values[0])) };
  });
}

function datasetsOf(run: Run): Record<string, string> {
  return Object.fromEntries(
    run.inputs.map((dataset) => [
      `${dataset.name} (${dataset.tags[DATASET_CONTEXT_TAG] ?? "no context"})`,
      dataset.digest,
    ]),
  );
}

/** What a page calls a run. */
export function titleOf({ info }: Run): string {
  return info.runName || info.runId.slice(0, 8);
}

import { byCodePoint } from "@imdb/core";
import { checkOption, listOf, type OptionRule, rule } from "@imdb/core/options";
import { DATASET_CONTEXT_TAG, type Run } from "../entities/run.js";

/** A parameter, metric, tag or dataset, compared between runs. */
export interface ComparedRow<T> {
  readonly key: string;
  /** The value of each run, in the order of the runs; `undefined` where a run has none. */
  readonly values: readonly (T | undefined)[];
  /** Whether the runs differ in it. */
  readonly differs: boolean;
}

/** A comparison of runs. */
export interface RunComparison {
  readonly runs: readonly Run[];
  readonly params: readonly ComparedRow<string>[];
  /** The latest values. */
  readonly metrics: readonly ComparedRow<number>[];
  readonly tags: readonly ComparedRow<string>[];
  /** Datasets as `name (context)`, with their digests. */
  readonly datasets: readonly ComparedRow<string>[];
}

const runRule: OptionRule<Run> = rule("a run, as searchRuns returns it", (value) =>
  Array.isArray(Object(value).inputs),
);

/**
 * Compares the parameters, metrics, tags and datasets of runs. Keys are in code point order.
 *
 * @throws `INVALID_OPTION`
 * @example
 * const { items } = await experiment.searchRuns({ maxResults: 2 });
 * const changed = compareRuns(items).params.filter((row) => row.differs);
 */
export function compareRuns(runs: readonly Run[]): RunComparison {
  checkOption("runs", runs, listOf(runRule), "compareRuns");
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

/** The name of a run on a page: its run name, else the first characters of its id. */
export function titleOf({ info }: Run): string {
  return info.runName || info.runId.slice(0, 8);
}

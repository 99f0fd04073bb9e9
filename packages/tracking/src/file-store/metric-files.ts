import { basename, join } from "node:path";
import { byCodePoint } from "@imdb/core";
import { assertNoLink } from "@imdb/runtime/files";
import { byStep, isLaterMetric, type Metric } from "../entities/run.js";
import { damaged } from "./damage.js";
import { keysBelow, LAYOUT, statOf } from "./layout.js";
import { journalSizes, readJournalFrom, readJournals } from "./metric-journal.js";
import { metricLine, parseMetricLine } from "./metric-line.js";
import { eachLine } from "./read-lines.js";
import type { SmallFiles } from "./small-file.js";

// The metrics of a run are the union of the records in its journals and in the files `metrics/<key>`, as a set of (key,
// step, timestamp, value): the identity of a record in MLflow's SQL stores. So it makes no difference how often and by
// which process the journals were merged into those files.

/** The latest record of every metric of a run, in code point order of keys. */
export function latestMetrics(runDir: string): Metric[] {
  const latest = new Map<string, Metric>();
  const consider = (metric: Metric) => {
    const best = latest.get(metric.key);
    if (!best || isLaterMetric(metric, best)) latest.set(metric.key, metric);
  };
  for (const key of keysBelow(join(runDir, LAYOUT.metrics))) readMetricFile(runDir, key, consider);
  readJournals(runDir, consider);
  return [...latest.values()].sort((a, b) => byCodePoint(a.key, b.key));
}

/** All records of one metric, ascending by step, then timestamp. */
export function metricHistory(runDir: string, key: string): Metric[] {
  const records = new Map<string, Metric>();
  const add = (metric: Metric) => {
    if (metric.key === key) records.set(metricLine(metric), metric);
  };
  readMetricFile(runDir, key, add);
  readJournals(runDir, add);
  return [...records.values()].sort(byStep);
}

/**
 * Writes the records of a run's journals to `metrics/<key>`, where MLflow reads them. Each file is replaced as a whole;
 * records that MLflow itself appended stay. Any process may do it at any time. When a journal grew meanwhile it is done
 * again: the journal's writer may have merged it too, and this process replaced the file by one without its records.
 *
 * @returns The number of records that the files did not have yet.
 */
export function mergeJournals(runDir: string, files: SmallFiles): number {
  let added = 0;
  for (let attempt = 0; attempt < 100; attempt++) {
    const before = journalSizes(runDir);
    added += mergeOnce(runDir, files);
    const after = journalSizes(runDir);
    if (after.size === before.size && [...after].every(([path, size]) => before.get(path) === size)) break;
  }
  return added;
}

function mergeOnce(runDir: string, files: SmallFiles): number {
  const journalled = new Map<string, Set<string>>();
  readJournals(runDir, (metric) => {
    const lines = journalled.get(metric.key);
    if (lines) lines.add(metricLine(metric));
    else journalled.set(metric.key, new Set([metricLine(metric)]));
  });
  let added = 0;
  for (const [key, lines] of journalled) {
    const kept: string[] = [];
    const existing = new Set<string>();
    readMetricFile(runDir, key, (metric, line) => {
      existing.add(metricLine(metric));
      kept.push(line);
    });
    const missing = [...lines].filter((line) => !existing.has(line));
    if (missing.length === 0) continue;
    added += missing.length;
    files.replace(join(runDir, LAYOUT.metrics, key), `${[...kept, ...missing].join("\n")}\n`, runDir);
  }
  return added;
}

/** A record that was not sent yet, with its place. */
export interface UnsentMetric {
  readonly metric: Metric;
  /** Name of its journal, or `metrics/<key>`. */
  readonly file: string;
  /** For a journal the byte after the record; for `metrics/<key>` the size of the file. */
  readonly end: number;
}

/**
 * The records of a run that are not known to be sent. A journal only grows, so one byte position says how much of it
 * was sent. The files `metrics/<key>` hold the same records and those that MLflow itself appended: of each file that
 * has changed, `foreign` holds the records that no journal has, whether they were sent before or not.
 *
 * @param sent  For each file the byte up to which it was sent: `end` of its last record that was sent. Changed files
 *              without foreign records are added.
 */
export function unsentMetrics(
  runDir: string,
  sent: Record<string, number>,
): { readonly journalled: UnsentMetric[]; readonly foreign: UnsentMetric[] } {
  const journalled: UnsentMetric[] = [];
  for (const [path, size] of journalSizes(runDir)) {
    const file = basename(path);
    if (size <= (sent[file] ?? 0)) continue;
    readJournalFrom(path, sent[file] ?? 0, (metric, end) => journalled.push({ metric, file, end }));
  }
  return { journalled, foreign: foreignMetrics(runDir, sent) };
}

function foreignMetrics(runDir: string, sent: Record<string, number>): UnsentMetric[] {
  const changed = new Map<string, number>();
  for (const key of keysBelow(join(runDir, LAYOUT.metrics))) {
    const size = statOf(join(runDir, LAYOUT.metrics, key))?.size ?? 0;
    if (size !== sent[`${LAYOUT.metrics}/${key}`]) changed.set(key, size);
  }
  if (changed.size === 0) return [];
  const journalled = new Set<string>();
  readJournals(runDir, (metric) => {
    if (changed.has(metric.key)) journalled.add(`${metric.key} ${metricLine(metric)}`);
  });
  const foreign: UnsentMetric[] = [];
  for (const [key, end] of changed) {
    const file = `${LAYOUT.metrics}/${key}`;
    const before = foreign.length;
    readMetricFile(runDir, key, (metric) => {
      if (!journalled.has(`${key} ${metricLine(metric)}`)) foreign.push({ metric, file, end });
    });
    if (foreign.length === before) sent[file] = end;
  }
  return foreign;
}

function readMetricFile(runDir: string, key: string, visit: (metric: Metric, line: string) => void): void {
  const path = join(runDir, LAYOUT.metrics, key);
  assertNoLink(runDir, path, damaged);
  const take = (line: string) => {
    const metric = parseMetricLine(key, line.trimEnd());
    if (metric) visit(metric, line.trimEnd());
  };
  take(eachLine(path, take));
}

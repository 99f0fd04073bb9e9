import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { byCodePoint } from "@imdb/core";
import { isLaterMetric, type Metric } from "../entities/run.js";
import { keysBelow, LAYOUT } from "./layout.js";
import { journalSizes, readJournalFrom, readJournals } from "./metric-journal.js";
import { metricLine, parseMetricLine } from "./metric-line.js";
import type { SmallFiles } from "./small-file.js";

// What a run has recorded is the union of its journals and of the files of the layout, as a set of (key, step,
// timestamp, value): the identity a record has in MLflow's SQL stores. So it makes no difference how often, by
// whom or how far the journals have been carried over to the layout.

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
  const note = (metric: Metric) => {
    if (metric.key === key) records.set(metricLine(metric), metric);
  };
  readMetricFile(runDir, key, note);
  readJournals(runDir, note);
  return [...records.values()].sort((a, b) => a.step - b.step || a.timestamp - b.timestamp);
}

/**
 * Carries the journals of a run over to `metrics/<key>`, where MLflow reads them. Each file is replaced whole;
 * records that MLflow itself appended stay. Any process may do it at any time: when a journal grew meanwhile,
 * perhaps carried over by its writer and then hidden again by our replacement, it is done once more.
 *
 * @returns How many records the files did not have yet.
 */
export function projectMetrics(runDir: string, files: SmallFiles): number {
  let carried = 0;
  for (let attempt = 0; attempt < 100; attempt++) {
    const before = journalSizes(runDir);
    carried += projectOnce(runDir, files);
    const after = journalSizes(runDir);
    if (after.size === before.size && [...after].every(([path, size]) => before.get(path) === size)) break;
  }
  return carried;
}

function projectOnce(runDir: string, files: SmallFiles): number {
  const journalled = new Map<string, Set<string>>();
  readJournals(runDir, (metric) => {
    const lines = journalled.get(metric.key);
    if (lines) lines.add(metricLine(metric));
    else journalled.set(metric.key, new Set([metricLine(metric)]));
  });
  let carried = 0;
  for (const [key, lines] of journalled) {
    const kept: string[] = [];
    const there = new Set<string>();
    readMetricFile(runDir, key, (metric, line) => {
      there.add(metricLine(metric));
      kept.push(line);
    });
    const missing = [...lines].filter((line) => !there.has(line));
    if (missing.length === 0) continue;
    carried += missing.length;
    files.replace(join(runDir, LAYOUT.metrics, key), `${[...kept, ...missing].join("\n")}\n`, runDir);
  }
  return carried;
}

/** A record that was not sent yet: where it stands, and the byte behind it. */
export interface UnsentMetric {
  readonly metric: Metric;
  /** A journal, or a file of the layout. */
  readonly file: string;
  readonly end: number;
}

/**
 * The records of a run behind what is known to be sent. Journals only grow, so a byte says how far one was sent.
 * Files of the layout hold the same again, and what MLflow itself appended: of one that has changed, `foreign` are
 * the records that no journal has, sent before or not.
 *
 * @param sent  File to byte, as the fields `file` and `end` of earlier answers say; files that need not be looked at
 *              again until they change are added.
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
    const { size } = statSync(join(runDir, LAYOUT.metrics, key));
    if (size !== sent[`${LAYOUT.metrics}/${key}`]) changed.set(key, size);
  }
  if (changed.size === 0) return [];
  const ours = new Set<string>();
  readJournals(runDir, (metric) => {
    if (changed.has(metric.key)) ours.add(`${metric.key} ${metricLine(metric)}`);
  });
  const foreign: UnsentMetric[] = [];
  for (const [key, end] of changed) {
    const file = `${LAYOUT.metrics}/${key}`;
    const before = foreign.length;
    readMetricFile(runDir, key, (metric) => {
      if (!ours.has(`${key} ${metricLine(metric)}`)) foreign.push({ metric, file, end });
    });
    if (foreign.length === before) sent[file] = end;
  }
  return foreign;
}

function readMetricFile(runDir: string, key: string, visit: (metric: Metric, line: string) => void): void {
  const path = join(runDir, LAYOUT.metrics, key);
  if (!existsSync(path)) return;
  for (const line of readFileSync(path, "utf8").split("\n")) {
    const metric = parseMetricLine(key, line.trimEnd());
    if (metric) visit(metric, line.trimEnd());
  }
}
